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
    float answer = extreme;
    for (int i = at; i < at + n; i++) {
      answer = Float.isNaN(x[i]) ? x[i] : answer;
    }
    y[to] = answer;
  }

  /// @param extreme the maximum of the row without its NaN elements, `-∞` for an empty row
  static void row(RowWork work, double[] x, int at, double[] y, int to, int n, double extreme) {
    if (work != RowWork.LOG_SUM_EXP) {
      Arrays.fill(y, to, to + n, Double.NaN);
      return;
    }
    double answer = extreme;
    for (int i = at; i < at + n; i++) {
      answer = Double.isNaN(x[i]) ? x[i] : answer;
    }
    y[to] = answer;
  }
}
