package dev.softmax.calibration;

/// Softmax and its logarithm on rows of plain arrays.
final class LogSoftmax {
  private LogSoftmax() {}

  /// Logarithm of the sum of the exponentials of `count` numbers.
  static double logSumExp(double[] z, int from, int count) {
    double max = Double.NEGATIVE_INFINITY;
    for (int k = from; k < from + count; k++) {
      max = Math.max(max, z[k]);
    }
    double sum = 0;
    for (int k = from; k < from + count; k++) {
      sum += Math.exp(z[k] - max);
    }
    return max + Math.log(sum);
  }

  /// Writes the softmax of a row to `p (K)`.
  static void softmax(double[] z, int from, double[] p) {
    double sum = logSumExp(z, from, p.length);
    for (int k = 0; k < p.length; k++) {
      p[k] = Math.exp(z[from + k] - sum);
    }
  }

  /// `logits (N, K)` → logarithms of their softmax `(N, K)`, in a new array.
  static double[] of(double[] logits, int classes) {
    double[] out = new double[logits.length];
    for (int from = 0; from < logits.length; from += classes) {
      double sum = logSumExp(logits, from, classes);
      for (int k = from; k < from + classes; k++) {
        out[k] = logits[k] - sum;
      }
    }
    return out;
  }
}
