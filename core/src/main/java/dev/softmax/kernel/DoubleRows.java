package dev.softmax.kernel;

import static dev.softmax.kernel.RowWork.LOG_SOFTMAX;
import static dev.softmax.kernel.RowWork.LOG_SUM_EXP;
import static dev.softmax.kernel.RowWork.SOFTMAX;

import java.util.function.IntConsumer;

/// Softmax, log-softmax and log-sum-exp of contiguous rows `(rows, n)` of `double`: row after row on
/// all cores, long rows in blocks that fit the first-level cache. What a row gives depends on that
/// row alone, and where a row is cut depends on its length alone.
///
/// An instance is one call in progress; instances are used again.
public final class DoubleRows implements IntConsumer {
  /// Elements of a block of a long row, and of what is worth handing to another thread.
  static final int BLOCK = 8192;

  private static final DoubleLanes LANES = Kernels.DOUBLE;
  private static final Pool<DoubleRows> POOL = new Pool<>(DoubleRows::new);
  private static final double[] NOTHING = new double[0];

  private enum Phase {
    ROWS,
    EXTREME,
    EXP,
    REST,
    DIVIDE,
    SHIFT
  }

  private RowWork work = SOFTMAX;
  private double[] x = NOTHING;
  private double[] y = NOTHING;
  private int at;
  private int to;
  private int rows;
  private int n;
  private double beta;
  private Phase phase = Phase.ROWS;
  private int rowsEach;
  // Of the long row in progress: one number a block.
  private double[] extremes = NOTHING;
  private double[] sums = new double[0];
  private int rowAt;
  private int rowTo;
  private double extreme;
  private double total;

  private DoubleRows() {}

  /// `y = softmax(beta x)` row by row; `y` may be `x` at the same place.
  public static void softmax(double[] x, int at, double[] y, int to, int rows, int n, double beta) {
    run(SOFTMAX, x, at, y, to, rows, n, beta);
  }

  /// `y = log(softmax(beta x))` row by row; `y` may be `x` at the same place.
  public static void logSoftmax(
      double[] x, int at, double[] y, int to, int rows, int n, double beta) {
    run(LOG_SOFTMAX, x, at, y, to, rows, n, beta);
  }

  /// `y[to + r] = log(sum(exp(x)))` of row `r`.
  public static void logSumExp(double[] x, int at, double[] y, int to, int rows, int n) {
    run(LOG_SUM_EXP, x, at, y, to, rows, n, 1);
  }

  private static void run(
      RowWork work, double[] x, int at, double[] y, int to, int rows, int n, double beta) {
    if (n < 2 * BLOCK && (long) rows * n < 2 * BLOCK) {
      shortRows(work, x, at, y, to, rows, n, beta);
    } else {
      larger(work, x, at, y, to, rows, n, beta, rows < Parallel.threads());
    }
  }

  private static void larger(
      RowWork work,
      double[] x,
      int at,
      double[] y,
      int to,
      int rows,
      int n,
      double beta,
      boolean rowByRow) {
    DoubleRows call = POOL.take();
    call.work = work;
    call.x = x;
    call.at = at;
    call.y = y;
    call.to = to;
    call.rows = rows;
    call.n = n;
    call.beta = beta;
    try {
      call.run(rowByRow);
    } finally {
      call.x = NOTHING;
      call.y = NOTHING;
      POOL.give(call);
    }
  }

  private void run(boolean rowByRow) {
    if (n < 2 * BLOCK || !rowByRow) {
      rowsEach = Math.max(1, BLOCK / Math.max(1, n));
      phase = Phase.ROWS;
      Parallel.forEach((rows + rowsEach - 1) / rowsEach, this);
    } else {
      for (int r = 0; r < rows; r++) {
        longRow(r);
      }
    }
  }

