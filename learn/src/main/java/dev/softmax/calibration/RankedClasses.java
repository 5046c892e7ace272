package dev.softmax.calibration;

import java.util.Arrays;

/// The classes of a row by falling probability; equal ones share their place, so that their order does not matter.
final class RankedClasses {
  private RankedClasses() {}

  /// Probabilities `(K)` of a row → of each class the probability of all that are more probable, and one more than
  /// how many these are.
  static void of(double[] probabilities, double[] above, int[] ranks) {
    double[] sorted = probabilities.clone();
    Arrays.sort(sorted);
    double[] beyond = new double[sorted.length + 1];
    for (int i = sorted.length - 1; i >= 0; i--) {
      beyond[i] = beyond[i + 1] + sorted[i];
    }
    for (int k = 0; k < probabilities.length; k++) {
      int next = next(sorted, probabilities[k]);
      above[k] = beyond[next];
      ranks[k] = 1 + sorted.length - next;
    }
  }

  /// The first index that holds more than `value`, or the length.
  private static int next(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] > value) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
