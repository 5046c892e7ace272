package dev.softmax.linear;

import dev.softmax.kernel.DoubleDots;
import dev.softmax.kernel.DoubleMatrix;
import dev.softmax.kernel.MatrixProduct;

/// The upper triangle `U` of a positive definite matrix `A = Uᵀ U`, row-major: all its loops then run
/// along rows.
final class Cholesky {
  /// Rows that are done at a time; the rest follows in matrix products.
  private static final int PANEL = 64;

  /// Rows of a product for the rest, of which half of one tile is in vain.
  private static final int TILE = 128;

  /// Rows that a solution goes through together.
  private static final int GROUP = 4;

  private final double[] u;
  private final double[] diagonal;
  private final int order;

  /// @param diagonal of the matrix
  private Cholesky(double[] u, double[] diagonal, int order) {
    this.u = u;
    this.diagonal = diagonal;
    this.order = order;
  }

  /// Factors `a (order, order)` in place; only its upper triangle is read. A pivot that rounding
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
      double[] negative = new double[(to - from) * rest];
      for (int i = from; i < to; i++) {
        for (int j = 0; j < rest; j++) {
          negative[(i - from) * rest + j] = -a[i * order + to + j];
        }
      }
      for (int tile = to; tile < order; tile += TILE) {
        int height = Math.min(TILE, order - tile);
        MatrixProduct.multiplyAdd(
            new DoubleMatrix(negative, tile - to, to - from, height, rest, 1).transposed(),
            new DoubleMatrix(a, from * order + tile, to - from, order - tile, order, 1),
            new DoubleMatrix(a, tile * order + tile, height, order - tile, order, 1));
      }
    }
    return new Cholesky(a, diagonal, order);
  }

  int order() {
    return order;
  }

  /// What was left of the diagonal of row `i` when the rows before it had been taken away.
  double pivot(int i) {
    return u[i * order + i] * u[i * order + i];
  }

  /// The first row of which no more than a share `least` of the diagonal was left when the rows before it
  /// had been taken away, and which so is made of them to rounding; −1 if there is none.
  int firstDependent(double least) {
    for (int i = 0; i < order; i++) {
      if (!(pivot(i) > least * diagonal[i])) {
        return i;
      }
    }
    return -1;
  }

  /// Column `i` of `A⁻¹`.
  double[] inverseColumn(int i) {
    double[] column = new double[order];
    column[i] = 1;
    solve(column);
    return column;
  }

  /// Replaces each `x` by `A⁻¹ x`. Several at once read the factor, which may be larger than the cache,
  /// only once.
  void solve(double[]... vectors) {
    int i = 0;
    for (; i + GROUP <= order; i += GROUP) {
      for (double[] x : vectors) {
        forward(x, i, i + GROUP, i + GROUP);
        subtractGroup(x, i);
      }
    }
    for (double[] x : vectors) {
      forward(x, i, order, order);
    }
    for (i = order - 1; i >= 0; i--) {
      int at = i * order + i;
      for (double[] x : vectors) {
        x[i] = (x[i] - DoubleDots.dot(u, at + 1, x, i + 1, order - i - 1)) / u[at];
      }
    }
  }

  /// The first part of a solution from row `from` to `to`, taken from the rows before `end`.
  private void forward(double[] x, int from, int to, int end) {
    for (int i = from; i < to; i++) {
      int at = i * order + i;
      double v = x[i] / u[at];
      x[i] = v;
      subtract(x, i + 1, v, u, at + 1, end - i - 1);
    }
  }

  /// Takes what is known of a group's rows from all rows after it: `x` is read and written once for
  /// four rows, which is what the time goes into.
  private void subtractGroup(double[] x, int i) {
    double v0 = x[i];
    double v1 = x[i + 1];
    double v2 = x[i + 2];
    double v3 = x[i + 3];
    int u0 = i * order;
    int u1 = u0 + order;
    int u2 = u1 + order;
    int u3 = u2 + order;
    for (int j = i + GROUP; j < order; j++) {
      x[j] -= v0 * u[u0 + j] + v1 * u[u1 + j] + (v2 * u[u2 + j] + v3 * u[u3 + j]);
    }
  }

  /// Rows `from` to `to` of the factor, given that earlier rows have been subtracted.
  private static void factorPanel(double[] a, int order, int from, int to, double[] diagonal) {
    for (int i = from; i < to; i++) {
      int at = i * order;
      double pivot = Math.sqrt(Math.max(a[at + i], 1e-14 * diagonal[i]));
      a[at + i] = pivot;
      double inverse = 1 / pivot;
      for (int j = i + 1; j < order; j++) {
        a[at + j] *= inverse;
      }
      for (int row = i + 1; row < to; row++) {
        subtract(a, row * order + row, a[at + row], a, at + row, order - row);
      }
    }
  }

  /// `y −= factor · x`
  private static void subtract(double[] y, int yAt, double factor, double[] x, int xAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] -= factor * x[xAt + i];
    }
  }
}
