package dev.softmax.tensor;

import java.util.ArrayDeque;

/// Arrays that are lent and come back all at once. Lengths are rounded up to one of four steps between
/// powers of two, so that batches of varying length find arrays of those before.
final class Buffers {
  private static final int STEPS = 4;
  private static final int SMALLEST = 64;

  private final Shelf[] shelves = new Shelf[STEPS * Integer.SIZE];

  /// All arrays of one length, those in use first.
  private static final class Shelf {
    final ArrayDeque<float[]> free = new ArrayDeque<>();
    final ArrayDeque<float[]> lent = new ArrayDeque<>();
  }

  /// An array of at least `length` elements with any content.
  float[] take(int length) {
    int index = index(length);
    Shelf shelf = shelves[index];
    if (shelf == null) {
      shelf = new Shelf();
      shelves[index] = shelf;
    }
    float[] array = shelf.free.pollLast();
    if (array == null) {
      array = new float[capacity(index)];
    }
    shelf.lent.addLast(array);
    return array;
  }

  /// Takes all arrays back. What is lent again in the same order is the same arrays.
  void reclaim() {
    for (Shelf shelf : shelves) {
      if (shelf != null) {
        for (float[] array = shelf.lent.pollLast(); array != null; array = shelf.lent.pollLast()) {
          shelf.free.addLast(array);
        }
      }
    }
  }

  private static int index(int length) {
    int least = Math.max(length, SMALLEST);
    int power = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(least);
    int step = 1 << (power - 2);
    return power * STEPS + (least - (1 << power) + step - 1) / step;
  }

  private static int capacity(int index) {
    int power = index / STEPS;
    return (int)
        Math.min(Integer.MAX_VALUE - 8, (1L << power) + (index % STEPS) * (1L << (power - 2)));
  }
}
