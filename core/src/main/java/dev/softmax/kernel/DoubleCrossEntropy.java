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
  private int together;
  private int outer;
  private boolean across;
  private int @Nullable [] classes;
  private double @Nullable [] probabilities;
  private LossOptions options = LossOptions.PLAIN;
  private double zLoss;
  private double scale;
  private double @Nullable [] gradient;
  private double @Nullable [] losses;
  private double[] sums = new double[0];
  private boolean spread;

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
    call.spread = classes == null || options.smoothing() != 0;
    call.each = inner == 1 ? Math.max(1, TASK / Math.max(1, n)) : DoubleTurns.count(n, inner);
    call.across = !call.spread && FewDoubleLosses.takes(n, inner);
    call.pieces =
        call.across ? FewDoubleLosses.pieces(inner) : Math.ceilDiv(inner, Math.max(1, call.each));
    call.outer = outer;
    call.together = call.across && call.pieces == 1 ? DoubleAcross.together(n, inner) : 1;
    call.classes = classes;
    call.probabilities = probabilities;
    call.options = options;
    call.zLoss = zLoss;
    call.scale = scale;
    call.gradient = gradient;
    call.losses = losses;
    int tasks =
        inner == 1
            ? Math.ceilDiv(call.vectors, call.each)
            : Math.ceilDiv(outer, call.together) * call.pieces;
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

  /// What one thread works with: rows copied together, their gradients and given probabilities; the
  /// weights of one target.
  private static final class Rows {
    static final Pool<Rows> POOL = new Pool<>(Rows::new);
    double[] values = NOTHING;
    double[] slopes = NOTHING;
    double[] given = NOTHING;
    final DoubleTargets targets = new DoubleTargets();

    static double[] grown(double[] array, int length) {
      return array.length < length ? new double[length] : array;
    }
  }

  @Override
  public void accept(int task) {
    if (across && classes != null) {
      sums[task] = across(task / pieces * together, task % pieces, classes);
      return;
    }
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

  private double across(int start, int piece, int[] classes) {
    int end = Math.min(start + together, outer);
    double sum = 0;
    for (int o = start; o < end; o++) {
      int from = at + o * n * inner;
      sum +=
          FewDoubleLosses.across(
              logits, from, inner, n, piece, o * inner, classes, options, zLoss, scale, gradient,
              losses);
    }
    return sum;
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
    double[] slopes = null;
    if (gradient != null) {
      slopes = rows.slopes = Rows.grown(rows.slopes, each * n);
    }
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
  @SuppressWarnings("ReferenceEquality") // the same array or another, not the same contents
  private double rows(
      double[] x,
      int from,
      double @Nullable [] given,
      double @Nullable [] g,
      int first,
      int count,
      Rows rows) {
    if (FewDoubleRows.takes(RowWork.SOFTMAX, n)) {
      return FewDoubleLosses.sum(
          x, from, count, n, first, classes, given, options, zLoss, scale, g, losses);
    }
    if (x == g) {
      rows.values = Rows.grown(rows.values, n);
    }
    double sum = 0;
    for (int r = 0; r < count; r++) {
      int to = from + r * n;
      double loss;
      if (x == g) {
        // The gradient goes where the logits are, which are needed to the end.
        System.arraycopy(x, to, rows.values, 0, n);
        loss = row(rows.values, 0, given, to, g, first + r, rows);
      } else {
        loss = row(x, to, given, to, g, first + r, rows);
      }
      sum += loss;
      if (losses != null) {
        losses[first + r] = loss;
      }
    }
    return sum;
  }

  /// Loss of one row `x[from ..]`; its gradient goes to `g[to ..]`, which is not the row itself.
  ///
  /// @param given probabilities from `to` on, or `null`
  private double row(
      double[] x,
      int from,
      double @Nullable [] given,
      int to,
      double @Nullable [] g,
      int v,
      Rows rows) {
    int target = classes == null ? -1 : classes[v];
    if (classes != null && target == options.ignoreIndex()) {
      if (g != null) {
        Arrays.fill(g, to, to + n, 0);
      }
      return 0;
    }
    double extreme = LANES.max(x, from, n);
    if (!(Math.abs(extreme) <= Double.MAX_VALUE)) {
      if (g != null) {
        Arrays.fill(g, to, to + n, Double.NaN);
      }
      return Double.NaN;
    }
    double sum = 0;
    double rest = -1;
    if (g != null) {
      sum = LANES.exp(x, from, g, to, n, extreme, 1);
      double p = spread || zLoss != 0 ? 0 : g[to + target] / sum;
      // The target's probability says it all, where it is neither nearly nothing nor nearly
      // everything.
      if (p > 0 && p < 0.6) {
        double factor = scale * options.weight(target);
        probabilities(g, to, factor, sum);
        g[to + target] = factor * (p - 1);
        return -options.weight(target) * Math.log(p);
      }
      rest = p > 0 ? -1 : sum * LANES.unit(extreme) - 1;
    }
    // Where one class has most of the probability, the loss needs the other elements alone.
    if (g == null || rest < 0.7) {
      rest = LANES.rest(x, from, n, extreme, 1);
    }
    double log = LANES.log1p(rest);
    double z = extreme + log;
    double penalty = zLoss * z * z;
    double zSlope = zLoss == 0 ? 0 : 2 * zLoss * z;
    if (spread) {
      double loss = rows.targets.loss(x, from, n, options, given, to, target, extreme, log);
      if (g != null) {
        double factor = scale * (rows.targets.total() + zSlope) / sum;
        rows.targets.gradient(g, to, n, given, target, factor, scale);
      }
      return loss + penalty;
    }
    double weight = options.weight(target);
    double top = x[from + target] - extreme;
    if (g != null) {
      // Where the target has nearly all the probability, 1 - p would cancel.
      double p = top == 0 ? 1 / (1 + rest) : Math.exp(top - log);
      double slope = top == 0 ? -rest / (1 + rest) : p - 1;
      probabilities(g, to, scale * (weight + zSlope), sum);
      g[to + target] = (scale * (weight * slope + zSlope * p));
    }
    return LossOptions.weighted(weight, log - top) + penalty;
  }

  /// `g = factor g / sum`.
  private void probabilities(double[] g, int to, double factor, double sum) {
    if (factor == 0) {
      Arrays.fill(g, to, to + n, Double.isNaN(sum) ? Double.NaN : 0);
    } else {
      LANES.divide(g, to, n, sum / factor);
    }
  }
}
