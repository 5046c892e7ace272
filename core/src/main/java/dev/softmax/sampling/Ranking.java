package dev.softmax.sampling;

import java.util.Arrays;

/// Finds where a ranking by `float` scores, the largest first, is to be cut, without sorting: the
/// scores are looked at as integers of three digits, and only the digit's bin in which the cut falls
/// is looked at again. The answer is a threshold, and how many of the scores that equal it still go
/// in, those of the lowest index first.
final class Ranking {
  private static final int BINS = 1 << 11;
  private static final int[] SHIFTS = {21, 10, 0};

  private final int[] counts = new int[BINS];
  private final double[] masses = new double[BINS];
  private final int[] active;
  private float threshold;
  private int ties;

  Ranking(int most) {
    active = new int[most];
  }

  /// The largest score that goes in last.
  float threshold() {
    return threshold;
  }

  /// How many of the scores that equal the threshold go in.
  int ties() {
    return ties;
  }

  /// Cuts after the `k` largest of `scores[0 .. n)`, `1 <= k <= n`.
  void byCount(float[] scores, int n, int k) {
    int known = 0;
    int left = k;
    int actives = n;
    for (int digit = 0; digit < SHIFTS.length; digit++) {
      int shift = SHIFTS[digit];
      Arrays.fill(counts, 0);
      for (int j = 0; j < actives; j++) {
        counts[bin(scores[digit == 0 ? j : active[j]], shift)]++;
      }
      int bin = BINS - 1;
      while (left > counts[bin]) {
        left -= counts[bin--];
      }
      known |= bin << shift;
      actives = narrow(scores, digit, actives, bin);
    }
    threshold = score(known);
    ties = left;
  }

  /// Cuts `scores[0 .. n)` where the weights of what is in reach `mass` and there are at least
  /// `least`; takes everything where they never do.
  void byMass(float[] scores, float[] weights, int n, double mass, int least) {
    int known = 0;
    double massLeft = mass;
    int left = least;
    int actives = n;
    for (int digit = 0; digit < SHIFTS.length; digit++) {
      int shift = SHIFTS[digit];
      Arrays.fill(counts, 0);
      Arrays.fill(masses, 0);
      int lowest = BINS - 1;
      for (int j = 0; j < actives; j++) {
        int i = digit == 0 ? j : active[j];
        int bin = bin(scores[i], shift);
        counts[bin]++;
        masses[bin] += weights[i];
        lowest = Math.min(lowest, bin);
      }
      int bin = BINS - 1;
      while (bin > lowest && (left > counts[bin] || massLeft > masses[bin])) {
        left -= counts[bin];
        massLeft -= masses[bin--];
      }
      known |= bin << shift;
      actives = narrow(scores, digit, actives, bin);
    }
    threshold = score(known);
    ties = 0;
    while (ties < actives && (left > 0 || massLeft > 0)) {
      massLeft -= weights[active[ties++]];
      left--;
    }
  }

  /// Makes the scores of a bin the active ones, in the order of their indices.
  private int narrow(float[] scores, int digit, int actives, int bin) {
    int n = 0;
    for (int j = 0; j < actives; j++) {
      int i = digit == 0 ? j : active[j];
      if (bin(scores[i], SHIFTS[digit]) == bin) {
        active[n++] = i;
      }
    }
    return n;
  }

  /// A digit of the score as an unsigned integer that orders as scores do; `-0.0` is `0.0`.
  private static int bin(float score, int shift) {
    int bits = Float.floatToRawIntBits(score + 0f);
    int key = bits ^ ((bits >> 31) | Integer.MIN_VALUE);
    return shift == 21 ? key >>> 21 : (key >>> shift) & (shift == 10 ? BINS - 1 : 1023);
  }

  private static float score(int key) {
    return Float.intBitsToFloat(key < 0 ? key ^ Integer.MIN_VALUE : ~key);
  }
}
