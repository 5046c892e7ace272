package dev.softmax.kernel;

import org.jspecify.annotations.Nullable;

/// Losses and gradients of rows of `float` whose targets are spread over the classes, smoothed or given. With
/// the weights `w` of the target, `m` any number and `Z` the sum of the exponentials, the loss is
/// `sum_k w_k (log Z - x_k) = (log Z - m) sum_k w_k + sum_k w_k (m - x_k)`, whose terms are not negative where
/// `m` is the maximum.
///
/// An instance is the memory of one thread.
final class FloatTargets {
  private static final boolean VECTORS = Kernels.FLOAT.width() > 1;

  private final TargetWeights classes = new TargetWeights();
  private final double[] sums = new double[2];
  private double[] weights = new double[0];

  /// The loss of a row of `n` elements, without the z-loss; [#total] is the sum of its weights.
  ///
  /// @param from where the row begins
  /// @param given the target's probabilities from `to` on, `null` where it is the class `target`
  /// @param m see above
  /// @param log `log Z - m`
  double loss(
      float[] x,
      int from,
      int n,
      LossOptions options,
      float @Nullable [] given,
      int to,
      int target,
      double m,
      double log) {
    classes.use(options, n);
    if (given == null) {
      distance(x, from, n, classes.shares, m);
      double whole = classes.kept[target];
      sums[0] += whole == 0 ? 0 : whole * (m - x[from + target]);
      sums[1] += whole;
    } else if (!plainDistance(x, from, n, given, to, m)) {
      fill(given, to, n);
      distance(x, from, n, weights, m);
    }
    return sums[1] * log + sums[0];
  }

  /// The sum of the weights of the last loss.
  double total() {
    return sums[1];
  }

  /// `g = factor g - scale w`, with the options and the size of the last loss.
  void gradient(
      float[] g, int to, int n, float @Nullable [] given, int target, double factor, double scale) {
    if (given == null) {
      double p = g[to + target];
      gradient(g, to, n, factor, classes.shares, scale);
      double weight = classes.shares[target] + classes.kept[target];
      g[to + target] = (float) (factor * p - scale * weight);
    } else if (classes.plain && VECTORS) {
      int done = SimdFloatTargets.gradient(g, to, n, factor, given, to, scale);
      for (int k = to + done; k < to + n; k++) {
        g[k] = (float) (factor * g[k] - scale * given[k]);
      }
    } else {
      fill(given, to, n);
      gradient(g, to, n, factor, weights, scale);
    }
  }

  private void fill(float[] given, int at, int n) {
    if (weights.length < n) {
      weights = new double[n];
    }
    for (int k = 0; k < n; k++) {
      weights[k] = given[at + k] * classes.kept[k] + classes.shares[k];
    }
  }

  /// [#distance] where the weights are the target itself; whether it is done.
  private boolean plainDistance(float[] x, int at, int n, float[] given, int from, double m) {
    if (!classes.plain || !VECTORS) {
      return false;
    }
    SimdFloatTargets.distance(x, at, n, given, from, m, sums);
    return !Double.isNaN(sums[0]);
  }

  /// `sums[0] = sum_k w_k (m - x_k)`, to which a class without weight adds nothing, even where it is
  /// excluded, and `sums[1] = sum_k w_k`.
  private void distance(float[] x, int at, int n, double[] w, double m) {
    if (VECTORS) {
      SimdFloatTargets.distance(x, at, n, w, m, sums);
      if (!Double.isNaN(sums[0])) {
        return;
      }
    }
    double sum = 0;
    double total = 0;
    for (int k = 0; k < n; k++) {
      sum += w[k] == 0 ? 0 : w[k] * (m - x[at + k]);
      total += w[k];
    }
    sums[0] = sum;
    sums[1] = total;
  }

  private static void gradient(float[] g, int at, int n, double factor, double[] w, double scale) {
    int done = VECTORS ? SimdFloatTargets.gradient(g, at, n, factor, w, scale) : 0;
    for (int k = done; k < n; k++) {
      g[at + k] = (float) (factor * g[at + k] - scale * w[k]);
    }
  }
}
