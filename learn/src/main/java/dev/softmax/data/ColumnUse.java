package dev.softmax.data;

/// As what the cells of a column are wanted, where that is known before they are read.
public enum ColumnUse {
  /// As numbers: a cell that is none is an error.
  NUMBER,
  /// As texts, whatever they look like.
  TEXT
}
