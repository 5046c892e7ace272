package dev.softmax.data;

/// Numbers in an array of its own.
record DoubleColumn(double[] values) implements NumericColumn {
  @Override
  public int rows() {
    return values.length;
  }

  @Override
  public double value(int row) {
    return values[row];
  }
}
