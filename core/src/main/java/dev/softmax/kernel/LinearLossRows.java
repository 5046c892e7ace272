package dev.softmax.kernel;

import java.util.Arrays;

/// What is known of each row of logits while tiles of them come and go: a running maximum and sum of
/// exponentials, merged as in [dev.softmax.kernel] all long rows are, and the logit of the target. From
/// them, when all tiles have been seen, the losses, and the gradient of a tile that comes again.
///
/// What the gradient needs is kept in [#KEPT] floats a row in an array of the caller.
final class LinearLossRows {
  /// Floats a row: the maximum, the logarithm of the sum relative to it in two parts, the target's logit.
  static final int KEPT = 4;

  private static final FloatLanes LANES = Kernels.FLOAT;

  private double[] rest = new double[0];
  private double[] weighted = new double[0];
  private double allWeights;

  /// Starts anew for so many rows of `kept`.
  void start(LinearLoss loss, int rows, float[] kept) {
    if (rest.length < rows) {
      rest = new double[rows];
      weighted = new double[rows];
    }
    // Nothing seen: the sum 1 + rest is 0.
    Arrays.fill(rest, 0, rows, -1);
    Arrays.fill(weighted, 0, rows, 0);
    for (int row = 0; row < rows; row++) {
      kept[row * KEPT] = Float.NEGATIVE_INFINITY;
    }
    prepare(loss);
  }

  /// Sums the class weights, which smoothing needs in both passes.
  void prepare(LinearLoss loss) {
    allWeights = 0;
    for (int k = 0; loss.options().smoothing() > 0 && k < loss.vocabulary(); k++) {
      allWeights += loss.options().weight(k);
    }
  }

  /// Takes in the logits `x[at .. at + n)` of a row, whose classes begin at `first`.
  void see(
      LinearLoss loss, int row, int target, float[] x, int at, int first, int n, float[] kept) {
    if (target >= first && target < first + n) {
      kept[row * KEPT + 3] = x[at + target - first];
    }
    if (loss.options().smoothing() > 0) {
      double sum = 0;
      for (int k = 0; k < n; k++) {
        double weight = loss.options().weight(first + k);
        sum += weight == 0 ? 0 : weight * x[at + k];
      }
      weighted[row] += sum;
    }
    boolean small = n < LANES.width();
    float max = small ? SmallFloatRows.max(x, at, n) : LANES.max(x, at, n);
    if (!(Math.abs(max) <= Float.MAX_VALUE)) {
      // A maximum of nothing but -∞ and NaN leaves out the NaN.
      boolean nothing = max == Float.NEGATIVE_INFINITY && !hasNaN(x, at, n);
      rest[row] = nothing ? rest[row] : Double.NaN;
      return;
    }
    double more = small ? SmallFloatRows.rest(x, at, n, max, 1) : LANES.rest(x, at, n, max, 1);
    float seen = kept[row * KEPT];
    if (max > seen) {
      kept[row * KEPT] = max;
      rest[row] = more + (1 + rest[row]) * Math.exp((double) seen - max);
    } else {
      rest[row] += (1 + more) * Math.exp((double) max - seen);
    }
  }

  private static boolean hasNaN(float[] x, int at, int n) {
    for (int i = at; i < at + n; i++) {
      if (Float.isNaN(x[i])) {
        return true;
      }
    }
    return false;
  }

  /// The loss of a row all of whose tiles have been seen.
  double finish(LinearLoss loss, int row, int target, float[] kept) {
    LossOptions options = loss.options();
    int at = row * KEPT;
    double max = kept[at];
    double log = Math.abs(max) <= Float.MAX_VALUE ? FloatExp.log1p(rest[row]) : Double.NaN;
    kept[at + 1] = (float) log;
    kept[at + 2] = (float) (log - kept[at + 1]);
    double weight = options.weight(target);
    double sum = max + log;
    double penalty = loss.zLoss() * sum * sum;
    if (options.smoothing() == 0) {
      return weight * (log - (kept[at + 3] - max)) + penalty;
    }
    double share = options.smoothing() / loss.vocabulary();
    double own = (1 - options.smoothing()) * weight;
    double logits = share * weighted[row] + (own == 0 ? 0 : own * kept[at + 3]);
    return (share * allWeights + own) * sum - logits + penalty;
  }

  /// Turns the logits `x[at .. at + n)` of a row, whose classes begin at `first`, into the gradient by
  /// them, times `scale`: `p (sum_k t_k + 2 z logZ) - t` with weighted targets `t`.
  void slopes(
      LinearLoss loss,
      int row,
      int target,
      float[] x,
      int at,
      int first,
      int n,
      float[] kept,
      double scale) {
    LossOptions options = loss.options();
    float max = kept[row * KEPT];
    double log = (double) kept[row * KEPT + 1] + kept[row * KEPT + 2];
    if (Double.isNaN(log)) {
      Arrays.fill(x, at, at + n, Float.NaN);
      return;
    }
    double share = options.smoothing() / loss.vocabulary();
    double own = (1 - options.smoothing()) * options.weight(target);
    double zSlope = 2 * loss.zLoss() * (max + log);
    double total = share * allWeights + own;
    probabilities(x, at, n, max, log, scale * (total + zSlope));
    for (int k = 0; share > 0 && k < n; k++) {
      x[at + k] = (float) (x[at + k] - scale * share * options.weight(first + k));
    }
    if (target >= first && target < first + n) {
      // Where the target has nearly all the probability, 1 - p would cancel.
      double shifted = (double) kept[row * KEPT + 3] - max - log;
      double others = share * (allWeights * Math.exp(shifted) - options.weight(target));
      double slope = own * Math.expm1(shifted) + zSlope * Math.exp(shifted) + others;
      x[at + target - first] = (float) (scale * slope);
    }
  }

  /// `x = factor exp(x - max - log)`.
  private static void probabilities(
      float[] x, int at, int n, float max, double log, double factor) {
    if (factor == 0) {
      Arrays.fill(x, at, at + n, 0);
    } else if (n < LANES.width()) {
      SmallFloatRows.exp(x, at, x, at, n, max, 1);
      SmallFloatRows.divide(x, at, n, Math.exp(log) / (FloatExp.unit(max) * factor));
    } else {
      LANES.exp(x, at, x, at, n, max, 1);
      LANES.divide(x, at, n, Math.exp(log) / (LANES.unit(max) * factor));
    }
  }
}
