package dev.softmax.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Softmax of `double` vectors that do not lie in one piece, or that have a mask, or whose
/// temperature is 0: each is copied into a row, answered there and copied back. Element `k` of
/// vector `(o, i)` is at `at + (o * n + k) * inner + i`.
///
/// An instance is one call in progress; instances are used again.
public final class DoubleVectors implements IntConsumer {
  private static final Pool<DoubleVectors> POOL = new Pool<>(DoubleVectors::new);
  private static final Pool<DoubleRow> ROWS = new Pool<>(DoubleRow::new);
  private static final double[] NOTHING = new double[0];

  /// Least number of elements worth handing to another thread.
  private static final int TASK = 8192;

  private double[] x = NOTHING;
  private double[] y = NOTHING;
  private int at;
  private int n;
  private int inner;
  private int vectors;
  private int each;
  private double beta;
  private boolean log;
  private boolean @Nullable [] mask;

  private DoubleVectors() {}

  /// `y = softmax(beta x)`, or its logarithm, of `outer * inner` vectors of `n` elements.
  ///
  /// @param beta reciprocal of the temperature, negative for softmin; `±∞` for temperature 0
  /// @param mask which elements take part: one entry an element of the vectors in their order in the
  ///     array, or one a class for all of them; `null` for all
  public static void softmax(
      double[] x,
      double[] y,
      int at,
      int outer,
      int n,
      int inner,
      double beta,
      boolean log,
      boolean @Nullable [] mask) {
    DoubleVectors call = POOL.take();
    call.x = x;
    call.y = y;
    call.at = at;
    call.n = n;
    call.inner = inner;
    call.vectors = outer * inner;
    call.beta = beta;
    call.log = log;
    call.mask = mask;
    call.each = Math.max(1, TASK / Math.max(1, n));
    try {
      Parallel.forEach((call.vectors + call.each - 1) / call.each, call);
    } finally {
      call.x = NOTHING;
      call.y = NOTHING;
      call.mask = null;
      POOL.give(call);
    }
  }

  private static final class DoubleRow {
    double[] values = NOTHING;
  }

  @Override
  public void accept(int task) {
    DoubleRow row = ROWS.take();
    try {
      if (row.values.length < n) {
        row.values = new double[n];
      }
      int end = Math.min(vectors, (task + 1) * each);
      for (int v = task * each; v < end; v++) {
        vector(v, row.values);
      }
    } finally {
      ROWS.give(row);
    }
  }

  private void vector(int v, double[] row) {
    int relative = v / inner * n * inner + v % inner;
    int first = at + relative;
    boolean any = mask == null;
    for (int k = 0; k < n; k++) {
      boolean in = mask == null || mask[mask.length == n ? k : relative + k * inner];
      any |= in;
      row[k] = in ? x[first + k * inner] : excluded();
    }
    if (!any) {
      Arrays.fill(row, 0, n, log ? Double.NEGATIVE_INFINITY : 0);
    } else if (Double.isInfinite(beta)) {
      limit(row);
    } else if (log) {
      DoubleRows.logSoftmax(row, 0, row, 0, 1, n, beta);
    } else {
      DoubleRows.softmax(row, 0, row, 0, 1, n, beta);
    }
    for (int k = 0; k < n; k++) {
      y[first + k * inner] = row[k];
    }
  }

  /// The logit whose exponential is 0.
  private double excluded() {
    return beta < 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }

  /// The limit for temperatures towards 0: the largest elements share the probability equally.
  private void limit(double[] row) {
    double sign = beta < 0 ? -1 : 1;
    double max = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < n; k++) {
      // Math.max hands NaN on.
      max = Math.max(max, sign * row[k]);
    }
    if (!(Math.abs(max) <= Double.MAX_VALUE)) {
      Arrays.fill(row, 0, n, Double.NaN);
      return;
    }
    int ties = 0;
    for (int k = 0; k < n; k++) {
      ties += sign * row[k] == max ? 1 : 0;
    }
    double share = (log ? -Math.log(ties) : 1.0 / ties);
    double none = log ? Double.NEGATIVE_INFINITY : 0;
    for (int k = 0; k < n; k++) {
      row[k] = sign * row[k] == max ? share : none;
    }
  }

  /// `out = beta p (v - <p, v>)`: the Jacobian of the softmax `p` times `v`, and, since it is
  /// symmetric, `v` times the Jacobian.
  public static void softmaxProduct(
      double[] p, double[] v, double[] out, int at, int outer, int n, int inner, double beta) {
    for (int vector = 0; vector < outer * inner; vector++) {
      int first = at + vector / inner * n * inner + vector % inner;
      double mean = 0;
      for (int k = 0; k < n; k++) {
        mean += p[first + k * inner] * v[first + k * inner];
      }
      for (int k = 0; k < n; k++) {
        int i = first + k * inner;
        out[i] = (beta * p[i] * (v[i] - mean));
      }
    }
  }

  /// Of the log-softmax `y`: `out = beta (v - <p, v>)`, the Jacobian times `v`, or, transposed,
  /// `out = beta (v - p sum(v))`; `p = exp(y)`.
  public static void logSoftmaxProduct(
      double[] y,
      double[] v,
      double[] out,
      int at,
      int outer,
      int n,
      int inner,
      double beta,
      boolean transposed) {
    for (int vector = 0; vector < outer * inner; vector++) {
      int first = at + vector / inner * n * inner + vector % inner;
      double sum = 0;
      for (int k = 0; k < n; k++) {
        int i = first + k * inner;
        sum += transposed ? v[i] : Math.exp(y[i]) * v[i];
      }
      for (int k = 0; k < n; k++) {
        int i = first + k * inner;
        double less = transposed ? Math.exp(y[i]) * sum : sum;
        // What is excluded stays so, however the logits move.
        out[i] = y[i] == Double.NEGATIVE_INFINITY ? 0 : (beta * (v[i] - less));
      }
    }
  }
}
