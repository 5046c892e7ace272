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
  private static final int WIDTH = Kernels.DOUBLE.width();

  private int @Nullable [] classes;
  private double @Nullable [] given;
  private LossOptions options = LossOptions.PLAIN;
  private double zLoss;
  private double scale;

  private final DoubleTargets targets = new DoubleTargets();
  private final double[] values = new double[FewDoubleRows.MOST * STRIDE];
  private final double[] max = new double[STRIDE];
  private final double[] sums = new double[STRIDE];
  private final double[] rests = new double[STRIDE];
  private final double[] logs = new double[STRIDE];

  /// What a row's exponentials are multiplied by, in two parts; first, its weight.
  private final double[] factors = new double[STRIDE];

  private final double[] lows = new double[STRIDE];

  /// A row's target logit less the maximum, then its loss.
  private final double[] tops = new double[STRIDE];

  /// The exponential of a row's target, then its gradient.
  private final double[] slopes = new double[STRIDE];

  /// 0 for rows that are ignored.
  private final double[] counts = new double[STRIDE];

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
        if (classes == null || options.smoothing() != 0) {
          sum = call.spread(x, at, count, n, first + r, g, losses, sum);
          continue;
        }
        sum += call.single(x, at, count, n, 1, first + r, classes);
        if (losses != null) {
          System.arraycopy(call.tops, 0, losses, first + r, count);
        }
        if (g != null) {
          call.gradients(g, at, count, n, first + r, classes);
        }
      }
      return sum;
    } finally {
      call.classes = null;
      call.given = null;
      POOL.give(call);
    }
  }

  /// Whether vectors of `n` logits with one target each are answered as they lie, `inner` of them side by side.
  static boolean takes(int n, int inner) {
    return n <= FewDoubleRows.MOST && DoubleAcross.takes(n, inner);
  }

  /// How many pieces [#across] takes of `inner` vectors side by side. As they begin at cache lines, one may have seven
  /// more than [#ROWS], for which there is room.
  static int pieces(int inner) {
    return Math.ceilDiv(inner, ROWS);
  }

  /// Sum of the losses of one piece of `inner` vectors side by side, which have a target each.
  ///
  /// @param from where the logits of the first of all of them begin
  /// @param first its number in `classes` and `losses`
  static double across(
      double[] x,
      int from,
      int inner,
      int n,
      int piece,
      int first,
      int[] classes,
      LossOptions options,
      double zLoss,
      double scale,
      double @Nullable [] g,
      double @Nullable [] losses) {
    int pieces = pieces(inner);
    int begin = DoubleAcross.begin(piece, pieces, inner);
    int count = DoubleAcross.begin(piece + 1, pieces, inner) - begin;
    FewDoubleLosses call = POOL.take();
    call.options = options;
    call.zLoss = zLoss;
    call.scale = scale;
    try {
      int at = from + begin;
      SimdDoubleAcross.copy(x, at, inner, n, count, call.values, STRIDE, call.max);
      call.shares(n, Math.ceilDiv(count, WIDTH) * WIDTH);
      double sum = call.single(x, at, count, 1, inner, first + begin, classes);
      if (losses != null) {
        System.arraycopy(call.tops, 0, losses, first + begin, count);
      }
      if (g != null) {
        call.gradientsAcross(g, at, inner, n, count, first + begin, classes);
      }
      return sum;
    } finally {
      POOL.give(call);
    }
  }

  private void gradientsAcross(
      double[] g, int at, int inner, int n, int count, int first, int[] classes) {
    SimdDoubleAcross.scale(values, n, STRIDE, count, factors, lows, g, at, inner);
    for (int lane = 0; lane < count; lane++) {
      int target = classes[first + lane];
      if (target == options.ignoreIndex()) {
        // Not a number where the logits are none.
        for (int k = 0; k < n; k++) {
          g[at + k * inner + lane] = 0;
        }
      } else {
        g[at + target * inner + lane] = slopes[lane];
      }
    }
  }

  /// Exponentials, and of each lane sum, rest and logarithm.
  private void shares(int n, int lanes) {
    SimdDoubleAcross.shares(values, n, lanes, STRIDE, max, sums, rests);
    System.arraycopy(rests, 0, logs, 0, lanes);
    SimdDoubleLog.log1p(logs, lanes);
  }

  /// Exponentials, and of each row maximum, sum, rest and logarithm.
  private void shares(double[] x, int at, int count, int n) {
    DoubleTurns.turn(x, at, n, count, n, values, 0, STRIDE);
    int whole = FewDoubleRows.lanes(count);
    if (whole > 0) {
      SimdDoubleAcross.max(values, n, whole, STRIDE, max);
      shares(n, whole);
    }
    for (int lane = whole; lane < count; lane++) {
      DoubleLane.max(values, n, STRIDE, max, lane);
      DoubleLane.shares(values, n, STRIDE, max, sums, rests, lane);
      logs[lane] = DoubleLog.log1p(rests[lane]);
    }
  }

  /// Sum of the losses of rows with one target each; fills in factors and slopes.
  ///
  /// @param step from one row's first logit to the next one's
  /// @param inner from one logit of a row to the next
  private double single(
      double[] x, int at, int count, int step, int inner, int first, int[] classes) {
    int ignored = options.ignoreIndex();
    double[] weights = options.classWeights();
    for (int r = 0; r < count; r++) {
      boolean counted = classes[first + r] != ignored;
      int target = counted ? classes[first + r] : 0;
      tops[r] = x[at + r * step + target * inner] - max[r];
      slopes[r] = values[target * STRIDE + r];
      factors[r] = weights == null ? 1 : weights[target];
      counts[r] = counted ? 1 : 0;
    }
    int lanes = Math.ceilDiv(count, WIDTH) * WIDTH;
    Arrays.fill(counts, count, lanes, 0);
    return SimdDoubleLosses.single(
        lanes, max, sums, rests, logs, tops, slopes, counts, factors, lows, zLoss, scale);
  }

  private void gradients(double[] g, int at, int count, int n, int first, int[] classes) {
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
