package dev.softmax.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What classes weigh in the loss of targets that are spread over them: class `k` of a target `q`
/// weighs `kept_k q_k + shares_k`, where smoothing leaves `kept` to the target and gives every class
/// the same share, both times the weight of the class.
final class TargetWeights {
  double[] kept = new double[0];
  double[] shares = kept;

  /// Whether a class weighs what the target gives it.
  boolean plain;

  private @Nullable LossOptions options;
  private int n;

  /// Fills in those of `n` classes.
  @SuppressWarnings("ReferenceEquality") // options do not change: the same ones need no second look
  void use(LossOptions options, int n) {
    if (this.options == options && this.n == n) {
      return;
    }
    this.options = options;
    this.n = n;
    if (kept.length < n) {
      kept = new double[n];
      shares = new double[n];
    }
    double share = options.smoothing() / n;
    double rest = 1 - options.smoothing();
    plain = options.smoothing() == 0 && options.classWeights() == null;
    double @Nullable [] weights = options.classWeights();
    if (weights == null) {
      Arrays.fill(kept, 0, n, rest);
      Arrays.fill(shares, 0, n, share);
    } else {
      for (int k = 0; k < n; k++) {
        kept[k] = weights[k] * rest;
        shares[k] = weights[k] * share;
      }
    }
  }
}
