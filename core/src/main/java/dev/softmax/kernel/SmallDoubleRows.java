package dev.softmax.kernel;

/// Rows shorter than a vector, one element at a time, with the same bits as the lanes of a vector.
final class SmallDoubleRows {
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
    double log = FloatExp.log1p(rest(x, at, n, extreme, beta));
    if (work == RowWork.LOG_SUM_EXP) {
      y[to] = (extreme * beta + log);
    } else {
      for (int i = 0; i < n; i++) {
        y[to + i] = Math.fma(x[at + i] - extreme, beta, -log);
      }
    }
  }

  static double max(double[] x, int at, int n) {
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
  static double exp(double[] x, int at, double[] y, int to, int n, double extreme, double beta) {
    double shift = DoubleExp.shift(extreme, beta);
    int exponent = DoubleExp.exponent(extreme, beta);
    double least = (extreme - shift) * beta - DoubleExp.DEPTH;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double e = DoubleExp.of(x[at + i], shift, beta, 0, exponent, least);
      y[to + i] = e;
      sum += e;
    }
    return sum;
  }

  /// As [DoubleLanes#rest].
  static double rest(double[] x, int at, int n, double extreme, double beta) {
    double shift = DoubleExp.shift(extreme, beta);
    int exponent = DoubleExp.exponent(extreme, beta);
    double least = (extreme - shift) * beta - DoubleExp.DEPTH;
    double sum = 0;
    int ties = -1;
    for (int i = at; i < at + n; i++) {
      if (x[i] == extreme) {
        ties++;
      } else {
        sum += DoubleExp.of(x[i], shift, beta, 0, exponent, least);
      }
    }
    return sum * DoubleExp.unit(extreme, shift, beta, exponent) * 0x1p-400 + ties;
  }

  /// As [DoubleLanes#divide].
  static void divide(double[] y, int to, int n, double sum) {
    double factor = 1 / sum;
    double low = Math.fma(-factor, sum, 1) * factor;
    for (int i = to; i < to + n; i++) {
      y[i] = Math.fma(y[i], factor, y[i] * low);
    }
  }
}
