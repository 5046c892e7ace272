package dev.softmax;

import dev.softmax.kernel.PolynomialShares;

/// The mean of `−log p_y` over vectors, for probabilities that have no Fenchel-Young loss.
final class LogLoss {
  private LogLoss() {}

  static double mean(
      PolynomialShares shares, double[] scores, Axis axis, int[] targets, double[] out) {
    Check.fits("log-loss", "scores", scores.length, axis);
    Check.fits("log-loss", "out", out.length, axis);
    double counted = Check.targets("log-loss", axis, targets);
    int n = axis.size();
    int inner = axis.inner();
    double[] row = new double[n];
    double[] gradient = new double[n];
    double sum = 0;
    for (int v = 0; v < targets.length; v++) {
      int first = axis.offset() + v / inner * n * inner + v % inner;
      for (int k = 0; k < n; k++) {
        row[k] = scores[first + k * inner];
        gradient[k] = 0;
      }
      if (targets[v] != OutputTransform.IGNORED) {
        sum += shares.loss(row, n, targets[v], gradient);
      }
      for (int k = 0; k < n; k++) {
        out[first + k * inner] = gradient[k] / counted;
      }
    }
    return sum / counted;
  }

  static double mean(
      PolynomialShares shares, float[] scores, Axis axis, int[] targets, float[] out) {
    Check.fits("log-loss", "scores", scores.length, axis);
    Check.fits("log-loss", "out", out.length, axis);
    double counted = Check.targets("log-loss", axis, targets);
    int n = axis.size();
    int inner = axis.inner();
    double[] row = new double[n];
    double[] gradient = new double[n];
    double sum = 0;
    for (int v = 0; v < targets.length; v++) {
      int first = axis.offset() + v / inner * n * inner + v % inner;
      for (int k = 0; k < n; k++) {
        row[k] = scores[first + k * inner];
        gradient[k] = 0;
      }
      if (targets[v] != OutputTransform.IGNORED) {
        sum += shares.loss(row, n, targets[v], gradient);
      }
      for (int k = 0; k < n; k++) {
        out[first + k * inner] = (float) (gradient[k] / counted);
      }
    }
    return sum / counted;
  }
}
