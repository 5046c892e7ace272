package dev.softmax.linear;

/// Rows of logits. Every row is shifted by its maximum, so that no exponential overflows.
final class LogitRows {
  private LogitRows() {}

  /// Writes the softmax of the row at `at` to `to`; returns its log-sum-exp.
  static double softmax(double[] logits, int at, int classes, double[] out, int to) {
    double max = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      max = Math.max(max, logits[at + k]);
    }
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      double e = Math.exp(logits[at + k] - max);
      out[to + k] = e;
      sum += e;
    }
    double inverse = 1 / sum;
    for (int k = 0; k < classes; k++) {
      out[to + k] *= inverse;
    }
    return max + Math.log(sum);
  }

  /// A block of rows.
  ///
  /// @param chunk the chunk that it is part of
  /// @param from first row
  /// @param to row after the last
  record Rows(int chunk, int from, int to) {}
}
