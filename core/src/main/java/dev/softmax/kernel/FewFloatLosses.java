package dev.softmax.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cross-entropy of `float` rows of up to a few hundred classes, from the sums of [FewFloatLogs] and the
/// probabilities of [FewFloatRows] or [SimdFloatRuns]; what is left is little work an element. Formulas are those of
/// [FloatCrossEntropy].
///
/// An instance is one call in progress; instances are used again.
final class FewFloatLosses {
  private static final Pool<FewFloatLosses> POOL = new Pool<>(FewFloatLosses::new);
  private static final int ROWS = FewFloatLogs.ROWS;
  private static final int WIDTH = Kernels.DOUBLE.width();

  private int @Nullable [] classes;
  private float @Nullable [] probabilities;
  private LossOptions options = LossOptions.PLAIN;
  private double zLoss;
  private double scale;

  private final FloatTargets targets = new FloatTargets();

  /// Of each row: what its probabilities are multiplied by; the slope of a target that is the maximum,
  /// where `p - 1` would cancel, and 1, which no slope is, of others. Without options: what is kept of the
  /// target's probability, and what that is less by.
  private final double[] factors = new double[ROWS];

  private final double[] slopes = new double[ROWS];

  /// The target's logit less the maximum, then the loss.
  private final double[] tops = new double[ROWS];

  /// `scale` divided by the sum of a row's exponentials, and that in two parts.
  private final double[] shares = new double[ROWS];

  private final float[] exponentials = new float[ROWS * FewFloatRows.WIDTH];
  private final float[] high = new float[ROWS + FewFloatRows.WIDTH];
  private final float[] low = new float[ROWS + FewFloatRows.WIDTH];

  private FewFloatLosses() {}

  /// Whether rows of `n` classes are answered so. With a gradient that takes two passes of exponentials, where
  /// [FloatCrossEntropy] needs one for most rows: longer ones are left to it.
  static boolean takes(int n, boolean gradient) {
    return FloatRows.isSome(n) && (!gradient || FloatRows.isSome(4 * n));
  }

  /// Sum of the losses of `rows` rows `x[at ..]`; an ignored target gives loss and gradient 0.
  ///
  /// @param first number of the first row in `classes` and `losses`
  /// @param probabilities in the places of the logits, if there are no classes
  /// @param zLoss takes the place of that of the options
  /// @param gradient receives the gradient times `scale`, `null` for none; may be `x`
  /// @param losses receives the loss of each row, `null` for none
  static double sum(
      float[] x,
      int at,
      int rows,
      int n,
      int first,
      int @Nullable [] classes,
      float @Nullable [] probabilities,
      LossOptions options,
      double zLoss,
      double scale,
      float @Nullable [] gradient,
      float @Nullable [] losses) {
    FewFloatLosses call = POOL.take();
    FewFloatLogs logs = FewFloatLogs.POOL.take();
    call.classes = classes;
    call.probabilities = probabilities;
    call.zLoss = zLoss;
    call.scale = scale;
    call.options = options;
    boolean free = options.classWeights() == null && options.smoothing() == 0 && zLoss == 0;
    int @Nullable [] plain = free ? classes : null;
    boolean kept = gradient != null && FewFloatShares.takes(n);
    double sum = 0;
    try {
      int each = FewFloatLogs.rowsEach(n);
      for (int r = 0; r < rows; r += each) {
        int count = Math.min(each, rows - r);
        int from = at + r * n;
        logs.sums(x, from, count, n, kept ? call.exponentials : null);
        sum =
            plain != null
                ? sum + call.plain(logs, x, from, count, n, first + r, plain, losses)
                : call.losses(logs, x, from, count, n, first + r, losses, sum);
        if (gradient != null) {
          call.probabilities(logs, x, gradient, from, count, n, plain != null);
          if (plain != null) {
            call.lessTargets(gradient, from, count, n, first + r, plain);
          } else {
            call.gradients(gradient, from, count, n, first + r);
          }
        }
      }
    } finally {
      call.classes = null;
      call.probabilities = null;
      FewFloatLogs.POOL.give(logs);
      POOL.give(call);
    }
    return sum;
  }

  /// The probabilities times `scale`.
  private void probabilities(
      FewFloatLogs logs, float[] x, float[] g, int at, int rows, int n, boolean plain) {
    if (FewFloatShares.takes(n)) {
      for (int r = 0; !plain && r < rows; r++) {
        shares[r] = scale / (1 + logs.rest[r]);
      }
      FewFloatShares.products(exponentials, shares, high, low, g, at, rows, n);
      return;
    }
    if (FloatRows.isFew(n)) {
      FewFloatRows.softmax(x, at, g, at, rows, n, 1, scale);
      return;
    }
    for (int r = 0; r < rows; r++) {
      logs.units[r] *= scale / (1 + logs.rest[r]);
    }
    SimdFloatRuns.products(x, at, g, at, rows, n, logs.max, logs.units);
  }

