package dev.softmax.kernel;

import java.util.Arrays;

/// Rows without a finite maximum, answered as PyTorch does: softmax and log-softmax are NaN
/// throughout; log-sum-exp is NaN if an element is, else that maximum, `±∞`.
final class SpecialRows {
  private SpecialRows() {}

  /// @param extreme the maximum of the row without its NaN elements, `-∞` for an empty row
  static void row(RowWork work, float[] x, int at, float[] y, int to, int n, float extreme) {
    if (work != RowWork.LOG_SUM_EXP) {
      Arrays.fill(y, to, to + n, Float.NaN);
      return;
    }
    y[to] = logSumExp(x, at, 1, n, extreme);
  }

  /// The log-sum-exp of a vector without a finite maximum, whose elements are `stride` apart.
  static float logSumExp(float[] x, int at, int stride, int n, float extreme) {
    float answer = extreme;
    for (int k = 0; k < n; k++) {
      float v = x[at + k * stride];
      answer = Float.isNaN(v) ? v : answer;
    }
    return answer;
  }

  /// @param extreme the maximum of the row without its NaN elements, `-∞` for an empty row
  static void row(RowWork work, double[] x, int at, double[] y, int to, int n, double extreme) {
    if (work != RowWork.LOG_SUM_EXP) {
      Arrays.fill(y, to, to + n, Double.NaN);
      return;
    }
    y[to] = logSumExp(x, at, 1, n, extreme);
  }

  /// The log-sum-exp of a vector without a finite maximum, whose elements are `stride` apart.
  static double logSumExp(double[] x, int at, int stride, int n, double extreme) {
    double answer = extreme;
    for (int k = 0; k < n; k++) {
      double v = x[at + k * stride];
      answer = Double.isNaN(v) ? v : answer;
    }
    return answer;
  }
}
