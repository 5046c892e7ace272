package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The inner tiles of [FloatStrips] for one row; [SimdPackedTiles] has those for more. The sums begin at
/// zero and the bias is added last, as there, so that a row has the same bits alone and among others.
final class SimdStripTiles {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final int WIDTH = F.length();

  private SimdStripTiles() {}

  /// One row by four strips, `strip` apart in `b` and one beside another in `c`: 8 sums.
  static void four(
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int strip,
      int depth,
      float[] bias,
      int biasAt,
      boolean add,
      float[] c,
      int cAt) {
    FloatVector c0 = FloatVector.zero(F);
    FloatVector c1 = FloatVector.zero(F);
    FloatVector c2 = FloatVector.zero(F);
    FloatVector c3 = FloatVector.zero(F);
    FloatVector c4 = FloatVector.zero(F);
    FloatVector c5 = FloatVector.zero(F);
    FloatVector c6 = FloatVector.zero(F);
    FloatVector c7 = FloatVector.zero(F);
    int b1 = bAt + strip;
    int b2 = bAt + 2 * strip;
    int b3 = bAt + 3 * strip;
    for (int p = 0; p < depth; p++) {
      FloatVector x = FloatVector.broadcast(F, a[aAt + p]);
      int at = p * 2 * WIDTH;
      c0 = x.fma(FloatVector.fromArray(F, b, bAt + at), c0);
      c1 = x.fma(FloatVector.fromArray(F, b, bAt + at + WIDTH), c1);
      c2 = x.fma(FloatVector.fromArray(F, b, b1 + at), c2);
      c3 = x.fma(FloatVector.fromArray(F, b, b1 + at + WIDTH), c3);
      c4 = x.fma(FloatVector.fromArray(F, b, b2 + at), c4);
      c5 = x.fma(FloatVector.fromArray(F, b, b2 + at + WIDTH), c5);
      c6 = x.fma(FloatVector.fromArray(F, b, b3 + at), c6);
      c7 = x.fma(FloatVector.fromArray(F, b, b3 + at + WIDTH), c7);
    }
    c0 = c0.add(FloatVector.fromArray(F, bias, biasAt));
    c1 = c1.add(FloatVector.fromArray(F, bias, biasAt + WIDTH));
    c2 = c2.add(FloatVector.fromArray(F, bias, biasAt + 2 * WIDTH));
    c3 = c3.add(FloatVector.fromArray(F, bias, biasAt + 3 * WIDTH));
    c4 = c4.add(FloatVector.fromArray(F, bias, biasAt + 4 * WIDTH));
    c5 = c5.add(FloatVector.fromArray(F, bias, biasAt + 5 * WIDTH));
    c6 = c6.add(FloatVector.fromArray(F, bias, biasAt + 6 * WIDTH));
    c7 = c7.add(FloatVector.fromArray(F, bias, biasAt + 7 * WIDTH));
    if (add) {
      c0 = c0.add(FloatVector.fromArray(F, c, cAt));
      c1 = c1.add(FloatVector.fromArray(F, c, cAt + WIDTH));
      c2 = c2.add(FloatVector.fromArray(F, c, cAt + 2 * WIDTH));
      c3 = c3.add(FloatVector.fromArray(F, c, cAt + 3 * WIDTH));
      c4 = c4.add(FloatVector.fromArray(F, c, cAt + 4 * WIDTH));
      c5 = c5.add(FloatVector.fromArray(F, c, cAt + 5 * WIDTH));
      c6 = c6.add(FloatVector.fromArray(F, c, cAt + 6 * WIDTH));
      c7 = c7.add(FloatVector.fromArray(F, c, cAt + 7 * WIDTH));
    }
    c0.intoArray(c, cAt);
    c1.intoArray(c, cAt + WIDTH);
    c2.intoArray(c, cAt + 2 * WIDTH);
    c3.intoArray(c, cAt + 3 * WIDTH);
    c4.intoArray(c, cAt + 4 * WIDTH);
    c5.intoArray(c, cAt + 5 * WIDTH);
    c6.intoArray(c, cAt + 6 * WIDTH);
    c7.intoArray(c, cAt + 7 * WIDTH);
  }

  /// One row by one strip.
  static void one(
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int depth,
      float[] bias,
      int biasAt,
      boolean add,
      float[] c,
      int cAt) {
    FloatVector c0 = FloatVector.zero(F);
    FloatVector c1 = FloatVector.zero(F);
    for (int p = 0; p < depth; p++) {
      FloatVector x = FloatVector.broadcast(F, a[aAt + p]);
      c0 = x.fma(FloatVector.fromArray(F, b, bAt + p * 2 * WIDTH), c0);
      c1 = x.fma(FloatVector.fromArray(F, b, bAt + p * 2 * WIDTH + WIDTH), c1);
    }
    c0 = c0.add(FloatVector.fromArray(F, bias, biasAt));
    c1 = c1.add(FloatVector.fromArray(F, bias, biasAt + WIDTH));
    if (add) {
      c0 = c0.add(FloatVector.fromArray(F, c, cAt));
      c1 = c1.add(FloatVector.fromArray(F, c, cAt + WIDTH));
    }
    c0.intoArray(c, cAt);
    c1.intoArray(c, cAt + WIDTH);
  }
}
