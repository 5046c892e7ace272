package dev.softmax.training;

import java.util.Arrays;
import java.util.SplittableRandom;

/// The order of rows in each epoch: a shuffle that follows from the seed and the epoch alone.
final class RowOrder {
  /// Odd and without pattern (2⁶⁴ over the golden ratio), so that epochs of nearby seeds differ.
  private static final long STRIDE = 0x9E3779B97F4A7C15L;

  private final int[] rows;
  private final long seed;

  RowOrder(int size, long seed) {
    this.rows = new int[size];
    this.seed = seed;
  }

  /// A seed for one epoch.
  static long seed(long seed, int epoch) {
    return new SplittableRandom(seed + STRIDE * (epoch + 1L)).nextLong();
  }

  /// The rows as they are; good until the next call.
  int[] plain() {
    Arrays.setAll(rows, i -> i);
    return rows;
  }

  /// The order of an epoch, counted from 0; good until the next call (Fisher-Yates).
  int[] of(int epoch) {
    SplittableRandom random = new SplittableRandom(seed(seed, epoch));
    for (int i = 0; i < rows.length; i++) {
      int other = random.nextInt(i + 1);
      rows[i] = rows[other];
      rows[other] = i;
    }
    return rows;
  }
}
