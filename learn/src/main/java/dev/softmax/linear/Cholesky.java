package dev.softmax.linear;

import dev.softmax.kernel.DoubleMatrix;
import dev.softmax.kernel.MatrixProduct;

/// The lower triangle `L` of a positive definite matrix `A = L Lᵀ`, row-major.
final class Cholesky {
  /// Columns that are done at a time; the rest follows in one matrix product.
  private static final int PANEL = 64;

  private final double[] l;
  private final int order;

  private Cholesky(double[] l, int order) {
    this.l = l;
    this.order = order;
  }

  /// Factors `a (order, order)` in place; only its lower triangle is read. A pivot that rounding
  /// has made too small is lifted to 1e-14 of its diagonal, which is what a preconditioner wants.
  static Cholesky of(double[] a, int order) {
    double[] diagonal = new double[order];
    for (int j = 0; j < order; j++) {
      diagonal[j] = a[j * order + j];
    }
    for (int from = 0; from < order; from += PANEL) {
      int to = Math.min(from + PANEL, order);
      factorPanel(a, order, from, to, diagonal);
      int rest = order - to;
      double[] negative = new double[rest * (to - from)];
      for (int i = 0; i < rest; i++) {
        for (int j = from; j < to; j++) {
          negative[i * (to - from) + j - from] = -a[(to + i) * order + j];
        }
      }
      MatrixProduct.multiplyAdd(
          DoubleMatrix.of(negative, rest, to - from),
          new DoubleMatrix(a, to * order + from, rest, to - from, order, 1).transposed(),
          new DoubleMatrix(a, to * order + to, rest, rest, order, 1));
    }
    return new Cholesky(a, order);
  }

  int order() {
    return order;
  }

  /// Replaces `x` by `A⁻¹ x`.
  void solve(double[] x) {
    for (int i = 0; i < order; i++) {
      x[i] = (x[i] - rowProduct(i, x)) / l[i * order + i];
    }
    for (int i = order - 1; i >= 0; i--) {
      double v = x[i] / l[i * order + i];
      x[i] = v;
      for (int j = 0; j < i; j++) {
        x[j] -= l[i * order + j] * v;
      }
    }
  }

  /// `Σ_{j<i} l_ij x_j`, in four sums, because one would wait for each addition.
  private double rowProduct(int i, double[] x) {
    int at = i * order;
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int j = 0;
    for (; j + 3 < i; j += 4) {
      s0 += l[at + j] * x[j];
      s1 += l[at + j + 1] * x[j + 1];
      s2 += l[at + j + 2] * x[j + 2];
      s3 += l[at + j + 3] * x[j + 3];
    }
    for (; j < i; j++) {
      s0 += l[at + j] * x[j];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /// Columns `from` to `to` of the factor, given that earlier columns have been subtracted.
  private static void factorPanel(double[] a, int order, int from, int to, double[] diagonal) {
    for (int i = from; i < order; i++) {
      for (int j = from; j < Math.min(i + 1, to); j++) {
        double sum = a[i * order + j];
        for (int p = from; p < j; p++) {
          sum -= a[i * order + p] * a[j * order + p];
        }
        a[i * order + j] =
            i == j ? Math.sqrt(Math.max(sum, 1e-14 * diagonal[i])) : sum / a[j * order + j];
      }
    }
  }
}
