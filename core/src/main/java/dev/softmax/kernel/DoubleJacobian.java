package dev.softmax.kernel;

import java.util.function.IntConsumer;

/// Products with the Jacobians of softmax and log-softmax of `double` vectors, each a task's rows at a time on
/// all cores. Element `k` of vector `(o, i)` is at `at + (o * n + k) * inner + i`; of many side by
/// side each has a lane, and few are turned into rows.
///
/// An instance is one call in progress; instances are used again.
public final class DoubleJacobian implements IntConsumer {
  private static final Pool<DoubleJacobian> POOL = new Pool<>(DoubleJacobian::new);
  private static final Pool<Rows> ROWS = new Pool<>(Rows::new);
  private static final DoubleLanes LANES = Kernels.DOUBLE;
  private static final double[] NOTHING = new double[0];

  /// Elements of a task.
  private static final int TASK = 1 << 13;

  /// What makes 1 of the exponential of 0 as [DoubleLanes#exp] stores it.
  private static final double UNIT = unit();

  private double[] y = NOTHING;
  private double[] v = NOTHING;
  private double[] out = NOTHING;
  private int at;
  private int outer;
  private int n;
  private int inner;
  private double beta;
  private boolean log;
  private boolean transposed;
  private int each;
  private int pieces;
  private boolean across;

  private DoubleJacobian() {}

  private static double unit() {
    double[] one = new double[LANES.width()];
    LANES.exp(one, 0, one, 0, one.length, 0, 1);
    return 1 / one[0];
  }

  /// `out = beta p (v - <p, v>)`: the Jacobian of the softmax `p` times `v`, and, since it is
  /// symmetric, `v` times the Jacobian.
  ///
  /// @param out may be `v`
  public static void softmax(
      double[] p, double[] v, double[] out, int at, int outer, int n, int inner, double beta) {
    run(p, v, out, at, outer, n, inner, beta, false, false);
  }

  /// Of the log-softmax `y`: `out = beta (v - <p, v>)`, the Jacobian times `v`, or, transposed,
  /// `out = beta (v - p sum(v))`; `p = exp(y)`. What is excluded stays so, however the logits move.
  ///
  /// @param out may be `v`
  public static void logSoftmax(
      double[] y,
      double[] v,
      double[] out,
      int at,
      int outer,
      int n,
      int inner,
      double beta,
      boolean transposed) {
    run(y, v, out, at, outer, n, inner, beta, true, transposed);
  }

  private static void run(
      double[] y,
      double[] v,
      double[] out,
      int at,
      int outer,
      int n,
      int inner,
      double beta,
      boolean log,
      boolean transposed) {
    DoubleJacobian call = POOL.take();
    call.y = y;
    call.v = v;
    call.out = out;
    call.at = at;
    call.outer = outer;
    call.n = n;
    call.inner = inner;
    call.beta = beta;
    call.log = log;
    call.transposed = transposed;
    call.across = DoubleAcross.takes(n, inner);
    call.each = inner == 1 ? Math.max(1, TASK / Math.max(1, n)) : DoubleTurns.count(n, inner);
    call.pieces =
        call.across ? DoubleAcross.tiles(n, inner) : Math.ceilDiv(inner, Math.max(1, call.each));
    try {
      Parallel.forEach(inner == 1 ? Math.ceilDiv(outer, call.each) : outer * call.pieces, call);
    } finally {
      call.y = NOTHING;
      call.v = NOTHING;
      call.out = NOTHING;
      POOL.give(call);
    }
  }

  /// What one thread works with: rows of the outputs, of the vectors, and of the probabilities.
  private static final class Rows {
    double[] outputs = NOTHING;
    double[] vectors = NOTHING;
    double[] probabilities = NOTHING;

    static double[] grown(double[] array, int length) {
      return array.length < length ? new double[length] : array;
    }
  }

  /// One task: some rows, or some vectors side by side.
  @Override
  public void accept(int task) {
    if (across) {
      tile(task / pieces, task % pieces);
    } else {
      rows(task);
    }
  }

  private void tile(int o, int tile) {
    int i = DoubleAcross.begin(tile, pieces, inner);
    int count = DoubleAcross.begin(tile + 1, pieces, inner) - i;
    int from = at + o * n * inner + i;
    DoubleJacobianAcross lanes = DoubleJacobianAcross.POOL.take();
    try {
      lanes.products(y, v, out, from, inner, n, count, beta, log, transposed);
    } finally {
      DoubleJacobianAcross.POOL.give(lanes);
    }
  }

  private void rows(int task) {
    Rows rows = ROWS.take();
    try {
      if (inner == 1) {
        int from = at + task * each * n;
        rows(y, from, v, out, from, Math.min(each, outer - task * each), rows);
      } else {
        int i = task % pieces * each;
        int count = Math.min(each, inner - i);
        int from = at + task / pieces * n * inner + i;
        rows.outputs = Rows.grown(rows.outputs, each * n);
        rows.vectors = Rows.grown(rows.vectors, each * n);
        DoubleTurns.turn(y, from, inner, n, count, rows.outputs, 0, n);
        DoubleTurns.turn(v, from, inner, n, count, rows.vectors, 0, n);
        rows(rows.outputs, 0, rows.vectors, rows.vectors, 0, count, rows);
        DoubleTurns.turn(rows.vectors, 0, n, count, n, out, from, inner);
      }
    } finally {
      ROWS.give(rows);
    }
  }

  /// The products of `count` rows, which begin at `from` of the outputs and at `to` of `v` and `out`.
  private void rows(double[] y, int from, double[] v, double[] out, int to, int count, Rows rows) {
    if (LANES.width() > 1 && n >= LANES.width()) {
      for (int r = 0; r < count * n; r += n) {
        SimdDoubleJacobian.row(y, from + r, v, out, to + r, n, beta, log, transposed);
      }
    } else if (log) {
      rows.probabilities = Rows.grown(rows.probabilities, count * n);
      exp(y, from, rows.probabilities, count * n);
      for (int r = 0; r < count * n; r += n) {
        logs(y, from + r, rows.probabilities, r, v, out, to + r);
      }
    } else {
      for (int r = 0; r < count * n; r += n) {
        probabilities(y, from + r, v, out, to + r);
      }
    }
  }

  private static void exp(double[] y, int from, double[] p, int count) {
    if (count < LANES.width()) {
      for (int i = 0; i < count; i++) {
        p[i] = Math.exp(y[from + i]);
      }
      return;
    }
    LANES.exp(y, from, p, 0, count, 0, 1);
    for (int i = 0; i < count; i++) {
      p[i] *= UNIT;
    }
  }

  private void probabilities(double[] p, int from, double[] v, double[] out, int to) {
    double mean = 0;
    for (int k = 0; k < n; k++) {
      mean += p[from + k] * v[to + k];
    }
    for (int k = 0; k < n; k++) {
      out[to + k] = (beta * p[from + k] * (v[to + k] - mean));
    }
  }

  private void logs(double[] y, int from, double[] p, int pFrom, double[] v, double[] out, int to) {
    double sum = 0;
    for (int k = 0; k < n; k++) {
      sum += transposed ? v[to + k] : p[pFrom + k] * v[to + k];
    }
    for (int k = 0; k < n; k++) {
      double less = transposed ? p[pFrom + k] * sum : sum;
      boolean excluded = y[from + k] == Double.NEGATIVE_INFINITY;
      out[to + k] = excluded ? 0 : (beta * (v[to + k] - less));
    }
  }
}
