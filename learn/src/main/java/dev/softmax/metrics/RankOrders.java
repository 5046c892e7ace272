package dev.softmax.metrics;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// Orders of rows by their probabilities, found when they are first asked for.
final class RankOrders {
  /// Digits of a probability's bits, and how many there are: those of 0 to 1 and a little more fill 63.
  private static final int DIGIT = 11;

  private static final int DIGITS = 6;

  private final double[] probabilities;
  private final int classes;

  /// One for each class, then that of the largest probabilities.
  private final AtomicReferenceArray<int[]> orders;

  RankOrders(double[] probabilities, int classes) {
    this.probabilities = probabilities;
    this.classes = classes;
    this.orders = new AtomicReferenceArray<>(classes + 1);
  }

  /// The rows in the ascending order of a class's probability, equal ones as they come.
  int[] of(int label) {
    return orders.updateAndGet(label, known -> known == null ? ascending(keys(label)) : known);
  }

  /// The rows in the ascending order of the probability of a class of each.
  int[] ofConfidence(int[] predicted) {
    return orders.updateAndGet(
        classes,
        known -> {
          if (known != null) {
            return known;
          }
          long[] keys = new long[predicted.length];
          for (int row = 0; row < keys.length; row++) {
            keys[row] = key(probabilities[row * classes + predicted[row]]);
          }
          return ascending(keys);
        });
  }

  private long[] keys(int label) {
    long[] keys = new long[probabilities.length / classes];
    for (int row = 0; row < keys.length; row++) {
      keys[row] = key(probabilities[row * classes + label]);
    }
    return keys;
  }

  /// The bits of a number that is not negative, which are in the order of the numbers; −0 becomes 0.
  private static long key(double value) {
    return Double.doubleToRawLongBits(value + 0.0);
  }

  /// Indices of keys in ascending order, digit by digit from the lowest; a digit that all keys share is
  /// passed over.
  private static int[] ascending(long[] keys) {
    int[] order = new int[keys.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    int[] other = new int[keys.length];
    for (int digit = 0; digit < DIGITS; digit++) {
      int shift = digit * DIGIT;
      int[] starts = new int[(1 << DIGIT) + 1];
      for (long key : keys) {
        starts[digit(key, shift) + 1]++;
      }
      if (starts[digit(keys[0], shift) + 1] == keys.length) {
        continue;
      }
      for (int i = 1; i < starts.length; i++) {
        starts[i] += starts[i - 1];
      }
      for (int row : order) {
        other[starts[digit(keys[row], shift)]++] = row;
      }
      int[] swap = order;
      order = other;
      other = swap;
    }
    return order;
  }

  private static int digit(long key, int shift) {
    return (int) (key >>> shift) & (1 << DIGIT) - 1;
  }
}
