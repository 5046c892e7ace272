package dev.softmax.kernel;

/// A view of `data` as a matrix `(rows, columns)`: element `(i, j)` lies at
/// `offset + i * rowStride + j * columnStride`. One of the strides is 1 for the fast paths.
///
/// @param data the numbers, shared and not copied
/// @param offset index of element `(0, 0)`
/// @param rows number of rows
/// @param columns number of columns
/// @param rowStride distance between elements `(i, j)` and `(i + 1, j)`
/// @param columnStride distance between elements `(i, j)` and `(i, j + 1)`
public record DoubleMatrix(
    double[] data, int offset, int rows, int columns, int rowStride, int columnStride) {

  /// A dense row-major matrix `(rows, columns)` that starts at index 0.
  public static DoubleMatrix of(double[] data, int rows, int columns) {
    return new DoubleMatrix(data, 0, rows, columns, columns, 1);
  }

  /// The same numbers read as `(columns, rows)`.
  public DoubleMatrix transposed() {
    return new DoubleMatrix(data, offset, columns, rows, columnStride, rowStride);
  }

  /// The rows `from` to `to` (exclusive) as a view.
  public DoubleMatrix rows(int from, int to) {
    return new DoubleMatrix(
        data, offset + from * rowStride, to - from, columns, rowStride, columnStride);
  }
}
