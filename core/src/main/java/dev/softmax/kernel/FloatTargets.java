package dev.softmax.kernel;

/// Rows of `float` whose targets are spread over the classes, each with a weight of its own: the sums that
/// the loss takes and the gradient. The loss is
/// `sum_k w_k (log Z - x_k) = log(Z exp(-m)) sum_k w_k + sum_k w_k (m - x_k)`, whose terms are not negative
/// where `m` is the maximum.
final class FloatTargets {
  private static final int WIDTH = Kernels.FLOAT.width();

  private FloatTargets() {}

  /// Fills in the weights of the target `q[at ..]`.
  static void fill(float[] q, int at, int n, TargetWeights of, double[] w) {
    for (int k = 0; k < n; k++) {
      w[k] = q[at + k] * of.kept[k] + of.shares[k];
    }
  }

  /// `sums[0] = sum_k w_k (top - x_k)`, to which a class without weight adds nothing, even where it is
  /// excluded, and `sums[1] = sum_k w_k`.
  ///
  /// @param from where the weights begin
  static void distance(float[] x, int at, int n, float[] w, int from, double top, double[] sums) {
    if (WIDTH > 1 && n >= WIDTH) {
      SimdFloatTargets.distance(x, at, n, w, from, top, sums);
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

  /// As the other, with weights of `double`.
  static void distance(float[] x, int at, int n, double[] w, int from, double top, double[] sums) {
    if (WIDTH > 1 && n >= WIDTH) {
      SimdFloatTargets.distance(x, at, n, w, from, top, sums);
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
  static void gradient(float[] g, int at, int n, double factor, float[] w, int from, double scale) {
    if (WIDTH > 1 && n >= WIDTH) {
      SimdFloatTargets.gradient(g, at, n, factor, w, from, scale);
      return;
    }
    for (int k = 0; k < n; k++) {
      g[at + k] = (float) (factor * g[at + k] - scale * w[from + k]);
    }
  }

  /// As the other, with weights of `double`.
  static void gradient(
      float[] g, int at, int n, double factor, double[] w, int from, double scale) {
    if (WIDTH > 1 && n >= WIDTH) {
      SimdFloatTargets.gradient(g, at, n, factor, w, from, scale);
      return;
    }
    for (int k = 0; k < n; k++) {
      g[at + k] = (float) (factor * g[at + k] - scale * w[from + k]);
    }
  }
}
