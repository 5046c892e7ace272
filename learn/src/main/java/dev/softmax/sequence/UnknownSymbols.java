package dev.softmax.sequence;

/// What becomes of characters that a vocabulary does not have.
public enum UnknownSymbols {
  /// They are an error, which names the first and its place.
  REJECT,
  /// They are left out.
  DROP
}
