package dev.softmax.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;

/// Sums and means of bags of rows of a table `(V, E)`, single rows, and their gradients. Bag `b` has
/// `tokens[offsets[b] .. offsets[b + 1])`, so there is one offset more than there are bags. Rows are
/// added in the order of the tokens, whichever thread does it, so bits do not depend on threads. An
/// empty bag is 0.
///
/// An instance is one call in progress; instances are used again.
public final class FloatBags implements IntConsumer {
  /// Elements of a task of the forward pass; from [#PARALLEL] on there are tasks.
  private static final int BLOCK = 1 << 15;

  private static final int PARALLEL = 1 << 17;

  /// Classes of rows, each the work of one task of the backward pass.
  private static final int CLASSES = 8;

  private static final boolean SIMD = Kernels.choice().bits() > 0;
  private static final Pool<FloatBags> POOL = new Pool<>(FloatBags::new);
  private static final float[] NOTHING = new float[0];
  private static final int[] NO_INTS = new int[0];

  private boolean backward;
  private float[] table = NOTHING;
  private float[] out = NOTHING;
  private int width;
  private int[] tokens = NO_INTS;
  private int[] offsets = NO_INTS;
  private int[] places = NO_INTS;
  private int bags;
  private int bagsEach;
  private boolean mean;

  private FloatBags() {}

  /// `out (bags, E)`, row `b` the sum of its bag's rows of `table (V, E)`, or their mean.
  ///
  /// @param width `E`
  public static void forward(
      float[] table, int width, int[] tokens, int[] offsets, int bags, boolean mean, float[] out) {
    assert out.length >= bags * width && offsets.length > bags;
    long work = (long) (offsets[bags] - offsets[0]) * width;
    if (work < PARALLEL) {
      sums(table, width, tokens, offsets, 0, bags, mean, out);
      return;
    }
    FloatBags call = take(table, width, tokens, offsets, bags, mean, out);
    call.backward = false;
    call.bagsEach = (int) Math.max(1, bags * (long) BLOCK / work);
    call.run((bags + call.bagsEach - 1) / call.bagsEach);
  }

  /// The gradient of [#forward]: adds row `b` of `dOut (bags, E)`, over the bag's size where `mean`, to
  /// the rows of `dTable (V, E)` of the bag's tokens.
  public static void addGradient(
      float[] dOut,
      int width,
      int[] tokens,
      int[] offsets,
      int bags,
      boolean mean,
      float[] dTable) {
    addGradient(dOut, width, tokens, offsets, bags, mean, NO_INTS, dTable);
  }

  /// [#addGradient] to packed rows: row `places[token]` of `dTable` belongs to `token`; see [#places].
  /// No places stand for the tokens themselves.
  public static void addGradient(
      float[] dOut,
      int width,
      int[] tokens,
      int[] offsets,
      int bags,
      boolean mean,
      int[] places,
      float[] dTable) {
    assert dOut.length >= bags * width && offsets.length > bags;
    if ((long) (offsets[bags] - offsets[0]) * width < PARALLEL || Parallel.threads() == 1) {
      // Rows are independent and each adds in the order of the tokens: one class for all has the
      // same
      // bits.
      scatter(dOut, width, tokens, offsets, bags, mean, places, dTable, 0, 1);
      return;
    }
    FloatBags call = take(dOut, width, tokens, offsets, bags, mean, dTable);
    call.backward = true;
    call.places = places;
    call.run(CLASSES);
  }

  /// `out (count, E)`, row `i` row `ids[i]` of `table (V, E)`.
  public static void gather(float[] table, int width, int[] ids, int from, int count, float[] out) {
    assert out.length >= count * width && from + count <= ids.length;
    for (int i = 0; i < count; i++) {
      System.arraycopy(table, ids[from + i] * width, out, i * width, width);
    }
  }

  /// The gradient of [#gather]: adds row `i` of `dOut (count, E)` to row `ids[i]` of `dTable (V, E)`, or
  /// to row `places[ids[i]]` where there are places.
  public static void addGatherGradient(
      float[] dOut, int width, int[] ids, int from, int count, int[] places, float[] dTable) {
    assert dOut.length >= count * width && from + count <= ids.length;
    for (int i = 0; i < count; i++) {
      int row = places.length == 0 ? ids[from + i] : places[ids[from + i]];
      if (SIMD && width >= 4) {
        SimdBags.addRow(dOut, i * width, 1, dTable, row * width, width);
      } else {
        addRow(dOut, i * width, 1, dTable, row * width, width);
      }
    }
  }

