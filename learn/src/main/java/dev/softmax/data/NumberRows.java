package dev.softmax.data;

/// Some rows of a numeric column.
record NumberRows(NumericColumn column, int[] indices) implements NumericColumn {
  @Override
  public int rows() {
    return indices.length;
  }

  @Override
  public double value(int row) {
    return column.value(indices[row]);
  }
}
