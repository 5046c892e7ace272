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
  static final int BLOCK = 8192;

  /// Blocks of a matrix that no cache holds, and of its tasks.
  private static final long LARGE = 512;

  private static final int MORE = 16;

  /// Elements from which rows are worth interleaving, and where only differences are left to write.
  private static final int INTERLEAVED = 128;

  private static final int INTERLEAVED_LOGS = 512;

  private static final FloatLanes LANES = Kernels.FLOAT;
  private static final Pool<FloatRows> POOL = new Pool<>(FloatRows::new);

  /// Classes up to which the logarithms of many rows are taken at a time.
  private static final int SOME = 32 * LANES.width();

  private static final Pool<float[]> COPIES = new Pool<>(() -> new float[SOME]);
  private static final float[] NOTHING = new float[0];

  private RowWork work = SOFTMAX;
  private float[] x = NOTHING;
  private float[] y = NOTHING;
  private int at;
  private int to;
  private int rows;
  private int n;
  private double beta;
  private int rowsEach;

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
    if (n >= 2 * BLOCK && rows < Parallel.threads()) {
      longRows(work, x, at, y, to, rows, n, beta);
    } else if ((long) rows * n < 2 * BLOCK) {
      shortRows(work, x, at, y, to, rows, n, beta);
    } else {
      tasks(work, x, at, y, to, rows, n, beta);
    }
  }

  private static void longRows(
      RowWork work, float[] x, int at, float[] y, int to, int rows, int n, double beta) {
    int step = work == LOG_SUM_EXP ? 1 : n;
    for (int r = 0; r < rows; r++) {
      FloatLongRow.run(work, x, at + r * n, y, to + r * step, n, beta);
    }
  }

  private static void tasks(
      RowWork work, float[] x, int at, float[] y, int to, int rows, int n, double beta) {
    FloatRows call = POOL.take();
    call.work = work;
    call.x = x;
    call.at = at;
    call.y = y;
    call.to = to;
    call.rows = rows;
    call.n = n;
    call.beta = beta;
    // Of large matrices more, since the first row of a task waits for memory alone. Long rows are
    // tasks of their own.
    boolean more = n < 2 * BLOCK && (long) rows * n >= LARGE * BLOCK;
    call.rowsEach = Math.max(1, (more ? MORE : 1) * BLOCK / Math.max(1, n));
    try {
      Parallel.forEach((rows + call.rowsEach - 1) / call.rowsEach, call);
    } finally {
      call.x = NOTHING;
      call.y = NOTHING;
      POOL.give(call);
    }
  }

  /// One task: some rows.
  @Override
  public void accept(int task) {
    int first = task * rowsEach;
    int count = Math.min(rowsEach, rows - first);
    int next = work == LOG_SUM_EXP ? to + first : to + first * n;
    if (n < 2 * BLOCK) {
      shortRows(work, x, at + first * n, y, next, count, n, beta);
    } else {
      longRows(work, x, at + first * n, y, next, count, n, beta);
    }
  }

  /// Whether the kernels of few classes take such rows, those of `beta` 1 at least.
  static boolean isFew(int n) {
    return LANES.width() > 1 && n > 1 && n <= 2 * LANES.width();
  }

  /// Whether [FewFloatLogs] takes such rows.
  static boolean isSome(int n) {
    return LANES.width() > 1 && n > 1 && n <= SOME;
  }

  @SuppressWarnings("ReferenceEquality") // the same array or another, not the same contents
  private static void shortRows(
      RowWork work, float[] x, int at, float[] y, int to, int rows, int n, double beta) {
    boolean few = isFew(n) && (beta == 1 || n <= LANES.width());
    if (few && work == SOFTMAX) {
      FewFloatRows.softmax(x, at, y, to, rows, n, beta, 1);
      return;
    }
    if (work != SOFTMAX && beta == 1 && isSome(n)) {
      FewFloatLogs.rows(work, x, at, y, to, rows, n);
      return;
    }
    if (n < LANES.width()) {
      SmallFloatRows.rows(work, x, at, y, to, rows, n, beta);
      return;
    }
    if (work == SOFTMAX && (beta == 1 ? isRun(n) : isSome(n))) {
      runs(x, at, y, to, rows, n, beta);
      return;
    }
    if (beta == 1 && rows > 1 && n >= INTERLEAVED && fitsFirstCache(n)) {
      // Not of matrices that no cache holds: their tasks are larger, and would wait longer.
      boolean cached = rows * n <= 2 * BLOCK;
      if (work == SOFTMAX && x != y) {
        interleavedRows(x, at, y, to, rows, n);
        return;
      }
      if (work == LOG_SOFTMAX && n >= INTERLEAVED_LOGS && cached) {
        interleavedLogs(x, at, y, to, rows, n);
        return;
      }
    }
    int step = work == LOG_SUM_EXP ? 1 : n;
    for (int r = 0; r < rows; r++) {
      shortRow(work, x, at + r * n, y, to + r * step, n, beta);
    }
  }

  /// Whether rows of `n` classes are best answered one after another by one loop over all of them; rows of
  /// whole vectors are best interleaved.
  private static boolean isRun(int n) {
    return isSome(n) && (n < INTERLEAVED || n % LANES.width() != 0);
  }

  /// Softmax row by row. In place some are copied first, for a row that the loop does not suit is needed again.
  @SuppressWarnings("ReferenceEquality") // the same array or another, not the same contents
  private static void runs(float[] x, int at, float[] y, int to, int rows, int n, double beta) {
    if (x != y) {
      run(x, at, y, to, rows, n, beta);
      return;
    }
    float[] copy = COPIES.take();
    int each = SOME / n;
    for (int first = 0; first < rows; first += each) {
      int count = Math.min(each, rows - first);
      System.arraycopy(x, at + first * n, copy, 0, count * n);
      run(copy, 0, y, to + first * n, count, n, beta);
    }
    COPIES.give(copy);
  }

  private static void run(float[] x, int at, float[] y, int to, int rows, int n, double beta) {
    int r = 0;
    while (r < rows) {
      int from = at + r * n;
      r +=
          beta == 1
              ? SimdFloatRuns.softmax(x, from, y, to + r * n, rows - r, n)
              : SimdScaledRuns.softmax(x, from, y, to + r * n, rows - r, n, beta);
      if (r < rows) {
        byExtreme(SOFTMAX, x, at + r * n, y, to + r * n, n, beta);
        r++;
      }
    }
  }

  /// Whether two rows of `y` and one of `x` do together.
  private static boolean fitsFirstCache(int n) {
    return n <= FirstCache.BYTES / (3 * Float.BYTES);
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
