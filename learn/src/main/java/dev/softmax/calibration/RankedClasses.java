package dev.softmax.calibration;

import java.util.Arrays;

/// The classes of a row by falling probability; equal ones share their place, so that their order does not matter.
final class RankedClasses {
  private RankedClasses() {}

  /// Probabilities `(K)` of a row → of each class the probability of all that are at least as probable, and how many
  /// these are.
  static void of(double[] probabilities, double[] sums, int[] ranks) {
    double[] sorted = probabilities.clone();
    Arrays.sort(sorted);
    double[] cumulative = new double[sorted.length];
    double sum = 0;
    for (int i = sorted.length - 1; i >= 0; i--) {
      sum += sorted[i];
      cumulative[i] = sum;
    }
    for (int k = 0; k < probabilities.length; k++) {
      int first = first(sorted, probabilities[k]);
      sums[k] = cumulative[first];
      ranks[k] = sorted.length - first;
    }
  }

  /// The first index that holds no less than `value`.
  private static int first(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] >= value) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
