package dev.softmax.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Cross-entropy of `double` vectors with its gradient, one pass over each vector while it is in the
/// cache. Vector `(o, i)` has its element `k` at `at + (o * n + k) * inner + i`; vectors that do not lie
/// in one piece are turned into rows, some side by side at once.
///
/// With weighted targets `t` (one class, smoothed, or given probabilities) of one vector:
/// `loss = -sum_k t_k log p_k + z logZ^2` and
/// `gradient = p (sum_k t_k + 2 z logZ) - t`.
///
/// An instance is one call in progress; instances are used again.
public final class DoubleCrossEntropy implements IntConsumer {
  private static final DoubleLanes LANES = Kernels.DOUBLE;
  private static final Pool<DoubleCrossEntropy> POOL = new Pool<>(DoubleCrossEntropy::new);
  private static final double[] NOTHING = new double[0];
  private static final int TASK = 8192;

  private double[] logits = NOTHING;
  private int at;
  private int n;
  private int inner;
  private int vectors;
  private int each;
  private int pieces;
  private int @Nullable [] classes;
  private double @Nullable [] probabilities;
  private LossOptions options = LossOptions.PLAIN;
  private double zLoss;
  private double scale;
  private double @Nullable [] gradient;
  private double @Nullable [] losses;
  private double[] sums = new double[0];

  private DoubleCrossEntropy() {}

  /// Sum of the losses of `outer * inner` vectors of `n` logits.
  ///
  /// @param classes the class of each vector, `null` where there are probabilities
  /// @param probabilities the targets' probabilities in the places of the logits, or `null`
  /// @param options how the loss is taken
  /// @param zLoss takes the place of that of the options
  /// @param scale factor of the gradient
  /// @param gradient receives the gradient in the places of the logits, `null` for none; may be
  ///     `logits`
  /// @param losses receives the loss of each vector, `null` for none
  public static double sum(
      double[] logits,
      int at,
      int outer,
      int n,
      int inner,
      int @Nullable [] classes,
      double @Nullable [] probabilities,
      LossOptions options,
      double zLoss,
      double scale,
      double @Nullable [] gradient,
      double @Nullable [] losses) {
    DoubleCrossEntropy call = POOL.take();
    call.logits = logits;
    call.at = at;
    call.n = n;
    call.inner = inner;
    call.vectors = outer * inner;
    call.each = inner == 1 ? Math.max(1, TASK / Math.max(1, n)) : DoubleTurns.count(n, inner);
    call.pieces = Math.ceilDiv(inner, Math.max(1, call.each));
    call.classes = classes;
    call.probabilities = probabilities;
    call.options = options;
    call.zLoss = zLoss;
    call.scale = scale;
    call.gradient = gradient;
    call.losses = losses;
    int tasks = inner == 1 ? Math.ceilDiv(call.vectors, call.each) : outer * call.pieces;
    if (call.sums.length < tasks) {
      call.sums = new double[tasks];
    }
    try {
      Parallel.forEach(tasks, call);
      double sum = 0;
      for (int i = 0; i < tasks; i++) {
        sum += call.sums[i];
      }
      return sum;
    } finally {
      call.logits = NOTHING;
      call.classes = null;
      call.probabilities = null;
      call.gradient = null;
      call.losses = null;
      POOL.give(call);
    }
  }

  /// What one thread works with: rows copied together, and their given probabilities; the weighted
  /// targets of one.
  private static final class Rows {
    static final Pool<Rows> POOL = new Pool<>(Rows::new);
    double[] values = NOTHING;
    double[] given = NOTHING;
    double[] weights = NOTHING;

    static double[] grown(double[] array, int length) {
      return array.length < length ? new double[length] : array;
    }
  }

  @Override
  public void accept(int task) {
    Rows rows = Rows.POOL.take();
    try {
      if (inner == 1) {
        int first = task * each;
        int count = Math.min(each, vectors - first);
        sums[task] = rows(logits, at + first * n, probabilities, gradient, first, count, rows);
      } else {
        sums[task] = turned(task / pieces, task % pieces * each, rows);
      }
    } finally {
      Rows.POOL.give(rows);
    }
  }

  /// Sum of the losses of vectors `(o, i)` and those beside it.
  private double turned(int o, int i, Rows rows) {
    int count = Math.min(each, inner - i);
    int from = at + o * n * inner + i;
    rows.values = Rows.grown(rows.values, each * n);
    DoubleTurns.turn(logits, from, inner, n, count, rows.values, 0, n);
    double[] given = null;
    if (probabilities != null) {
      given = rows.given = Rows.grown(rows.given, each * n);
      DoubleTurns.turn(probabilities, from, inner, n, count, given, 0, n);
    }
    double[] slopes = gradient == null ? null : rows.values;
    double sum = rows(rows.values, 0, given, slopes, o * inner + i, count, rows);
    if (slopes != null && gradient != null) {
      DoubleTurns.turn(slopes, 0, n, count, n, gradient, from, inner);
    }
    return sum;
  }

