package dev.softmax.kernel;

import java.util.function.IntConsumer;

/// Masks of dropout from counters ([Philox]): element `i` of a mask depends on the seed, the mask's
/// number and `i` alone. In each block of 32 elements, the first 16 are words 0 and 1 of eight
/// successive indices, the others words 2 and 3: so vectors of any width store what they have.
///
/// An instance is one call in progress; instances are used again.
public final class FloatDropout implements IntConsumer {
  /// Elements of eight indices.
  static final int GROUP = 32;

  private static final int BLOCK = 1 << 13;
  private static final int PARALLEL = 4 * BLOCK;
  private static final boolean SIMD = Kernels.choice().bits() > 0;
  private static final Pool<FloatDropout> POOL = new Pool<>(FloatDropout::new);
  private static final float[] NOTHING = new float[0];

  private long seed;
  private long number;
  private float keep;
  private float[] mask = NOTHING;
  private int from;
  private int to;

  private FloatDropout() {}

  /// Writes to `mask[from .. to)` `1 / keep` with probability `keep` (to within `2^-24`), else 0.
  ///
  /// @param number which mask: another for each layer and step
  public static void mask(long seed, long number, float keep, float[] mask, int from, int to) {
    assert keep > 0 && keep <= 1 && from >= 0 && from <= to && to <= mask.length;
    if (to - from < PARALLEL) {
      range(seed, number, keep, mask, from, to);
      return;
    }
    FloatDropout call = POOL.take();
    call.seed = seed;
    call.number = number;
    call.keep = keep;
    call.mask = mask;
    call.from = from;
    call.to = to;
    try {
      Parallel.forEach((to - 1) / BLOCK - from / BLOCK + 1, call);
    } finally {
      call.mask = NOTHING;
      POOL.give(call);
    }
  }

  /// One task: what of `from .. to` lies in one block.
  @Override
  public void accept(int task) {
    int start = (from / BLOCK + task) * BLOCK;
    range(seed, number, keep, mask, Math.max(from, start), Math.min(to, start + BLOCK));
  }

  private static void range(long seed, long number, float keep, float[] mask, int from, int to) {
    int threshold = Math.round(keep * 0x1p24f);
    float kept = 1 / keep;
    int first = Math.min(to, (from + GROUP - 1) / GROUP * GROUP);
    int last = Math.max(first, to / GROUP * GROUP);
    edge(seed, number, threshold, kept, mask, from, first);
    if (SIMD && last - first >= 2 * GROUP) {
      SimdDropout.mask(seed, number, threshold, kept, mask, first, last);
    } else {
      edge(seed, number, threshold, kept, mask, first, last);
    }
    edge(seed, number, threshold, kept, mask, last, to);
  }

  private static void edge(
      long seed, long number, int threshold, float kept, float[] mask, int from, int to) {
    for (int i = from; i < to; i++) {
      int place = i % GROUP;
      int index = i / GROUP * 8 + (place & 15) / 2;
      if (place % 2 == 0 && i + 1 < to) {
        // Both words of a half at once.
        long half = Philox.half(seed, number, index, place / 16);
        mask[i] = (int) half >>> 8 < threshold ? kept : 0;
        mask[i + 1] = (int) (half >>> 40) < threshold ? kept : 0;
        i++;
      } else {
        int word = (int) (Philox.half(seed, number, index, place / 16) >>> (32 * (place & 1)));
        mask[i] = word >>> 8 < threshold ? kept : 0;
      }
    }
  }
}
