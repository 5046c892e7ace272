package dev.softmax.tensor;

/// How the vectors of a bag become one.
public enum Bag {
  /// Their sum.
  SUM,
  /// Their mean.
  MEAN
}
