package dev.softmax.kernel;

import static dev.softmax.kernel.RowWork.LOG_SOFTMAX;
import static dev.softmax.kernel.RowWork.LOG_SUM_EXP;
import static dev.softmax.kernel.RowWork.SOFTMAX;

import java.util.function.IntConsumer;

/// Softmax, log-softmax and log-sum-exp of contiguous rows `(rows, n)` of `float`: row after row on
/// all cores, long rows in blocks that fit the first-level cache. What a row gives depends on that
/// row alone, and where a row is cut depends on its length alone.
///
/// An instance is one call in progress; instances are used again.
public final class FloatRows implements IntConsumer {
  /// Elements of a block of a long row, and of what is worth handing to another thread.
  private static final int BLOCK = 8192;

  /// Blocks of a matrix that no cache holds, and of its tasks.
  private static final long LARGE = 512;

  private static final int MORE = 16;

  /// Elements from which rows are worth interleaving, and where only differences are left to write; and
  /// up to which two rows of `y` and one of `x` are in the first cache together.
  private static final int INTERLEAVED = 128;

  private static final int INTERLEAVED_LOGS = 512;
  private static final int LONGEST_INTERLEAVED = FirstCache.BYTES / (3 * Float.BYTES);

  private static final FloatLanes LANES = Kernels.FLOAT;
  private static final Pool<FloatRows> POOL = new Pool<>(FloatRows::new);
  private static final float[] NOTHING = new float[0];

  private enum Phase {
    ROWS,
    WINDOW,
    SUBTRACT,
    EXTREME,
    EXP,
    REST,
    DIVIDE,
    SHIFT
  }

  private RowWork work = SOFTMAX;
  private float[] x = NOTHING;
  private float[] y = NOTHING;
  private int at;
  private int to;
  private int rows;
  private int n;
  private double beta;
  private Phase phase = Phase.ROWS;
  private int rowsEach;
  // Of the long row in progress: one number a block.
  private float[] extremes = NOTHING;
  private double[] sums = new double[0];
  private int rowAt;
  private int rowTo;
  private float extreme;
  private double total;

  private FloatRows() {}

  /// `y = softmax(beta x)` row by row; `y` may be `x` at the same place.
  public static void softmax(float[] x, int at, float[] y, int to, int rows, int n, double beta) {
    run(SOFTMAX, x, at, y, to, rows, n, beta);
  }

  /// `y = log(softmax(beta x))` row by row; `y` may be `x` at the same place.
  public static void logSoftmax(
      float[] x, int at, float[] y, int to, int rows, int n, double beta) {
    run(LOG_SOFTMAX, x, at, y, to, rows, n, beta);
  }

  /// `y[to + r] = log(sum(exp(x)))` of row `r`.
  public static void logSumExp(float[] x, int at, float[] y, int to, int rows, int n) {
    run(LOG_SUM_EXP, x, at, y, to, rows, n, 1);
  }

  private static void run(
      RowWork work, float[] x, int at, float[] y, int to, int rows, int n, double beta) {
    if (n < 2 * BLOCK && (long) rows * n < 2 * BLOCK) {
      shortRows(work, x, at, y, to, rows, n, beta);
    } else {
      larger(work, x, at, y, to, rows, n, beta, rows < Parallel.threads());
    }
  }

