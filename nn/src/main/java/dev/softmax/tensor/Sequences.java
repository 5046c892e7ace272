package dev.softmax.tensor;

/// Operations on sequences and on the vocabularies they are made of.
public final class Sequences {
  private Sequences() {}
}
