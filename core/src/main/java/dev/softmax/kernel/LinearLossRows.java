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
      merge(row, max, nothing ? -1 : Double.NaN, kept);
      return;
    }
    double more = small ? SmallFloatRows.rest(x, at, n, max, 1) : LANES.rest(x, at, n, max, 1);
    merge(row, max, more, kept);
  }

  /// Takes in the logits of some classes of a row by their maximum and what `1 + more` is the sum of their
  /// exponentials relative to it. Where the maximum is not finite, `more` is NaN, or -1 for nothing.
  void merge(int row, float max, double more, float[] kept) {
    float seen = kept[row * KEPT];
    if (!(Math.abs(max) <= Float.MAX_VALUE)) {
      rest[row] = more == -1 ? rest[row] : Double.NaN;
    } else if (max > seen) {
      kept[row * KEPT] = max;
      rest[row] = more + (1 + rest[row]) * Math.exp((double) seen - max);
    } else {
      rest[row] += (1 + more) * Math.exp((double) max - seen);
    }
  }

  /// Takes in what `other` has seen of `count` rows.
  void merge(LinearLossRows other, int count, float[] othersKept, float[] kept) {
    for (int row = 0; row < count; row++) {
      float max = othersKept[row * KEPT];
      if (max == Float.NEGATIVE_INFINITY) {
        rest[row] = other.rest[row] == -1 ? rest[row] : Double.NaN;
      } else {
        merge(row, max, other.rest[row], kept);
      }
    }
    addWeighted(other.weighted, count);
  }

  /// Adds class weights times logits of some classes, for smoothing.
  void addWeighted(double[] sums, int count) {
    for (int row = 0; row < count; row++) {
      weighted[row] += sums[row];
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
    double log = log(row, kept);
    if (Double.isNaN(log)) {
      Arrays.fill(x, at, at + n, Float.NaN);
      return;
    }
    probabilities(x, at, n, kept[row * KEPT], log, factor(loss, row, target, kept, scale));
    double share = share(loss);
    for (int k = 0; share > 0 && k < n; k++) {
      x[at + k] = (float) (x[at + k] - scale * share * options.weight(first + k));
    }
    if (target >= first && target < first + n) {
      x[at + target - first] = (float) targetSlope(loss, row, target, kept, scale);
    }
  }

  /// The logarithm of a row's sum of exponentials relative to the maximum.
  double log(int row, float[] kept) {
    return (double) kept[row * KEPT + 1] + kept[row * KEPT + 2];
  }

  /// `scale (sum_k t_k + 2 z logZ)`: what the probabilities of a row are multiplied by.
  double factor(LinearLoss loss, int row, int target, float[] kept, double scale) {
    return scale * (share(loss) * allWeights + own(loss, target) + zSlope(loss, row, kept));
  }

  /// The gradient by the logit of the target.
  double targetSlope(LinearLoss loss, int row, int target, float[] kept, double scale) {
    // Where the target has nearly all the probability, 1 - p would cancel.
    double shifted = (double) kept[row * KEPT + 3] - kept[row * KEPT] - log(row, kept);
    double own = own(loss, target) * Math.expm1(shifted);
    double others = share(loss) * (allWeights * Math.exp(shifted) - loss.options().weight(target));
    return scale * (own + zSlope(loss, row, kept) * Math.exp(shifted) + others);
  }

  private static double share(LinearLoss loss) {
    return loss.options().smoothing() / loss.vocabulary();
  }

  private static double own(LinearLoss loss, int target) {
    return (1 - loss.options().smoothing()) * loss.options().weight(target);
  }

  private double zSlope(LinearLoss loss, int row, float[] kept) {
    return 2 * loss.zLoss() * (kept[row * KEPT] + log(row, kept));
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
