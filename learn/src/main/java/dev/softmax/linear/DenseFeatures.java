package dev.softmax.linear;

import dev.softmax.io.InputException;
import dev.softmax.kernel.SparseMatrix;

/// Features `(N, D)` that are all written down.
///
/// @param values row-major `(N, D)`, finite
/// @param rows number of rows `N`
/// @param columns number of features `D`
public record DenseFeatures(double[] values, int rows, int columns) implements Features {
  /// Larger values would overflow when they are squared and summed.
  private static final double LARGEST = 1e100;

  /// Checks the shape and every value.
  ///
  /// @throws IllegalArgumentException if `values` are not `rows` rows of `columns`
  /// @throws InputException if a value is not finite or beyond 1e100; it names row and column, from 1
  public DenseFeatures {
    if (rows < 0 || columns < 0 || values.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          "softmax regression: "
              + values.length
              + " features but "
              + rows
              + " rows of "
              + columns
              + " columns each");
    }
    requireFinite(values, columns);
  }

  /// Rows of `columns` features, as many as there are: at least one column, since nothing else tells
  /// how many rows there are.
  ///
  /// @throws IllegalArgumentException if `values` are no rows of `columns`
  /// @throws InputException if a value is not finite or beyond 1e100
  public DenseFeatures(double[] values, int columns) {
    this(values, rowsOf(values, columns), columns);
  }

  private static int rowsOf(double[] values, int columns) {
    if (columns < 1 || values.length % columns != 0) {
      throw new IllegalArgumentException(
          "softmax regression: " + values.length + " features are no rows of " + columns);
    }
    return values.length / columns;
  }

  /// Rows of which zeros are left out.
  static SparseMatrix entries(double[] data, int rows, int columns) {
    int[] offsets = new int[rows + 1];
    for (int row = 0; row < rows; row++) {
      int count = 0;
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        count += data[i] != 0 ? 1 : 0;
      }
      offsets[row + 1] = offsets[row] + count;
    }
    int[] indices = new int[offsets[rows]];
    double[] values = new double[indices.length];
    int entry = 0;
    for (int i = 0; i < rows * columns; i++) {
      if (data[i] != 0) {
        indices[entry] = i % columns;
        values[entry++] = data[i];
      }
    }
    return new SparseMatrix(offsets, indices, values, columns);
  }

  /// Sees that no value is NaN, infinite or of a magnitude beyond [#LARGEST].
  static void requireFinite(double[] values, int columns) {
    for (int i = 0; i < values.length; i++) {
      if (!(Math.abs(values[i]) <= LARGEST)) {
        requireFinite(values[i], i / columns, i % columns);
      }
    }
  }

  /// The same for the value of one row and column, from 0.
  static void requireFinite(double value, int row, int column) {
    if (!(Math.abs(value) <= LARGEST)) {
      throw new InputException(
          "softmax regression: feature "
              + value
              + " in row "
              + (row + 1)
              + ", column "
              + (column + 1)
              + (Double.isFinite(value) ? " is too large; scale it" : " is not finite"));
    }
  }
}
