package dev.softmax.kernel;

/// Rows shorter than a vector, one element at a time: what [FewFloatRows] and [FewFloatLogs] leave.
final class SmallFloatRows {
  private SmallFloatRows() {}

  static void rows(
      RowWork work, float[] x, int at, float[] y, int to, int rows, int n, double beta) {
    int step = work == RowWork.LOG_SUM_EXP ? 1 : n;
    for (int r = 0; r < rows; r++) {
      row(work, x, at + r * n, y, to + r * step, n, beta);
    }
  }

  static void row(RowWork work, float[] x, int at, float[] y, int to, int n, double beta) {
    float extreme = beta < 0 ? min(x, at, n) : max(x, at, n);
    if (!(Math.abs(extreme) <= Float.MAX_VALUE)) {
      SpecialRows.row(work, x, at, y, to, n, extreme);
      return;
    }
    if (work == RowWork.SOFTMAX) {
      divide(y, to, n, exp(x, at, y, to, n, extreme, beta));
      return;
    }
    double log = FloatExp.log1p(rest(x, at, n, extreme, beta));
    if (work == RowWork.LOG_SUM_EXP) {
      y[to] = (float) (extreme * beta + log);
    } else {
      for (int i = 0; i < n; i++) {
        y[to + i] = Math.fma(x[at + i] - extreme, (float) beta, (float) -log);
      }
    }
  }

  /// `y = scale softmax(beta y)` of one row.
  static void softmax(float[] y, int to, int n, double beta, double scale) {
    float extreme = beta < 0 ? min(y, to, n) : max(y, to, n);
    if (Math.abs(extreme) <= Float.MAX_VALUE) {
      divide(y, to, n, exp(y, to, y, to, n, extreme, beta) / scale);
    } else {
      SpecialRows.row(RowWork.SOFTMAX, y, to, y, to, n, extreme);
    }
  }

  static float max(float[] x, int at, int n) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = at; i < at + n; i++) {
      max = x[i] > max ? x[i] : max;
    }
    return max;
  }

  private static float min(float[] x, int at, int n) {
    float min = Float.POSITIVE_INFINITY;
    for (int i = at; i < at + n; i++) {
      min = x[i] < min ? x[i] : min;
    }
    return min;
  }

  /// As [FloatLanes#exp].
  static double exp(float[] x, int at, float[] y, int to, int n, float extreme, double beta) {
    float high = (float) beta;
    float low = (float) (beta - high);
    float shift = FloatExp.shift(extreme, high);
    int exponent = FloatExp.exponent(extreme, high);
    float least = (extreme - shift) * high - FloatExp.DEPTH;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      float e = FloatExp.of(x[at + i], shift, high, low, exponent, least);
      y[to + i] = e;
      sum += e;
    }
    return sum;
  }

  /// As [FloatLanes#rest].
  static double rest(float[] x, int at, int n, float extreme, double beta) {
    float high = (float) beta;
    float low = (float) (beta - high);
    float shift = FloatExp.shift(extreme, high);
    int exponent = FloatExp.exponent(extreme, high);
    float least = (extreme - shift) * high - FloatExp.DEPTH;
    double sum = 0;
    int ties = -1;
    for (int i = at; i < at + n; i++) {
      if (x[i] == extreme) {
        ties++;
      } else {
        sum += FloatExp.of(x[i], shift, high, low, exponent, least);
      }
    }
    return sum * DoubleExp.unit(extreme, shift, beta, exponent) * 0x1p-64 + ties;
  }

  /// As [FloatLanes#divide].
  static void divide(float[] y, int to, int n, double sum) {
    double factor = 1 / sum;
    float high = (float) factor;
    float low = (float) (factor - high);
    for (int i = to; i < to + n; i++) {
      y[i] = Math.fma(y[i], high, y[i] * low);
    }
  }
}
