package dev.softmax.kernel;

/// Softmax and log-sum-exp of `double` vectors that lie side by side in an array, the plainer sibling of
/// [FloatAcross].
///
/// An instance is the memory of one thread; instances are used again.
final class DoubleAcross {
  static final Pool<DoubleAcross> POOL = new Pool<>(DoubleAcross::new);

  private static final int WIDTH = Kernels.DOUBLE.width();

  /// Elements of a tile, which stays in the second cache.
  private static final int ELEMENTS = 1 << 14;

  /// Lanes of a cache line, and those that a tile has at least where there are so many.
  private static final int LINE = 8;

  private static final int LEAST = 4 * LINE;

  /// Elements of a vector from which on rows are better.
  private static final int LONG = 1 << 13;

  private static final double EXTREME = 0x1p900;

  private double[] values = new double[0];
  private double[] max = values;
  private double[] sums = values;
  private double[] lows = values;

  private DoubleAcross() {}

  /// Whether vectors of `n` elements are answered so, of which `inner` lie side by side.
  static boolean takes(int n, int inner) {
    return WIDTH > 1 && inner >= Math.max(WIDTH, LINE / 2) && n > 1 && n <= LONG;
  }

  /// Whether they are at temperature `1 / beta`: where that is a `double` with room to spare.
  static boolean takes(double beta) {
    double size = Math.abs(beta);
    return size < EXTREME && size > 1 / EXTREME;
  }

  /// How many tiles `inner` vectors of `n` elements make.
  static int tiles(int n, int inner) {
    return Math.max(1, inner / Math.max(LEAST, ELEMENTS / n));
  }

  /// How many pieces of one tile a task has.
  static int together(int n, int inner) {
    return Math.max(1, DoubleRows.BLOCK / (n * inner));
  }

  /// How far apart the rows of a tile are: an odd number of lines, so that they share no place in a cache.
  static int width(int count) {
    return (Math.ceilDiv(count, LINE) | 1) * LINE;
  }

  /// Where a tile begins.
  static int begin(int tile, int tiles, int inner) {
    return tile == tiles ? inner : (int) ((long) tile * inner / tiles) / LINE * LINE;
  }

  /// Answers `count` vectors side by side, the first at `from` and number `first`, at temperature `1 / beta`.
  void vectors(
      RowWork work,
      double[] x,
      double[] y,
      int from,
      int inner,
      int n,
      int count,
      int first,
      double beta) {
    int width = width(count);
    if (values.length < n * width) {
      values = new double[n * width];
    }
    if (max.length < width) {
      max = new double[width];
      sums = new double[width];
      lows = new double[width];
    }
    SimdDoubleAcross.copy(x, from, inner, n, count, values, width, max);
    if (beta != 1) {
      scaled(work == RowWork.LOG_SOFTMAX, y, from, inner, n, count, width, beta);
      return;
    }
    if (work == RowWork.SOFTMAX) {
      SimdDoubleAcross.exp(values, n, count, width, max, sums);
      SimdDoubleAcross.factors(sums, count, lows);
      SimdDoubleAcross.scale(values, n, width, count, sums, lows, y, from, inner);
      return;
    }
    SimdDoubleAcross.rest(values, n, count, width, max, sums);
    SimdDoubleLog.log1p(sums, Math.ceilDiv(count, WIDTH) * WIDTH);
    if (work == RowWork.LOG_SOFTMAX) {
      SimdDoubleAcross.subtract(values, n, width, count, max, sums, y, from, inner);
      return;
    }
    for (int lane = 0; lane < count; lane++) {
      boolean finite = Math.abs(max[lane]) <= Double.MAX_VALUE;
      y[first + lane] =
          finite
              ? max[lane] + sums[lane]
              : SpecialRows.logSumExp(x, from + lane, inner, n, max[lane]);
    }
  }

  /// `y = softmax(beta x)`, or its logarithm, of what is copied.
  private void scaled(
      boolean log, double[] y, int from, int inner, int n, int count, int width, double beta) {
    if (beta < 0) {
      SimdDoubleScaled.negate(values, n, count, width, max);
    }
    double size = Math.abs(beta);
    SimdDoubleScaled.shares(values, n, count, width, max, size, !log, sums, lows);
    if (log) {
      SimdDoubleLog.log1p(lows, Math.ceilDiv(count, WIDTH) * WIDTH);
      SimdDoubleScaled.subtract(values, n, width, count, max, size, lows, y, from, inner);
    } else {
      SimdDoubleAcross.factors(sums, count, lows);
      SimdDoubleAcross.scale(values, n, width, count, sums, lows, y, from, inner);
    }
  }
}
