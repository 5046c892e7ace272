package dev.softmax.kernel;

/// Softmax, log-softmax and log-sum-exp of `double` rows of few classes. Of many each has a lane: they are
/// turned, answered by the loops of [SimdDoubleAcross] and turned back. What does not fill a vector goes one
/// element at a time ([SmallDoubleRows]), with the same bits.
///
/// An instance is the memory of one thread; instances are used again.
final class FewDoubleRows {
  static final Pool<FewDoubleRows> POOL = new Pool<>(FewDoubleRows::new);

  /// Rows that are turned together, and how far apart their elements are then: with the results they
  /// stay in the first cache.
  static final int ROWS = 128;

  static final int STRIDE = DoubleAcross.width(ROWS);

  /// Classes up to which turning pays.
  static final int MOST = 16;

  /// Classes up to which it does for logarithms, of which many are taken at a time.
  static final int MOST_LOGS = 24;

  private static final int WIDTH = Kernels.DOUBLE.width();

  private final double[] values = new double[MOST_LOGS * STRIDE];
  private final double[] max = new double[ROWS];
  private final double[] sums = new double[ROWS];
  private final double[] lows = new double[ROWS];

  private FewDoubleRows() {}

  /// Whether rows of `n` classes are answered so.
  static boolean takes(RowWork work, int n) {
    return WIDTH > 1 && n <= (work == RowWork.SOFTMAX ? MOST : MOST_LOGS);
  }

  /// How many of `rows` rows have a lane.
  static int lanes(int rows) {
    return rows / WIDTH * WIDTH;
  }

  /// Answers `rows` rows; `y` may be `x` at the same place.
  static void rows(RowWork work, double[] x, int at, double[] y, int to, int rows, int n) {
    int whole = lanes(rows);
    int step = work == RowWork.LOG_SUM_EXP ? 1 : n;
    if (whole > 0) {
      FewDoubleRows call = POOL.take();
      try {
        int each = n > MOST ? ROWS / 2 : ROWS;
        for (int r = 0; r < whole; r += each) {
          int count = Math.min(each, whole - r);
          call.turned(work, x, at + r * n, y, to + r * step, count, n);
        }
      } finally {
        POOL.give(call);
      }
    }
    SmallDoubleRows.rows(work, x, at + whole * n, y, to + whole * step, rows - whole, n, 1);
  }

  private void turned(RowWork work, double[] x, int at, double[] y, int to, int count, int n) {
    DoubleTurns.turn(x, at, n, count, n, values, 0, STRIDE);
    SimdDoubleAcross.max(values, n, count, STRIDE, max);
    if (work == RowWork.SOFTMAX) {
      SimdDoubleAcross.exp(values, n, count, STRIDE, max, sums);
      SimdDoubleAcross.factors(sums, count, lows);
      SimdDoubleAcross.scale(values, n, STRIDE, count, sums, lows, values, 0, STRIDE);
      DoubleTurns.turn(values, 0, STRIDE, n, count, y, to, n);
      return;
    }
    SimdDoubleAcross.rest(values, n, count, STRIDE, max, sums);
    SimdDoubleLog.log1p(sums, count);
    if (work == RowWork.LOG_SOFTMAX) {
      SimdDoubleAcross.subtract(values, n, STRIDE, count, max, sums, values, 0, STRIDE);
      DoubleTurns.turn(values, 0, STRIDE, n, count, y, to, n);
      return;
    }
    for (int r = 0; r < count; r++) {
      boolean finite = Math.abs(max[r]) <= Double.MAX_VALUE;
      y[to + r] = finite ? max[r] + sums[r] : SpecialRows.logSumExp(x, at + r * n, 1, n, max[r]);
    }
  }
}
