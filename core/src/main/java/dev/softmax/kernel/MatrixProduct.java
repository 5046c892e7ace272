package dev.softmax.kernel;

/// Matrix products of strided views.
public final class MatrixProduct {
  private MatrixProduct() {}

  /// `c (m, n) = a (m, k) · b (k, n)`; `c` overlaps neither factor.
  public static void multiply(DoubleMatrix a, DoubleMatrix b, DoubleMatrix c) {
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        c.data()[c.offset() + i * c.rowStride() + j * c.columnStride()] = 0;
      }
    }
    multiplyAdd(a, b, c);
  }

  /// `c (m, n) += a (m, k) · b (k, n)`; `c` overlaps neither factor.
  public static void multiplyAdd(DoubleMatrix a, DoubleMatrix b, DoubleMatrix c) {
    for (int i = 0; i < c.rows(); i++) {
      for (int p = 0; p < a.columns(); p++) {
        double x = a.data()[a.offset() + i * a.rowStride() + p * a.columnStride()];
        int from = b.offset() + p * b.rowStride();
        int to = c.offset() + i * c.rowStride();
        for (int j = 0; j < c.columns(); j++) {
          c.data()[to + j * c.columnStride()] += x * b.data()[from + j * b.columnStride()];
        }
      }
    }
  }
}
