package dev.softmax.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Cross-entropy of `double` vectors with its gradient, one pass over each vector while it is in the
/// cache. Vector `(o, i)` has its element `k` at `at + (o * n + k) * inner + i`.
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
    call.each = Math.max(1, TASK / Math.max(1, n));
    call.classes = classes;
    call.probabilities = probabilities;
    call.options = options;
    call.zLoss = zLoss;
    call.scale = scale;
    call.gradient = gradient;
    call.losses = losses;
    int tasks = (call.vectors + call.each - 1) / call.each;
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

  /// What one thread works with: a row copied together, and its gradient.
  private static final class Row {
    static final Pool<Row> POOL = new Pool<>(Row::new);
    double[] values = NOTHING;
    double[] weights = new double[0];
  }

  @Override
  public void accept(int task) {
    Row row = Row.POOL.take();
    try {
      if (row.values.length < n && (inner != 1 || gradient == null)) {
        row.values = new double[n];
      }
      int from = task * each;
      int end = Math.min(vectors, from + each);
      double sum = 0;
      for (int v = from; v < end; v++) {
        double loss = vector(v, row);
        sum += loss;
        if (losses != null) {
          losses[v] = loss;
        }
      }
      sums[task] = sum;
    } finally {
      Row.POOL.give(row);
    }
  }

  private double vector(int v, Row row) {
    int first = at + v / inner * n * inner + v % inner;
    if (inner == 1) {
      return row(logits, first, gradient, first, v, first, row);
    }
    for (int k = 0; k < n; k++) {
      row.values[k] = logits[first + k * inner];
    }
    double loss = row(row.values, 0, gradient == null ? null : row.values, 0, v, first, row);
    if (gradient != null) {
      for (int k = 0; k < n; k++) {
        gradient[first + k * inner] = row.values[k];
      }
    }
    return loss;
  }

  /// Loss of one row `x[from ..]`; its gradient goes to `g[to ..]`, which may be the row itself.
  private double row(
      double[] x, int from, double @Nullable [] g, int to, int v, int first, Row row) {
    int target = classes == null ? -1 : classes[v];
    if (classes != null && target == options.ignoreIndex()) {
      if (g != null) {
        Arrays.fill(g, to, to + n, 0);
      }
      return 0;
    }
    double extreme = n < LANES.width() ? SmallDoubleRows.max(x, from, n) : LANES.max(x, from, n);
    if (!(Math.abs(extreme) <= Double.MAX_VALUE)) {
      if (g != null) {
        Arrays.fill(g, to, to + n, Double.NaN);
      }
      return Double.NaN;
    }
    double rest =
        n < LANES.width()
            ? SmallDoubleRows.rest(x, from, n, extreme, 1)
            : LANES.rest(x, from, n, extreme, 1);
    double log = FloatExp.log1p(rest);
    double z = extreme + log;
    double penalty = zLoss * z * z;
    double zSlope = zLoss == 0 ? 0 : 2 * zLoss * z;
    if (classes != null && options.smoothing() == 0) {
      double weight = options.weight(target);
      double top = x[from + target] - extreme;
      if (g != null) {
        // Where the target has nearly all the probability, 1 - p would cancel.
        double p = Math.exp(top - log);
        double slope = top == 0 ? -rest / (1 + rest) : p - 1;
        probabilities(x, from, g, to, extreme, scale * (weight + zSlope) / (1 + rest), rest);
        g[to + target] = (scale * (weight * slope + zSlope * p));
      }
      return weight * (log - top) + penalty;
    }
    double total = weights(first, target, row);
    double loss = penalty;
    for (int k = 0; k < n; k++) {
      loss += row.weights[k] == 0 ? 0 : row.weights[k] * (log - (x[from + k] - extreme));
    }
    if (g != null) {
      probabilities(x, from, g, to, extreme, scale * (total + zSlope) / (1 + rest), rest);
      for (int k = 0; k < n; k++) {
        g[to + k] = (g[to + k] - scale * row.weights[k]);
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
  private double weights(int first, int target, Row row) {
    if (row.weights.length < n) {
      row.weights = new double[n];
    }
    double[] given = probabilities;
    double share = options.smoothing() / n;
    double kept = 1 - options.smoothing();
    double total = 0;
    for (int k = 0; k < n; k++) {
      double q = given == null ? (k == target ? 1 : 0) : given[first + k * inner];
      row.weights[k] = options.weight(k) * (kept * q + share);
      total += row.weights[k];
    }
    return total;
  }
}
