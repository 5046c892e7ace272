package dev.softmax.tensor;

/// Gated recurrent units in plain `double` loops.
final class ReferenceGru {
  private ReferenceGru() {}

  /// `gates (B, T, 3H)`, `start (B, H)`, `weight (3H, H)`, `bias (3H)` → `(B, T, H)`.
  ///
  /// @param lengths steps of each sequence; empty: all T
  static double[] states(
      int[] shape, double[] gates, double[] start, double[] weight, double[] bias, int[] lengths) {
    int steps = shape[1];
    int hidden = shape[2] / 3;
    double[] y = new double[shape[0] * steps * hidden];
    for (int b = 0; b < shape[0]; b++) {
      double[] h = new double[hidden];
      System.arraycopy(start, b * hidden, h, 0, hidden);
      for (int t = 0; t < (lengths.length == 0 ? steps : lengths[b]); t++) {
        double[] g = product(weight, bias, h);
        int at = (b * steps + t) * 3 * hidden;
        for (int i = 0; i < hidden; i++) {
          double r = 1 / (1 + Math.exp(-gates[at + i] - g[i]));
          double z = 1 / (1 + Math.exp(-gates[at + hidden + i] - g[hidden + i]));
          double n = Math.tanh(gates[at + 2 * hidden + i] + r * g[2 * hidden + i]);
          h[i] = (1 - z) * n + z * h[i];
        }
        System.arraycopy(h, 0, y, (b * steps + t) * hidden, hidden);
      }
    }
    return y;
  }

  private static double[] product(double[] weight, double[] bias, double[] h) {
    double[] g = bias.clone();
    for (int i = 0; i < g.length; i++) {
      for (int j = 0; j < h.length; j++) {
        g[i] += weight[i * h.length + j] * h[j];
      }
    }
    return g;
  }
}
