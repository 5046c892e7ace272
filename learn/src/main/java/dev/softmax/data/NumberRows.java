package dev.softmax.data;

import java.util.OptionalDouble;

/// Some rows of a numeric column.
record NumberRows(NumericColumn column, int[] indices) implements NumericColumn {
  @Override
  public int rows() {
    return indices.length;
  }

  @Override
  public OptionalDouble fullScale() {
    return column.fullScale();
  }

  @Override
  public double value(int row) {
    return column.value(indices[row]);
  }
}
