package dev.softmax.kernel;

/// Matrix products of strided views: any size, either factor transposed. Sums run over the depth in
/// one order whatever the number of threads; small products are plain loops, which need no warm-up.
public final class MatrixProduct {
  /// Multiplications up to which a product is a plain loop.
  private static final long SMALL = 8192;

  /// The same where there are very few columns.
  private static final long FEW_SMALL = 512;

  private MatrixProduct() {}

  /// `c (m, n) = a (m, k) · b (k, n)`; `c` overlaps neither factor.
  ///
  /// @throws IllegalArgumentException if the sizes do not match
  public static void multiply(FloatMatrix a, FloatMatrix b, FloatMatrix c) {
    product(a, b, c, false);
  }

  /// `c (m, n) += a (m, k) · b (k, n)`; `c` overlaps neither factor.
  ///
  /// @throws IllegalArgumentException if the sizes do not match
  public static void multiplyAdd(FloatMatrix a, FloatMatrix b, FloatMatrix c) {
    product(a, b, c, true);
  }

  private static void product(FloatMatrix a, FloatMatrix b, FloatMatrix c, boolean add) {
    if (a.rows() != c.rows() || a.columns() != b.rows() || b.columns() != c.columns()) {
      throw new IllegalArgumentException(
          "matrix product: ("
              + a.rows()
              + ", "
              + a.columns()
              + ") by ("
              + b.rows()
              + ", "
              + b.columns()
              + ") into ("
              + c.rows()
              + ", "
              + c.columns()
              + ")");
    }
    if (c.rowStride() == 1 && (c.columnStride() != 1 || (c.columns() == 1 && c.rows() > 1))) {
      product(b.transposed(), a.transposed(), c.transposed(), add);
    } else if (Kernels.choice().bits() == 0
        || a.columns() == 0
        || (long) c.rows() * c.columns() * a.columns() <= SMALL) {
      plain(a, b, c, add);
    } else if (PackedProduct.suits(a, b, c)) {
      PackedProduct.run(a, b, c, add);
    } else {
      FloatProduct.run(a, b, c, add);
    }
  }

  /// `c (m, n) = a (m, k) · b (k, n)`, plus the bias of `b` in each row; `c` does not overlap `a`.
  ///
  /// @throws IllegalArgumentException if the sizes do not match
  public static void multiply(FloatMatrix a, PackedMatrix b, FloatMatrix c) {
    product(a, b, c, false, false);
  }

  /// `c (m, n) += a (m, k) · b (k, n)`, plus the bias of `b` in each row; `c` does not overlap `a`.
  ///
  /// @throws IllegalArgumentException if the sizes do not match
  public static void multiplyAdd(FloatMatrix a, PackedMatrix b, FloatMatrix c) {
    product(a, b, c, true, false);
  }

  /// `c (m, n) = max(a (m, k) · b (k, n) + bias, 0)`; `c` does not overlap `a`.
  ///
  /// @throws IllegalArgumentException if the sizes do not match
  public static void multiplyRelu(FloatMatrix a, PackedMatrix b, FloatMatrix c) {
    product(a, b, c, false, true);
  }

  private static void product(
      FloatMatrix a, PackedMatrix b, FloatMatrix c, boolean add, boolean relu) {
    if (a.rows() != c.rows() || a.columns() != b.rows() || b.columns() != c.columns()) {
      throw new IllegalArgumentException(
          "matrix product: ("
              + a.rows()
              + ", "
              + a.columns()
              + ") by packed ("
              + b.rows()
              + ", "
              + b.columns()
              + ") into ("
              + c.rows()
              + ", "
              + c.columns()
              + ")");
    }
    if (Kernels.choice().bits() == 0 || isSmall(c.rows(), b)) {
      PackedProduct.plain(a, b, c, add, relu);
    } else {
      PackedProduct.run(a, b, c, add, relu);
    }
  }

  /// Whether a product of so many rows is a plain loop.
  static boolean isSmall(int rows, PackedMatrix b) {
    // Plain loops over few columns are slow.
    return (long) rows * b.columns() * b.rows() <= (b.isOfDots() ? FEW_SMALL : SMALL);
  }

  static void plain(FloatMatrix a, FloatMatrix b, FloatMatrix c, boolean add) {
    for (int i = 0; i < c.rows(); i++) {
      int to = c.offset() + i * c.rowStride();
      for (int j = 0; j < c.columns() && !add; j++) {
        c.data()[to + j * c.columnStride()] = 0;
      }
      for (int p = 0; p < a.columns(); p++) {
        float x = a.data()[a.offset() + i * a.rowStride() + p * a.columnStride()];
        int row = b.offset() + p * b.rowStride();
        if (b.columnStride() == 1 && c.columnStride() == 1) {
          for (int j = 0; j < c.columns(); j++) {
            c.data()[to + j] += x * b.data()[row + j];
          }
        } else {
          for (int j = 0; j < c.columns(); j++) {
            c.data()[to + j * c.columnStride()] += x * b.data()[row + j * b.columnStride()];
          }
        }
      }
    }
  }

  /// `c (m, n) = a (m, k) · b (k, n)`; `c` overlaps neither factor.
  ///
  /// @throws IllegalArgumentException if the sizes do not match
  public static void multiply(DoubleMatrix a, DoubleMatrix b, DoubleMatrix c) {
    product(a, b, c, false);
  }

  /// `c (m, n) += a (m, k) · b (k, n)`; `c` overlaps neither factor.
  ///
  /// @throws IllegalArgumentException if the sizes do not match
  public static void multiplyAdd(DoubleMatrix a, DoubleMatrix b, DoubleMatrix c) {
    product(a, b, c, true);
  }

  private static void product(DoubleMatrix a, DoubleMatrix b, DoubleMatrix c, boolean add) {
    if (a.rows() != c.rows() || a.columns() != b.rows() || b.columns() != c.columns()) {
      throw new IllegalArgumentException(
          "matrix product: ("
              + a.rows()
              + ", "
              + a.columns()
              + ") by ("
              + b.rows()
              + ", "
              + b.columns()
              + ") into ("
              + c.rows()
              + ", "
              + c.columns()
              + ")");
    }
    if (c.rowStride() == 1 && (c.columnStride() != 1 || (c.columns() == 1 && c.rows() > 1))) {
      product(b.transposed(), a.transposed(), c.transposed(), add);
    } else if (Kernels.choice().bits() == 0
        || a.columns() == 0
        || (long) c.rows() * c.columns() * a.columns() <= SMALL) {
      plain(a, b, c, add);
    } else {
      DoubleProduct.run(a, b, c, add);
    }
  }

  private static void plain(DoubleMatrix a, DoubleMatrix b, DoubleMatrix c, boolean add) {
    for (int i = 0; i < c.rows(); i++) {
      int to = c.offset() + i * c.rowStride();
      for (int j = 0; j < c.columns() && !add; j++) {
        c.data()[to + j * c.columnStride()] = 0;
      }
      for (int p = 0; p < a.columns(); p++) {
        double x = a.data()[a.offset() + i * a.rowStride() + p * a.columnStride()];
        int row = b.offset() + p * b.rowStride();
        if (b.columnStride() == 1 && c.columnStride() == 1) {
          for (int j = 0; j < c.columns(); j++) {
            c.data()[to + j] += x * b.data()[row + j];
          }
        } else {
          for (int j = 0; j < c.columns(); j++) {
            c.data()[to + j * c.columnStride()] += x * b.data()[row + j * b.columnStride()];
          }
        }
      }
    }
  }
}