  private static void larger(
      RowWork work,
      float[] x,
      int at,
      float[] y,
      int to,
      int rows,
      int n,
      double beta,
      boolean rowByRow) {
    FloatRows call = POOL.take();
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
      // Of large matrices more, since the first row of a task waits for memory alone. Long rows are
      // tasks of their own.
      boolean more = n < 2 * BLOCK && (long) rows * n >= LARGE * BLOCK;
      rowsEach = Math.max(1, (more ? MORE : 1) * BLOCK / Math.max(1, n));
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
      case WINDOW ->
          sums[task] =
              work == SOFTMAX
                  ? LANES.expInWindow(x, rowAt + from, y, rowTo + from, length)
                  : LANES.sumInWindow(x, rowAt + from, length);
      case SUBTRACT -> LANES.subtract(x, rowAt + from, y, rowTo + from, length, total);
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
      extremes = new float[blocks];
      sums = new double[blocks];
    }
    rowAt = at + row * n;
    rowTo = work == LOG_SUM_EXP ? to + row : to + row * n;
    if (longRowInWindow(blocks)) {
      return;
    }
    each(Phase.EXTREME, blocks);
    extreme = extremes[0];
    for (int i = 1; i < blocks; i++) {
      extreme = beta < 0 ? Math.min(extreme, extremes[i]) : Math.max(extreme, extremes[i]);
    }
    if (!(Math.abs(extreme) <= Float.MAX_VALUE)) {
      SpecialRows.row(work, x, rowAt, y, rowTo, n, extreme);
      return;
    }
    if (work == SOFTMAX) {
      each(Phase.EXP, blocks);
      total = sum(0, sums, blocks);
      each(Phase.DIVIDE, blocks);
      return;
    }
    each(Phase.REST, blocks);
    double rest = -1;
    for (int i = 0; i < blocks; i++) {
      // Each block that holds the extreme left one out, but the row leaves out one in all.
      rest += extremes[i] == extreme ? 1 : 0;
    }
    total = FloatExp.log1p(sum(rest, sums, blocks));
    if (work == LOG_SUM_EXP) {
      y[rowTo] = (float) (extreme * beta + total);
    } else {
      each(Phase.SHIFT, blocks);
    }
  }

  /// The row without a pass for its extreme, if all blocks are in the window.
  @SuppressWarnings("ReferenceEquality") // the same array or another, not the same contents
  private boolean longRowInWindow(int blocks) {
    if (beta != 1 || (work == SOFTMAX && x == y)) {
      return false;
    }
    each(Phase.WINDOW, blocks);
    for (int i = 0; i < blocks; i++) {
      if (sums[i] < 0) {
        return false;
      }
    }
    total = sum(0, sums, blocks);
    if (work == SOFTMAX) {
      each(Phase.DIVIDE, blocks);
      return true;
    }
    total = Math.log(total);
    if (work == LOG_SUM_EXP) {
      y[rowTo] = (float) total;
    } else {
      each(Phase.SUBTRACT, blocks);
    }
    return true;
  }

  private void each(Phase phase, int blocks) {
    this.phase = phase;
    Parallel.forEach(blocks, this);
  }

  /// Whether the kernels of few classes take such rows, those of `beta` 1 at least.
  static boolean isFew(int n) {
    return LANES.width() > 1 && n > 1 && n <= 2 * LANES.width();
  }

  @SuppressWarnings("ReferenceEquality") // the same array or another, not the same contents
  private static void shortRows(
      RowWork work, float[] x, int at, float[] y, int to, int rows, int n, double beta) {
    boolean few = isFew(n) && (beta == 1 || n <= LANES.width());
    if (few && work == SOFTMAX) {
      FewFloatRows.softmax(x, at, y, to, rows, n, beta, 1);
      return;
    }
    if (few && beta == 1) {
      FewFloatLogs.rows(work, x, at, y, to, rows, n);
      return;
    }
    if (n < LANES.width()) {
      SmallFloatRows.rows(work, x, at, y, to, rows, n, beta);
      return;
    }
    boolean two = beta == 1 && rows > 1 && n <= LONGEST_INTERLEAVED;
    if (two && x != y && n >= INTERLEAVED && work == SOFTMAX) {
      interleavedRows(x, at, y, to, rows, n);
      return;
    }
    // Not of matrices that no cache holds, whose tasks are larger: they wait for memory longer so.
    boolean cached = rows * n <= 2 * BLOCK;
    if (two && cached && n >= INTERLEAVED_LOGS && work == LOG_SOFTMAX) {
      interleavedLogs(x, at, y, to, rows, n);
      return;
    }
    int step = work == LOG_SUM_EXP ? 1 : n;
    for (int r = 0; r < rows; r++) {
      shortRow(work, x, at + r * n, y, to + r * step, n, beta);
    }
  }

  /// Softmax row by row, the end of each together with the beginning of the next one.
  private static void interleavedRows(float[] x, int at, float[] y, int to, int rows, int n) {
    int before = -1;
    double sum = 1;
    for (int r = 0; r < rows; r++) {
      int here = to + r * n;
      sum = LANES.expInWindow(x, at + r * n, y, here, n, before, sum);
      before = here;
      if (sum < 0) {
        byExtreme(SOFTMAX, x, at + r * n, y, here, n, 1);
        before = -1;
        sum = 1;
      }
    }
    if (before >= 0) {
      LANES.divide(y, before, n, sum);
    }
  }

  /// As [#interleavedRows]; `y` may be `x` at the same place.
  private static void interleavedLogs(float[] x, int at, float[] y, int to, int rows, int n) {
    int before = -1;
    double log = 0;
    for (int r = 0; r < rows; r++) {
      double sum = LANES.sumInWindow(x, at + r * n, n, y, before, log);
      before = to + r * n;
      log = Math.log(sum);
      if (sum < 0) {
        byExtreme(LOG_SOFTMAX, x, at + r * n, y, before, n, 1);
        before = -1;
      }
    }
    if (before >= 0) {
      LANES.subtract(x, at + (rows - 1) * n, y, before, n, log);
    }
  }

  @SuppressWarnings("ReferenceEquality") // the same array or another, not the same contents
  private static void shortRow(
      RowWork work, float[] x, int at, float[] y, int to, int n, double beta) {
    if (beta == 1 && work != SOFTMAX) {
      double sum = LANES.sumInWindow(x, at, n);
      if (!(sum < 0)) {
        double log = Math.log(sum);
        if (work == LOG_SUM_EXP) {
          y[to] = (float) log;
        } else {
          LANES.subtract(x, at, y, to, n, log);
        }
        return;
      }
    } else if (beta == 1 && x != y) {
      double sum = LANES.expInWindow(x, at, y, to, n);
      if (!(sum < 0)) {
        LANES.divide(y, to, n, sum);
        return;
      }
    }
    byExtreme(work, x, at, y, to, n, beta);
  }

  private static void byExtreme(
      RowWork work, float[] x, int at, float[] y, int to, int n, double beta) {
    float extreme = beta < 0 ? LANES.min(x, at, n) : LANES.max(x, at, n);
    if (!(Math.abs(extreme) <= Float.MAX_VALUE)) {
      SpecialRows.row(work, x, at, y, to, n, extreme);
    } else if (work == SOFTMAX) {
      LANES.divide(y, to, n, LANES.exp(x, at, y, to, n, extreme, beta));
    } else {
      double log = FloatExp.log1p(LANES.rest(x, at, n, extreme, beta));
      if (work == LOG_SUM_EXP) {
        y[to] = (float) (extreme * beta + log);
      } else {
        LANES.shift(x, at, y, to, n, extreme, beta, log);
      }
    }
  }

  /// `first + terms[0] + …` of terms that are not negative, with what the additions lose (Kahan).
  static double sum(double first, double[] terms, int count) {
    double sum = first;
    double lost = 0;
    for (int i = 0; i < count; i++) {
      double next = sum + terms[i];
      lost += terms[i] - (next - sum);
      sum = next;
    }
    return sum + lost;
  }
}