  /// Writes the distinct tokens among `tokens[from .. to)` to `rows` in ascending order and returns how
  /// many there are, at most `to - from`.
  ///
  /// @param marks one bit a row of the table, all 0 before and after
  public static int distinct(int[] tokens, int from, int to, long[] marks, int[] rows) {
    int least = Integer.MAX_VALUE;
    int most = -1;
    for (int i = from; i < to; i++) {
      int token = tokens[i];
      marks[token >> 6] |= 1L << token;
      least = Math.min(least, token);
      most = Math.max(most, token);
    }
    int count = 0;
    for (int word = least >> 6; word <= most >> 6; word++) {
      long left = marks[word];
      marks[word] = 0;
      while (left != 0) {
        rows[count++] = word * 64 + Long.numberOfTrailingZeros(left);
        left &= left - 1;
      }
    }
    return count;
  }

  /// Sets `places[rows[k]] = k` for the first `count` rows; other places stay as they are.
  public static void places(int[] rows, int count, int[] places) {
    for (int k = 0; k < count; k++) {
      places[rows[k]] = k;
    }
  }

  /// Sets these rows of `table (V, E)` to 0.
  public static void clear(float[] table, int width, int[] rows, int count) {
    for (int k = 0; k < count; k++) {
      Arrays.fill(table, rows[k] * width, (rows[k] + 1) * width, 0);
    }
  }

  private static FloatBags take(
      float[] table, int width, int[] tokens, int[] offsets, int bags, boolean mean, float[] out) {
    FloatBags call = POOL.take();
    call.table = table;
    call.width = width;
    call.tokens = tokens;
    call.offsets = offsets;
    call.bags = bags;
    call.mean = mean;
    call.out = out;
    return call;
  }

  private void run(int tasks) {
    try {
      Parallel.forEach(tasks, this);
    } finally {
      table = NOTHING;
      out = NOTHING;
      tokens = NO_INTS;
      offsets = NO_INTS;
      places = NO_INTS;
      POOL.give(this);
    }
  }

  /// One task: some bags, or one class of rows.
  @Override
  public void accept(int task) {
    if (backward) {
      scatter(table, width, tokens, offsets, bags, mean, places, out, task, CLASSES);
    } else {
      int first = task * bagsEach;
      int end = Math.min(bags, first + bagsEach);
      sums(table, width, tokens, offsets, first, end, mean, out);
    }
  }

  private static float factor(boolean mean, int size) {
    return mean && size > 0 ? 1f / size : 1;
  }

  private static void sums(
      float[] table,
      int width,
      int[] tokens,
      int[] offsets,
      int first,
      int end,
      boolean mean,
      float[] out) {
    for (int bag = first; bag < end; bag++) {
      int from = offsets[bag];
      int to = offsets[bag + 1];
      float factor = factor(mean, to - from);
      int at = bag * width;
      if (SIMD && width >= SimdFloatLanes.WIDTH) {
        SimdBags.sum(table, width, tokens, from, to, factor, out, at);
        continue;
      }
      Arrays.fill(out, at, at + width, 0);
      for (int t = from; t < to; t++) {
        addRow(table, tokens[t] * width, 1, out, at, width);
      }
      for (int i = at; i < at + width; i++) {
        out[i] *= factor;
      }
    }
  }

  private static void scatter(
      float[] dOut,
      int width,
      int[] tokens,
      int[] offsets,
      int bags,
      boolean mean,
      int[] places,
      float[] dTable,
      int part,
      int parts) {
    for (int bag = 0; bag < bags; bag++) {
      int end = offsets[bag + 1];
      float factor = factor(mean, end - offsets[bag]);
      for (int t = offsets[bag]; t < end; t++) {
        int row = places.length == 0 ? tokens[t] : places[tokens[t]];
        if ((row & (parts - 1)) == part) {
          if (SIMD && width >= 4) {
            SimdBags.addRow(dOut, bag * width, factor, dTable, row * width, width);
          } else {
            addRow(dOut, bag * width, factor, dTable, row * width, width);
          }
        }
      }
    }
  }

  private static void addRow(float[] x, int from, float factor, float[] y, int to, int n) {
    for (int i = 0; i < n; i++) {
      y[to + i] = Math.fma(x[from + i], factor, y[to + i]);
    }
  }
}
