package dev.softmax.linear;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Rows that stand for all, more of those that count more: row `i` is drawn with probability `π_i = min(1,
/// c_i / τ)` and then counts `1 / π_i` times, so that sums over rows keep their means.
///
/// The cumulated `π` is cut into cells of length 1, and at a random place of each a row is drawn: the
/// sample has as many rows of every part of the data as their `c` says, and no period in the order of
/// the rows can hide some.
///
/// @param rows indices, ascending
/// @param factors how often each counts
record RowSample(int[] rows, double[] factors) {
  /// Steps towards `τ`, of which each settles the rows that are certain.
  private static final int MOST_STEPS = 20;

  /// @param c what rows count, not negative, not all 0
  /// @param wanted about how many rows to draw, fewer than there are
  /// @param seed the same seed draws the same rows
  static RowSample of(double[] c, double wanted, long seed) {
    double threshold = threshold(c, wanted);
    SplittableRandom random = new SplittableRandom(seed);
    int[] rows = new int[c.length];
    double[] factors = new double[c.length];
    int count = 0;
    double sum = 0;
    long cell = 0;
    double next = random.nextDouble();
    for (int i = 0; i < c.length; i++) {
      double chance = Math.min(1, c[i] / threshold);
      boolean drawn = chance >= 1;
      if (!drawn) {
        sum += chance;
        while (sum > next) {
          drawn = true;
          cell++;
          next = cell + random.nextDouble();
        }
      }
      if (drawn) {
        rows[count] = i;
        factors[count++] = 1 / chance;
      }
    }
    return new RowSample(Arrays.copyOf(rows, count), Arrays.copyOf(factors, count));
  }

  /// `τ`, at which the probabilities sum to `wanted`.
  private static double threshold(double[] c, double wanted) {
    double threshold = Arrays.stream(c).sum() / wanted;
    for (int step = 0; step < MOST_STEPS; step++) {
      double rest = 0;
      int certain = 0;
      for (double v : c) {
        if (v >= threshold) {
          certain++;
        } else {
          rest += v;
        }
      }
      double next = certain < wanted ? rest / (wanted - certain) : 0;
      if (!(next < threshold * (1 - 1e-9)) || next == 0) {
        break;
      }
      threshold = next;
    }
    return threshold;
  }
}