  /// One task: some rows, or one phase of one block of a long row.
  @Override
  public void accept(int task) {
    int from = task * BLOCK;
    int length = task == n / BLOCK - 1 ? n - from : BLOCK;
    switch (phase) {
      case ROWS -> {
        int first = task * rowsEach;
        int count = Math.min(rowsEach, rows - first);
        if (n < 2 * BLOCK) {
          int next = work == LOG_SUM_EXP ? to + first : to + first * n;
          shortRows(work, x, at + first * n, y, next, count, n, beta);
        } else {
          // A pooled call of its own: this one is shared by the threads.
          int next = work == LOG_SUM_EXP ? to + first : to + first * n;
          larger(work, x, at + first * n, y, next, 1, n, beta, true);
        }
      }
      case EXTREME ->
          extremes[task] =
              beta < 0 ? LANES.min(x, rowAt + from, length) : LANES.max(x, rowAt + from, length);
      case EXP -> sums[task] = LANES.exp(x, rowAt + from, y, rowTo + from, length, extreme, beta);
      case REST -> sums[task] = LANES.rest(x, rowAt + from, length, extreme, beta);
      case DIVIDE -> LANES.divide(y, rowTo + from, length, total);
      case SHIFT -> LANES.shift(x, rowAt + from, y, rowTo + from, length, extreme, beta, total);
    }
  }

  private void longRow(int row) {
    int blocks = n / BLOCK;
    if (extremes.length < blocks) {
      extremes = new double[blocks];
      sums = new double[blocks];
    }
    rowAt = at + row * n;
    rowTo = work == LOG_SUM_EXP ? to + row : to + row * n;
    each(Phase.EXTREME, blocks);
    extreme = extremes[0];
    for (int i = 1; i < blocks; i++) {
      extreme = beta < 0 ? Math.min(extreme, extremes[i]) : Math.max(extreme, extremes[i]);
    }
    if (!(Math.abs(extreme) <= Double.MAX_VALUE)) {
      SpecialRows.row(work, x, rowAt, y, rowTo, n, extreme);
      return;
    }
    if (work == SOFTMAX) {
      each(Phase.EXP, blocks);
      total = FloatRows.sum(0, sums, blocks);
      each(Phase.DIVIDE, blocks);
      return;
    }
    each(Phase.REST, blocks);
    double rest = -1;
    for (int i = 0; i < blocks; i++) {
      // Each block that holds the extreme left one out, but the row leaves out one in all.
      rest += extremes[i] == extreme ? 1 : 0;
    }
    total = LANES.log1p(FloatRows.sum(rest, sums, blocks));
    if (work == LOG_SUM_EXP) {
      y[rowTo] = (extreme * beta + total);
    } else {
      each(Phase.SHIFT, blocks);
    }
  }

  private void each(Phase phase, int blocks) {
    this.phase = phase;
    Parallel.forEach(blocks, this);
  }

  private static void shortRows(
      RowWork work, double[] x, int at, double[] y, int to, int rows, int n, double beta) {
    if (beta == 1 && FewDoubleRows.takes(work, n)) {
      FewDoubleRows.rows(work, x, at, y, to, rows, n);
      return;
    }
    if (n < LANES.width()) {
      SmallDoubleRows.rows(work, x, at, y, to, rows, n, beta);
      return;
    }
    int step = work == LOG_SUM_EXP ? 1 : n;
    for (int r = 0; r < rows; r++) {
      shortRow(work, x, at + r * n, y, to + r * step, n, beta);
    }
  }

  private static void shortRow(
      RowWork work, double[] x, int at, double[] y, int to, int n, double beta) {
    double extreme = beta < 0 ? LANES.min(x, at, n) : LANES.max(x, at, n);
    if (!(Math.abs(extreme) <= Double.MAX_VALUE)) {
      SpecialRows.row(work, x, at, y, to, n, extreme);
    } else if (work == SOFTMAX) {
      double sum = LANES.exp(x, at, y, to, n, extreme, beta);
      LANES.divide(y, to, n, sum);
    } else {
      double log = LANES.log1p(LANES.rest(x, at, n, extreme, beta));
      if (work == LOG_SUM_EXP) {
        y[to] = (extreme * beta + log);
      } else {
        LANES.shift(x, at, y, to, n, extreme, beta, log);
      }
    }
  }
}
