package dev.softmax.kernel;

/// Rows of few classes one at a time, and one element at a time where they do not fill a vector. At `beta`
/// 1 they have the bits that rows with a lane each have ([FewDoubleRows]).
final class SmallDoubleRows {
  private static final Pool<double[]> SPARE = new Pool<>(() -> new double[FewDoubleRows.MOST_LOGS]);
  private static final DoubleLanes LANES = Kernels.DOUBLE;

  private SmallDoubleRows() {}

  static void rows(
      RowWork work, double[] x, int at, double[] y, int to, int rows, int n, double beta) {
    int step = work == RowWork.LOG_SUM_EXP ? 1 : n;
    for (int r = 0; r < rows; r++) {
      row(work, x, at + r * n, y, to + r * step, n, beta);
    }
  }

  private static void row(
      RowWork work, double[] x, int at, double[] y, int to, int n, double beta) {
    double extreme = beta < 0 ? min(x, at, n) : max(x, at, n);
    if (!(Math.abs(extreme) <= Double.MAX_VALUE)) {
      SpecialRows.row(work, x, at, y, to, n, extreme);
      return;
    }
    if (work == RowWork.SOFTMAX) {
      divide(y, to, n, exp(x, at, y, to, n, extreme, beta));
      return;
    }
    double log = DoubleLog.log1p(rest(x, at, n, extreme, beta));
    if (work == RowWork.LOG_SUM_EXP) {
      y[to] = (extreme * beta + log);
    } else {
      for (int i = 0; i < n; i++) {
        y[to + i] = Math.fma(x[at + i] - extreme, beta, -log);
      }
    }
  }

  private static double max(double[] x, int at, int n) {
    if (n >= LANES.width()) {
      return LANES.max(x, at, n);
    }
    double max = Double.NEGATIVE_INFINITY;
    for (int i = at; i < at + n; i++) {
      max = x[i] > max ? x[i] : max;
    }
    return max;
  }

  private static double min(double[] x, int at, int n) {
    double min = Double.POSITIVE_INFINITY;
    for (int i = at; i < at + n; i++) {
      min = x[i] < min ? x[i] : min;
    }
    return min;
  }

  /// As [DoubleLanes#exp].
  private static double exp(
      double[] x, int at, double[] y, int to, int n, double extreme, double beta) {
    if (beta == 1 && n >= LANES.width()) {
      SimdDoubleFew.exp(x, at, y, to, n, extreme);
    } else {
      double shift = DoubleExp.shift(extreme, beta);
      int exponent = DoubleExp.exponent(extreme, beta);
      double least = (extreme - shift) * beta - DoubleExp.DEPTH;
      for (int i = 0; i < n; i++) {
        y[to + i] = DoubleExp.of(x[at + i], shift, beta, 0, exponent, least);
      }
    }
    double sum = SimdDoubleAcross.ABOVE;
    double lost = 0;
    for (int i = to; i < to + n; i++) {
      double next = sum + y[i];
      lost += y[i] - (next - sum);
      sum = next;
    }
    return sum - SimdDoubleAcross.ABOVE + lost;
  }

  /// As [DoubleLanes#rest].
  private static double rest(double[] x, int at, int n, double extreme, double beta) {
    double[] e = SPARE.take();
    double unit = 0x1p-400;
    if (beta != 1) {
      double shift = DoubleExp.shift(extreme, beta);
      int exponent = DoubleExp.exponent(extreme, beta);
      double least = (extreme - shift) * beta - DoubleExp.DEPTH;
      unit *= DoubleExp.unit(extreme, shift, beta, exponent);
      for (int i = 0; i < n; i++) {
        double v = x[at + i];
        e[i] = v == extreme ? 0 : DoubleExp.of(v, shift, beta, 0, exponent, least);
      }
    } else if (n >= LANES.width()) {
      SimdDoubleFew.rest(x, at, e, n, extreme);
    } else {
      for (int i = 0; i < n; i++) {
        e[i] = DoubleExp.ofRest(x[at + i], extreme);
      }
    }
    double sum = 0;
    double lost = 0;
    int ties = -1;
    for (int i = 0; i < n; i++) {
      ties += x[at + i] == extreme ? 1 : 0;
      double next = sum + e[i];
      double gain = next - sum;
      lost += (sum - (next - gain)) + (e[i] - gain);
      sum = next;
    }
    SPARE.give(e);
    return Math.fma(sum + lost, unit, ties);
  }

  /// As [DoubleLanes#divide].
  private static void divide(double[] y, int to, int n, double sum) {
    if (n >= LANES.width()) {
      LANES.divide(y, to, n, sum);
      return;
    }
    double factor = 1 / sum;
    double low = Math.fma(-factor, sum, 1) * factor;
    for (int i = to; i < to + n; i++) {
      y[i] = Math.fma(y[i], factor, y[i] * low);
    }
  }
}
