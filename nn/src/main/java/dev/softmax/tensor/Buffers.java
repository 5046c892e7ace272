package dev.softmax.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Arrays that are lent and come back all at once. Lengths are rounded up to one of four steps between
/// powers of two, so that batches of varying length find arrays of those before.
///
/// @param <A> `float[]` or `int[]`
final class Buffers<A> {
  private static final int STEPS = 4;
  private static final int SMALLEST = 64;

  private final IntFunction<A> maker;
  private final List<@Nullable Shelf<A>> shelves =
      new ArrayList<>(Collections.nCopies(STEPS * Integer.SIZE, null));

  /// All arrays of one length.
  private static final class Shelf<A> {
    final ArrayDeque<A> free = new ArrayDeque<>();
    final ArrayDeque<A> lent = new ArrayDeque<>();
  }

  Buffers(IntFunction<A> maker) {
    this.maker = maker;
  }

  /// An array of at least `length` elements with any content.
  A take(int length) {
    int index = index(length);
    Shelf<A> shelf = shelves.get(index);
    if (shelf == null) {
      shelf = new Shelf<>();
      shelves.set(index, shelf);
    }
    A array = shelf.free.pollLast();
    if (array == null) {
      array = maker.apply(capacity(index));
    }
    shelf.lent.addLast(array);
    return array;
  }

  /// Takes all arrays back. What is lent again in the same order is the same arrays.
  void reclaim() {
    for (Shelf<A> shelf : shelves) {
      if (shelf != null) {
        for (A array = shelf.lent.pollLast(); array != null; array = shelf.lent.pollLast()) {
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
