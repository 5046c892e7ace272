package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Loops of [TokenProduct] and [TokenAttention] on vectors.
final class SimdTokens {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final int WIDTH = SimdFloatLanes.WIDTH;

  /// Rows of a strip.
  static final int STRIP = 2 * WIDTH;

  /// Rows that are summed at once.
  static final int SUMS = 8;

  private SimdTokens() {}

  /// The strips `from` to `to`: `out = w · x + bias`, or `out +=`. Four inputs in turn have sums of their
  /// own: one sum would wait for itself.
  static void strips(
      float[] x,
      int xAt,
      int depth,
      float[] w,
      int from,
      int to,
      float[] bias,
      float[] out,
      int outAt,
      boolean add) {
    for (int strip = from; strip < to; strip++) {
      int at = strip * STRIP * depth;
      FloatVector a0 = FloatVector.fromArray(F, bias, strip * STRIP);
      FloatVector a1 = FloatVector.fromArray(F, bias, strip * STRIP + WIDTH);
      FloatVector b0 = FloatVector.zero(F);
      FloatVector b1 = FloatVector.zero(F);
      FloatVector c0 = FloatVector.zero(F);
      FloatVector c1 = FloatVector.zero(F);
      FloatVector d0 = FloatVector.zero(F);
      FloatVector d1 = FloatVector.zero(F);
      int p = 0;
      for (; p < depth - 3; p += 4) {
        int i = at + p * STRIP;
        FloatVector v = FloatVector.broadcast(F, x[xAt + p]);
        a0 = FloatVector.fromArray(F, w, i).fma(v, a0);
        a1 = FloatVector.fromArray(F, w, i + WIDTH).fma(v, a1);
        v = FloatVector.broadcast(F, x[xAt + p + 1]);
        b0 = FloatVector.fromArray(F, w, i + STRIP).fma(v, b0);
        b1 = FloatVector.fromArray(F, w, i + STRIP + WIDTH).fma(v, b1);
        v = FloatVector.broadcast(F, x[xAt + p + 2]);
        c0 = FloatVector.fromArray(F, w, i + 2 * STRIP).fma(v, c0);
        c1 = FloatVector.fromArray(F, w, i + 2 * STRIP + WIDTH).fma(v, c1);
        v = FloatVector.broadcast(F, x[xAt + p + 3]);
        d0 = FloatVector.fromArray(F, w, i + 3 * STRIP).fma(v, d0);
        d1 = FloatVector.fromArray(F, w, i + 3 * STRIP + WIDTH).fma(v, d1);
      }
      for (; p < depth; p++) {
        int i = at + p * STRIP;
        FloatVector v = FloatVector.broadcast(F, x[xAt + p]);
        a0 = FloatVector.fromArray(F, w, i).fma(v, a0);
        a1 = FloatVector.fromArray(F, w, i + WIDTH).fma(v, a1);
      }
      a0 = a0.add(b0).add(c0.add(d0));
      a1 = a1.add(b1).add(c1.add(d1));
      int y = outAt + (strip - from) * STRIP;
      if (add) {
        a0 = a0.add(FloatVector.fromArray(F, out, y));
        a1 = a1.add(FloatVector.fromArray(F, out, y + WIDTH));
      }
      a0.intoArray(out, y);
      a1.intoArray(out, y + WIDTH);
    }
  }

  /// `to[at + k] = sum_p a[p] b[k][p]` for eight rows `k` of `b`, those from `count` on the same as the
  /// one before; rows are `bRow` apart, and `depth` is a multiple of a vector. Behind the eight sums
  /// there is room for eight vectors.
  static void dots(
      float[] a, int aAt, float[] b, int bAt, int bRow, int count, int depth, float[] to, int at) {
    int last = count - 1;
    int b1 = bAt + Math.min(1, last) * bRow;
    int b2 = bAt + Math.min(2, last) * bRow;
    int b3 = bAt + Math.min(3, last) * bRow;
    int b4 = bAt + Math.min(4, last) * bRow;
    int b5 = bAt + Math.min(5, last) * bRow;
    int b6 = bAt + Math.min(6, last) * bRow;
    int b7 = bAt + Math.min(7, last) * bRow;
    FloatVector s0 = FloatVector.zero(F);
    FloatVector s1 = FloatVector.zero(F);
    FloatVector s2 = FloatVector.zero(F);
    FloatVector s3 = FloatVector.zero(F);
    FloatVector s4 = FloatVector.zero(F);
    FloatVector s5 = FloatVector.zero(F);
    FloatVector s6 = FloatVector.zero(F);
    FloatVector s7 = FloatVector.zero(F);
    for (int p = 0; p < depth; p += WIDTH) {
      FloatVector x = FloatVector.fromArray(F, a, aAt + p);
      s0 = FloatVector.fromArray(F, b, bAt + p).fma(x, s0);
      s1 = FloatVector.fromArray(F, b, b1 + p).fma(x, s1);
      s2 = FloatVector.fromArray(F, b, b2 + p).fma(x, s2);
      s3 = FloatVector.fromArray(F, b, b3 + p).fma(x, s3);
      s4 = FloatVector.fromArray(F, b, b4 + p).fma(x, s4);
      s5 = FloatVector.fromArray(F, b, b5 + p).fma(x, s5);
      s6 = FloatVector.fromArray(F, b, b6 + p).fma(x, s6);
      s7 = FloatVector.fromArray(F, b, b7 + p).fma(x, s7);
    }
    // Added up one by one, as in [SimdFloatThin#dots].
    int from = at + SUMS;
    s0.intoArray(to, from);
    s1.intoArray(to, from + WIDTH);
    s2.intoArray(to, from + 2 * WIDTH);
    s3.intoArray(to, from + 3 * WIDTH);
    s4.intoArray(to, from + 4 * WIDTH);
    s5.intoArray(to, from + 5 * WIDTH);
    s6.intoArray(to, from + 6 * WIDTH);
    s7.intoArray(to, from + 7 * WIDTH);
    for (int k = 0; k < SUMS; k++) {
      int row = from + k * WIDTH;
      float even = 0;
      float odd = 0;
      for (int lane = 0; lane < WIDTH; lane += 2) {
        even += to[row + lane];
        odd += to[row + lane + 1];
      }
      to[at + k] = even + odd;
    }
  }
}