  /// Sum of the losses of `count` rows `x[from ..]`, the first of which is vector `first`.
  ///
  /// @param given probabilities in the places of `x`, or `null`
  /// @param g receives the gradient in the places of `x`, or `null`; may be `x`
  private double rows(
      double[] x,
      int from,
      double @Nullable [] given,
      double @Nullable [] g,
      int first,
      int count,
      Rows rows) {
    double sum = 0;
    for (int r = 0; r < count; r++) {
      double loss = row(x, from + r * n, given, g, first + r, rows);
      sum += loss;
      if (losses != null) {
        losses[first + r] = loss;
      }
    }
    return sum;
  }

  /// Loss of one row `x[at ..]`; its gradient goes to `g[at ..]`, which may be the row itself.
  ///
  /// @param given probabilities from `at` on, or `null`
  private double row(
      double[] x, int at, double @Nullable [] given, double @Nullable [] g, int v, Rows rows) {
    int target = classes == null ? -1 : classes[v];
    if (classes != null && target == options.ignoreIndex()) {
      if (g != null) {
        Arrays.fill(g, at, at + n, 0);
      }
      return 0;
    }
    double extreme = n < LANES.width() ? SmallDoubleRows.max(x, at, n) : LANES.max(x, at, n);
    if (!(Math.abs(extreme) <= Double.MAX_VALUE)) {
      if (g != null) {
        Arrays.fill(g, at, at + n, Double.NaN);
      }
      return Double.NaN;
    }
    double rest =
        n < LANES.width()
            ? SmallDoubleRows.rest(x, at, n, extreme, 1)
            : LANES.rest(x, at, n, extreme, 1);
    double log = FloatExp.log1p(rest);
    double z = extreme + log;
    double penalty = zLoss * z * z;
    double zSlope = zLoss == 0 ? 0 : 2 * zLoss * z;
    if (classes != null && options.smoothing() == 0) {
      double weight = options.weight(target);
      double top = x[at + target] - extreme;
      if (g != null) {
        // Where the target has nearly all the probability, 1 - p would cancel.
        double p = Math.exp(top - log);
        double slope = top == 0 ? -rest / (1 + rest) : p - 1;
        probabilities(x, at, g, at, extreme, scale * (weight + zSlope) / (1 + rest), rest);
        g[at + target] = (scale * (weight * slope + zSlope * p));
      }
      return weight * (log - top) + penalty;
    }
    double total = weights(given, at, target, rows);
    double loss = penalty;
    for (int k = 0; k < n; k++) {
      loss += rows.weights[k] == 0 ? 0 : rows.weights[k] * (log - (x[at + k] - extreme));
    }
    if (g != null) {
      probabilities(x, at, g, at, extreme, scale * (total + zSlope) / (1 + rest), rest);
      for (int k = 0; k < n; k++) {
        g[at + k] = (g[at + k] - scale * rows.weights[k]);
      }
    }
    return loss;
  }

  /// `g = factor exp(x - extreme)`.
  private void probabilities(
      double[] x, int from, double[] g, int to, double extreme, double factor, double rest) {
    if (factor == 0) {
      Arrays.fill(g, to, to + n, Double.isNaN(rest) ? Double.NaN : 0);
    } else if (n < LANES.width()) {
      double sum = SmallDoubleRows.exp(x, from, g, to, n, extreme, 1);
      SmallDoubleRows.divide(g, to, n, sum / (factor * (1 + rest)));
    } else {
      double sum = LANES.exp(x, from, g, to, n, extreme, 1);
      LANES.divide(g, to, n, sum / (factor * (1 + rest)));
    }
  }

  /// Fills in the weighted targets of one vector and returns their sum.
  private double weights(double @Nullable [] given, int at, int target, Rows rows) {
    if (rows.weights.length < n) {
      rows.weights = new double[n];
    }
    double share = options.smoothing() / n;
    double kept = 1 - options.smoothing();
    double total = 0;
    for (int k = 0; k < n; k++) {
      double q = given == null ? (k == target ? 1 : 0) : given[at + k];
      rows.weights[k] = options.weight(k) * (kept * q + share);
      total += rows.weights[k];
    }
    return total;
  }
}
