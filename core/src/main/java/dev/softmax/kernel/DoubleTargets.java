package dev.softmax.kernel;

/// Rows of `double` whose targets are spread over the classes, each with a weight of its own: the sums that
/// the loss takes and the gradient. The loss is
/// `sum_k w_k (log Z - x_k) = log(Z exp(-m)) sum_k w_k + sum_k w_k (m - x_k)`, whose terms are not negative
/// where `m` is the maximum.
final class DoubleTargets {
  private static final int WIDTH = Kernels.DOUBLE.width();

  private DoubleTargets() {}

  /// Fills in the weights of the target `q[at ..]`.
  static void fill(double[] q, int at, int n, TargetWeights of, double[] w) {
    for (int k = 0; k < n; k++) {
      w[k] = q[at + k] * of.kept[k] + of.shares[k];
    }
  }

  /// `sums[0] = sum_k w_k (top - x_k)`, to which a class without weight adds nothing, even where it is
  /// excluded, and `sums[1] = sum_k w_k`.
  ///
  /// @param from where the weights begin
  static void distance(double[] x, int at, int n, double[] w, int from, double top, double[] sums) {
    if (WIDTH > 1 && n >= WIDTH) {
      SimdDoubleTargets.distance(x, at, n, w, from, top, sums);
      return;
    }
    double sum = 0;
    double total = 0;
    for (int k = 0; k < n; k++) {
      double weight = w[from + k];
      sum += weight == 0 ? 0 : weight * (top - x[at + k]);
      total += weight;
    }
    sums[0] = sum;
    sums[1] = total;
  }

  /// `g = factor g - scale w`.
  static void gradient(
      double[] g, int at, int n, double factor, double[] w, int from, double scale) {
    if (WIDTH > 1 && n >= WIDTH) {
      SimdDoubleTargets.gradient(g, at, n, factor, w, from, scale);
      return;
    }
    for (int k = 0; k < n; k++) {
      g[at + k] = (factor * g[at + k] - scale * w[from + k]);
    }
  }
}