  /// Sum of the losses of rows with one target each and no options; fills in what [#lessTargets] takes. No branch
  /// asks which target is the maximum, which is as good as random.
  private double plain(
      FewFloatLogs logs,
      float[] x,
      int at,
      int rows,
      int n,
      int first,
      int[] classes,
      float @Nullable [] losses) {
    int ignored = options.ignoreIndex();
    for (int r = 0; r < rows; r++) {
      boolean counted = classes[first + r] != ignored;
      int target = counted ? classes[first + r] : 0;
      tops[r] = (double) x[at + r * n + target] - logs.max[r];
      factors[r] = counted ? 1 : 0;
    }
    int lanes = Math.ceilDiv(rows, WIDTH) * WIDTH;
    Arrays.fill(factors, rows, lanes, 0);
    double sum =
        SimdDoubleLosses.plain(lanes, logs.rest, logs.log, tops, factors, slopes, shares, scale);
    for (int r = 0; losses != null && r < rows; r++) {
      losses[first + r] = (float) tops[r];
    }
    return sum;
  }

  private void lessTargets(float[] g, int at, int rows, int n, int first, int[] classes) {
    int ignored = options.ignoreIndex();
    for (int r = 0; r < rows; r++) {
      int target = classes[first + r];
      if (target == ignored) {
        Arrays.fill(g, at + r * n, at + r * n + n, 0);
      } else {
        int i = at + r * n + target;
        g[i] = (float) (g[i] * factors[r] - slopes[r]);
      }
    }
  }

  /// `before` and the losses of the rows, whose factors and slopes are filled in.
  private double losses(
      FewFloatLogs logs,
      float[] x,
      int at,
      int rows,
      int n,
      int first,
      float @Nullable [] losses,
      double before) {
    boolean single = classes != null && options.smoothing() == 0;
    double sum = before;
    for (int r = 0; r < rows; r++) {
      int target = classes == null ? -1 : classes[first + r];
      int from = at + r * n;
      double log = logs.log[r];
      double z = logs.max[r] + log;
      double loss = 0;
      if (classes != null && target == options.ignoreIndex()) {
        factors[r] = 0;
      } else if (single) {
        double top = (double) x[from + target] - logs.max[r];
        double rest = logs.rest[r];
        slopes[r] = top == 0 ? -rest / (1 + rest) : 1;
        double weight = options.weight(target);
        weigh(r, weight, 2 * zLoss * z, rest);
        loss = LossOptions.weighted(weight, log - top) + zLoss * z * z;
      } else {
        float[] given = probabilities;
        loss = targets.loss(x, from, n, options, given, from, target, logs.max[r], log);
        loss += zLoss * z * z;
        factors[r] = targets.total() + 2 * zLoss * z;
      }
      sum += loss;
      if (losses != null) {
        losses[first + r] = (float) loss;
      }
    }
    return sum;
  }

  /// The factor and slope of a row by its target's weight and the slope of its z-loss.
  private void weigh(int r, double weight, double zSlope, double rest) {
    factors[r] = weight + zSlope;
    if (slopes[r] <= 0) {
      // Should it not be negative, it is small beside the weight, and nothing cancels.
      double slope = weight * slopes[r] + zSlope / (1 + rest);
      slopes[r] = slope <= 0 ? slope : 1;
    }
  }

  /// Makes gradients of the rows' probabilities times `scale`.
  private void gradients(float[] g, int at, int rows, int n, int first) {
    boolean single = classes != null && options.smoothing() == 0;
    for (int r = 0; r < rows; r++) {
      int target = classes == null ? -1 : classes[first + r];
      int from = at + r * n;
      if (classes != null && target == options.ignoreIndex()) {
        Arrays.fill(g, from, from + n, 0);
      } else if (single) {
        float factor = (float) factors[r];
        for (int k = from; k < from + n; k++) {
          g[k] *= factor;
        }
        int i = from + target;
        double less = scale * options.weight(target);
        g[i] = (float) (slopes[r] <= 0 ? scale * slopes[r] : g[i] - less);
      } else {
        targets.gradient(g, from, n, probabilities, target, factors[r], scale);
      }
    }
  }
}
