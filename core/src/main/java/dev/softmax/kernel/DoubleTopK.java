package dev.softmax.kernel;

import java.util.Arrays;

/// The largest elements of one vector: element `i` lies at `from + i * stride` of `scores`. NaN is
/// larger than everything, and of equal elements the one of the lower index goes first. Slot `j` of
/// a result lies at `to + j * stride`.
///
/// @param scores the numbers, shared and not copied
/// @param from index of element 0
/// @param size number of elements
/// @param stride distance between two elements, here and in the results
public record DoubleTopK(double[] scores, int from, int size, int stride) {
  /// From this share of the elements on, a heap costs more than the passes over the digits.
  private static final int SELECT_SHARE = 32;

  /// Writes the `k` largest elements, the largest first, and where they stand.
  public void largest(int k, int[] indices, double[] values, int to) {
    assert 0 < k && k <= size;
    Heap heap = new Heap(indices, values, to, stride);
    if (k > 1024 && k > size / SELECT_SHARE) {
      select(k, heap);
    } else {
      scan(k, heap);
    }
    heap.sort(k);
  }

  private void scan(int k, Heap heap) {
    for (int i = 0; i < k; i++) {
      heap.put(i, scores[from + i * stride], i);
    }
    heap.order(k);
    int i = k;
    // No element is larger than NaN, and no comparison with NaN would stop the inner loop.
    while (!Double.isNaN(heap.least())) {
      i = next(i, heap.least());
      if (i == size) {
        return;
      }
      heap.put(0, scores[from + i * stride], i);
      heap.sink(0, k);
      i++;
    }
  }

  /// The first index from `i` on whose element is larger than `threshold`, or `size`.
  private int next(int i, double threshold) {
    int at = from + i;
    if (stride == 1) {
      while (at < from + size && scores[at] <= threshold) {
        at++;
      }
      return at - from;
    }
    while (i < size && scores[from + i * stride] <= threshold) {
      i++;
    }
    return i;
  }

  private void select(int k, Heap heap) {
    long smallest = keyOf(k);
    int equals = k;
    for (int i = 0; i < size; i++) {
      equals -= key(scores[from + i * stride]) > smallest ? 1 : 0;
    }
    int slot = 0;
    for (int i = 0; i < size && slot < k; i++) {
      double x = scores[from + i * stride];
      long key = key(x);
      if (key > smallest || (key == smallest && equals-- > 0)) {
        heap.put(slot++, x, i);
      }
    }
    heap.order(k);
  }

  /// The key of the `k`-th largest element, digit by digit from the highest.
  private long keyOf(int k) {
    int[] histogram = new int[256];
    long known = 0;
    long mask = 0;
    int wanted = k;
    for (int shift = 56; shift >= 0; shift -= 8) {
      Arrays.fill(histogram, 0);
      for (int i = 0; i < size; i++) {
        long unsigned = key(scores[from + i * stride]) ^ Long.MIN_VALUE;
        if ((unsigned & mask) == known) {
          histogram[(int) (unsigned >>> shift) & 255]++;
        }
      }
      int digit = 255;
      while (wanted > histogram[digit]) {
        wanted -= histogram[digit--];
      }
      known |= (long) digit << shift;
      mask |= 255L << shift;
    }
    return known ^ Long.MIN_VALUE;
  }

  /// A `long` that orders as the elements do: NaN highest, `-0.0` like `0.0`.
  private static long key(double x) {
    if (Double.isNaN(x)) {
      return Long.MAX_VALUE;
    }
    long bits = Double.doubleToRawLongBits(x + 0.0);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  /// A heap in the result arrays whose slot 0 is the least of the best.
  private record Heap(int[] indices, double[] values, int to, int stride) {
    double least() {
      return values[to];
    }

    void put(int slot, double value, int index) {
      values[to + slot * stride] = value;
      indices[to + slot * stride] = index;
    }

    void order(int size) {
      for (int slot = size / 2 - 1; slot >= 0; slot--) {
        sink(slot, size);
      }
    }

    void sink(int slot, int size) {
      double value = values[to + slot * stride];
      int index = indices[to + slot * stride];
      while (2 * slot + 1 < size) {
        int child = 2 * slot + 1;
        if (child + 1 < size && less(child + 1, values[to + child * stride], child)) {
          child++;
        }
        double childValue = values[to + child * stride];
        int childIndex = indices[to + child * stride];
        if (!less(childValue, childIndex, value, index)) {
          break;
        }
        put(slot, childValue, childIndex);
        slot = child;
      }
      put(slot, value, index);
    }

    private boolean less(int slot, double value, int otherSlot) {
      return less(
          values[to + slot * stride],
          indices[to + slot * stride],
          value,
          indices[to + otherSlot * stride]);
    }

    private static boolean less(double a, int aIndex, double b, int bIndex) {
      if (a == b || (Double.isNaN(a) && Double.isNaN(b))) {
        return aIndex > bIndex;
      }
      return a < b || Double.isNaN(b);
    }

    void sort(int size) {
      for (int last = size - 1; last > 0; last--) {
        double value = values[to + last * stride];
        int index = indices[to + last * stride];
        put(last, least(), indices[to]);
        put(0, value, index);
        sink(0, last);
      }
    }
  }
}
