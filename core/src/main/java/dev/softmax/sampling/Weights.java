package dev.softmax.sampling;

import dev.softmax.kernel.FloatCandidates;

/// The weights of candidates, proportional to their probabilities, and their sum.
final class Weights {
  /// Weights summed in one go; a draw looks for its block first.
  private static final int BLOCK = 256;

  private final float[] values;
  private final double[] sums;
  private int size;
  private double total;

  Weights(int most) {
    values = new float[most];
    sums = new double[(most + BLOCK - 1) / BLOCK];
  }

  float[] values() {
    return values;
  }

  double total() {
    return total;
  }

  /// Takes the weights of the logits `x[0 .. n)`, none above the finite `max`.
  void take(float[] x, int n, float max, double temperature) {
    FloatCandidates.weights(x, n, max, temperature, values);
    size = n;
    total = 0;
    for (int from = 0; from < n; from += BLOCK) {
      double sum = sum(values, from, Math.min(n, from + BLOCK));
      sums[from / BLOCK] = sum;
      total += sum;
    }
  }

  /// A sum whose order the source says: eight running sums, which a processor can add side by side.
  private static double sum(float[] w, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    double e = 0;
    double f = 0;
    double g = 0;
    double h = 0;
    int i = from;
    for (; i <= to - 8; i += 8) {
      a += w[i];
      b += w[i + 1];
      c += w[i + 2];
      d += w[i + 3];
      e += w[i + 4];
      f += w[i + 5];
      g += w[i + 6];
      h += w[i + 7];
    }
    for (; i < to; i++) {
      a += w[i];
    }
    return ((a + b) + (c + d)) + ((e + f) + (g + h));
  }

  /// The candidate in which the share `u` of the total falls, `0 <= u < 1`; never one of weight 0.
  int at(double u) {
    double left = u * total;
    int from = 0;
    while (from + BLOCK < size && left >= sums[from / BLOCK]) {
      left -= sums[from / BLOCK];
      from += BLOCK;
    }
    int found = -1;
    for (int i = from; i < size && (found < 0 || left >= 0); i++) {
      if (values[i] > 0) {
        found = i;
        left -= values[i];
      }
    }
    // Rounding may leave a little mass behind the last candidate of a weight: it is that one's.
    for (int i = from - 1; found < 0; i--) {
      found = values[i] > 0 ? i : found;
    }
    return found;
  }

  /// Mean of the logits `x`, each counted by its weight.
  double mean(float[] x) {
    double even = 0;
    double odd = 0;
    int i = 0;
    for (; i <= size - 2; i += 2) {
      even += values[i] * finite(x[i]);
      odd += values[i + 1] * finite(x[i + 1]);
    }
    if (i < size) {
      even += values[i] * finite(x[i]);
    }
    return (even + odd) / total;
  }

  /// A finite number for `-∞`, whose weight is 0.
  private static double finite(float x) {
    return Math.max(x, -Float.MAX_VALUE);
  }
}
