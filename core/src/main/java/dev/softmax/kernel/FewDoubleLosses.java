package dev.softmax.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cross-entropy of `double` rows of few classes, each of which has a lane as in [FewDoubleRows]: one pass takes
/// the exponentials, from which losses and gradients come. Formulas are those of [DoubleCrossEntropy].
///
/// An instance is one call in progress; instances are used again.
final class FewDoubleLosses {
  private static final Pool<FewDoubleLosses> POOL = new Pool<>(FewDoubleLosses::new);
  private static final int ROWS = FewDoubleRows.ROWS;
  private static final int STRIDE = FewDoubleRows.STRIDE;

  private int @Nullable [] classes;
  private double @Nullable [] given;
  private LossOptions options = LossOptions.PLAIN;
  private double zLoss;
  private double scale;

  private final DoubleTargets targets = new DoubleTargets();
  private final double[] values = new double[FewDoubleRows.MOST * STRIDE];
  private final double[] max = new double[ROWS];
  private final double[] sums = new double[ROWS];
  private final double[] rests = new double[ROWS];
  private final double[] logs = new double[ROWS];

  /// What a row's exponentials are multiplied by, in two parts, and the gradient of its target.
  private final double[] factors = new double[ROWS];

  private final double[] lows = new double[ROWS];
  private final double[] slopes = new double[ROWS];

  private FewDoubleLosses() {}

  /// Sum of the losses of `rows` rows `x[from ..]`; an ignored target gives loss and gradient 0.
  ///
  /// @param first number of the first row in `classes` and `losses`
  /// @param given probabilities in the places of `x`, if there are no classes
  /// @param zLoss takes the place of that of the options
  /// @param g receives the gradient times `scale`, `null` for none; may be `x`
  /// @param losses receives the loss of each row, `null` for none
  static double sum(
      double[] x,
      int from,
      int rows,
      int n,
      int first,
      int @Nullable [] classes,
      double @Nullable [] given,
      LossOptions options,
      double zLoss,
      double scale,
      double @Nullable [] g,
      double @Nullable [] losses) {
    FewDoubleLosses call = POOL.take();
    call.classes = classes;
    call.given = given;
    call.options = options;
    call.zLoss = zLoss;
    call.scale = scale;
    try {
      double sum = 0;
      for (int r = 0; r < rows; r += ROWS) {
        int count = Math.min(ROWS, rows - r);
        int at = from + r * n;
        call.shares(x, at, count, n);
        sum =
            classes == null || options.smoothing() != 0
                ? call.spread(x, at, count, n, first + r, g, losses, sum)
                : call.single(x, at, count, n, first + r, classes, g, losses, sum);
      }
      return sum;
    } finally {
      call.classes = null;
      call.given = null;
      POOL.give(call);
    }
  }

  /// Exponentials, and of each row maximum, sum, rest and logarithm.
  private void shares(double[] x, int at, int count, int n) {
    DoubleTurns.turn(x, at, n, count, n, values, 0, STRIDE);
    int whole = FewDoubleRows.lanes(count);
    if (whole > 0) {
      SimdDoubleAcross.max(values, n, whole, STRIDE, max);
      SimdDoubleAcross.shares(values, n, whole, STRIDE, max, sums, rests);
      System.arraycopy(rests, 0, logs, 0, whole);
      SimdDoubleLog.log1p(logs, whole);
    }
    for (int lane = whole; lane < count; lane++) {
      DoubleLane.max(values, n, STRIDE, max, lane);
      DoubleLane.shares(values, n, STRIDE, max, sums, rests, lane);
      logs[lane] = DoubleLog.log1p(rests[lane]);
    }
  }

  /// `before` and the losses of rows with one target each.
  private double single(
      double[] x,
      int at,
      int count,
      int n,
      int first,
      int[] classes,
      double @Nullable [] g,
      double @Nullable [] losses,
      double before) {
    double sum = before;
    for (int r = 0; r < count; r++) {
      int target = classes[first + r];
      double loss = 0;
      if (target == options.ignoreIndex()) {
        factors[r] = 0;
      } else {
        double weight = options.weight(target);
        double z = max[r] + logs[r];
        double zSlope = zLoss == 0 ? 0 : 2 * zLoss * z;
        double top = x[at + r * n + target] - max[r];
        // Where the target has nearly all the probability, 1 - p would cancel.
        double p = top == 0 ? 1 / (1 + rests[r]) : values[target * STRIDE + r] / sums[r];
        double slope = top == 0 ? -rests[r] / (1 + rests[r]) : p - 1;
        factors[r] = scale * (weight + zSlope);
        slopes[r] = scale * (weight * slope + zSlope * p);
        loss = LossOptions.weighted(weight, logs[r] - top) + zLoss * z * z;
      }
      sum += loss;
      if (losses != null) {
        losses[first + r] = loss;
      }
    }
    if (g != null) {
      gradients(g, at, count, n, first, classes);
    }
    return sum;
  }

  private void gradients(double[] g, int at, int count, int n, int first, int[] classes) {
    for (int r = 0; r < count; r++) {
      double factor = factors[r] / sums[r];
      lows[r] = Math.fma(-factor, sums[r], factors[r]) / sums[r];
      factors[r] = factor;
    }
    int whole = FewDoubleRows.lanes(count);
    if (whole > 0) {
      SimdDoubleAcross.scale(values, n, STRIDE, whole, factors, lows, values, 0, STRIDE);
    }
    for (int lane = whole; lane < count; lane++) {
      DoubleLane.scale(values, n, STRIDE, factors, lows, lane);
    }
    DoubleTurns.turn(values, 0, STRIDE, n, count, g, at, n);
    for (int r = 0; r < count; r++) {
      int target = classes[first + r];
      int to = at + r * n;
      if (target == options.ignoreIndex()) {
        // Not a number where the row is none.
        Arrays.fill(g, to, to + n, 0);
      } else {
        g[to + target] = slopes[r];
      }
    }
  }

  /// `before` and the losses of rows whose targets are spread over the classes.
  private double spread(
      double[] x,
      int at,
      int count,
      int n,
      int first,
      double @Nullable [] g,
      double @Nullable [] losses,
      double before) {
    double sum = before;
    for (int r = 0; r < count; r++) {
      int target = classes == null ? -1 : classes[first + r];
      int from = at + r * n;
      double loss = 0;
      if (classes != null && target == options.ignoreIndex()) {
        if (g != null) {
          Arrays.fill(g, from, from + n, 0);
        }
      } else {
        double z = max[r] + logs[r];
        double zSlope = zLoss == 0 ? 0 : 2 * zLoss * z;
        loss = targets.loss(x, from, n, options, given, from, target, max[r], logs[r]);
        loss += zLoss * z * z;
        if (g != null) {
          for (int k = 0; k < n; k++) {
            g[from + k] = values[k * STRIDE + r];
          }
          double factor = scale * (targets.total() + zSlope) / sums[r];
          targets.gradient(g, from, n, given, target, factor, scale);
        }
      }
      sum += loss;
      if (losses != null) {
        losses[first + r] = loss;
      }
    }
    return sum;
  }
}
