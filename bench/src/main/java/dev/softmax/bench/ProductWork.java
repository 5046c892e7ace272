package dev.softmax.bench;

import dev.softmax.kernel.DoubleMatrix;
import dev.softmax.kernel.FloatMatrix;
import dev.softmax.kernel.MatrixProduct;

/// `(m, k)` times `(k, n)` into a given matrix, in float or double.
sealed interface ProductWork extends Workload {

  /// The product of a kind: `matmul`, `matmul-nt` (second factor stored transposed), `matmul-tn`
  /// (first factor stored transposed) or `matmul-double`.
  static ProductWork of(String kind, int m, int k, int n) {
    if (kind.equals("matmul-double")) {
      return new Doubles(
          DoubleMatrix.of(Numbers.doubles(m * k, 1, 1), m, k),
          DoubleMatrix.of(Numbers.doubles(k * n, 2, 1), k, n),
          DoubleMatrix.of(new double[m * n], m, n));
    }
    float[] first = Numbers.floats(m * k, 1, 1);
    float[] second = Numbers.floats(k * n, 2, 1);
    FloatMatrix a =
        kind.equals("matmul-tn")
            ? FloatMatrix.of(first, k, m).transposed()
            : FloatMatrix.of(first, m, k);
    FloatMatrix b =
        kind.equals("matmul-nt")
            ? FloatMatrix.of(second, n, k).transposed()
            : FloatMatrix.of(second, k, n);
    return new Floats(a, b, FloatMatrix.of(new float[m * n], m, n));
  }

  /// In single precision.
  record Floats(FloatMatrix a, FloatMatrix b, FloatMatrix c) implements ProductWork {
    @Override
    public void run() {
      MatrixProduct.multiply(a, b, c);
    }

    @Override
    public double checksum() {
      return Numbers.checksum(c.data());
    }
  }

  /// In double precision.
  record Doubles(DoubleMatrix a, DoubleMatrix b, DoubleMatrix c) implements ProductWork {
    @Override
    public void run() {
      MatrixProduct.multiply(a, b, c);
    }

    @Override
    public double checksum() {
      return Numbers.checksum(c.data());
    }
  }
}
