package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The inner tiles of [FloatStrips]: rows of `a`, as they lie, by a strip of two vectors of columns, whose
/// sums stay in registers while the depth is gone through. They begin with what `from` has, so that a
/// bias or an addition costs nothing.
final class SimdStripTiles {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  static final int WIDTH = F.length();

  private SimdStripTiles() {}

  /// 8 rows by a strip: 16 sums, for machines with 32 vector registers.
  static void eight(
      float[] a,
      int aAt,
      int lda,
      float[] b,
      int bAt,
      int depth,
      float[] from,
      int fromAt,
      int ldf,
      float[] c,
      int cAt,
      int ldc) {
    int a1 = aAt + lda;
    int a2 = aAt + 2 * lda;
    int a3 = aAt + 3 * lda;
    int a4 = aAt + 4 * lda;
    int a5 = aAt + 5 * lda;
    int a6 = aAt + 6 * lda;
    int a7 = aAt + 7 * lda;
    FloatVector ca0 = FloatVector.fromArray(F, from, fromAt);
    FloatVector ca1 = FloatVector.fromArray(F, from, fromAt + WIDTH);
    FloatVector cb0 = FloatVector.fromArray(F, from, fromAt + ldf);
    FloatVector cb1 = FloatVector.fromArray(F, from, fromAt + ldf + WIDTH);
    FloatVector cc0 = FloatVector.fromArray(F, from, fromAt + 2 * ldf);
    FloatVector cc1 = FloatVector.fromArray(F, from, fromAt + 2 * ldf + WIDTH);
    FloatVector cd0 = FloatVector.fromArray(F, from, fromAt + 3 * ldf);
    FloatVector cd1 = FloatVector.fromArray(F, from, fromAt + 3 * ldf + WIDTH);
    FloatVector ce0 = FloatVector.fromArray(F, from, fromAt + 4 * ldf);
    FloatVector ce1 = FloatVector.fromArray(F, from, fromAt + 4 * ldf + WIDTH);
    FloatVector cf0 = FloatVector.fromArray(F, from, fromAt + 5 * ldf);
    FloatVector cf1 = FloatVector.fromArray(F, from, fromAt + 5 * ldf + WIDTH);
    FloatVector cg0 = FloatVector.fromArray(F, from, fromAt + 6 * ldf);
    FloatVector cg1 = FloatVector.fromArray(F, from, fromAt + 6 * ldf + WIDTH);
    FloatVector ch0 = FloatVector.fromArray(F, from, fromAt + 7 * ldf);
    FloatVector ch1 = FloatVector.fromArray(F, from, fromAt + 7 * ldf + WIDTH);
    for (int p = 0; p < depth; p++) {
      FloatVector b0 = FloatVector.fromArray(F, b, bAt + p * 2 * WIDTH);
      FloatVector b1 = FloatVector.fromArray(F, b, bAt + p * 2 * WIDTH + WIDTH);
      FloatVector x0 = FloatVector.broadcast(F, a[aAt + p]);
      ca0 = b0.fma(x0, ca0);
      ca1 = b1.fma(x0, ca1);
      FloatVector x1 = FloatVector.broadcast(F, a[a1 + p]);
      cb0 = b0.fma(x1, cb0);
      cb1 = b1.fma(x1, cb1);
      FloatVector x2 = FloatVector.broadcast(F, a[a2 + p]);
      cc0 = b0.fma(x2, cc0);
      cc1 = b1.fma(x2, cc1);
      FloatVector x3 = FloatVector.broadcast(F, a[a3 + p]);
      cd0 = b0.fma(x3, cd0);
      cd1 = b1.fma(x3, cd1);
      FloatVector x4 = FloatVector.broadcast(F, a[a4 + p]);
      ce0 = b0.fma(x4, ce0);
      ce1 = b1.fma(x4, ce1);
      FloatVector x5 = FloatVector.broadcast(F, a[a5 + p]);
      cf0 = b0.fma(x5, cf0);
      cf1 = b1.fma(x5, cf1);
      FloatVector x6 = FloatVector.broadcast(F, a[a6 + p]);
      cg0 = b0.fma(x6, cg0);
      cg1 = b1.fma(x6, cg1);
      FloatVector x7 = FloatVector.broadcast(F, a[a7 + p]);
      ch0 = b0.fma(x7, ch0);
      ch1 = b1.fma(x7, ch1);
    }
    ca0.intoArray(c, cAt);
    ca1.intoArray(c, cAt + WIDTH);
    cb0.intoArray(c, cAt + ldc);
    cb1.intoArray(c, cAt + ldc + WIDTH);
    cc0.intoArray(c, cAt + 2 * ldc);
    cc1.intoArray(c, cAt + 2 * ldc + WIDTH);
    cd0.intoArray(c, cAt + 3 * ldc);
    cd1.intoArray(c, cAt + 3 * ldc + WIDTH);
    ce0.intoArray(c, cAt + 4 * ldc);
    ce1.intoArray(c, cAt + 4 * ldc + WIDTH);
    cf0.intoArray(c, cAt + 5 * ldc);
    cf1.intoArray(c, cAt + 5 * ldc + WIDTH);
    cg0.intoArray(c, cAt + 6 * ldc);
    cg1.intoArray(c, cAt + 6 * ldc + WIDTH);
    ch0.intoArray(c, cAt + 7 * ldc);
    ch1.intoArray(c, cAt + 7 * ldc + WIDTH);
  }

  /// 4 rows by a strip: 8 sums.
  static void four(
      float[] a,
      int aAt,
      int lda,
      float[] b,
      int bAt,
      int depth,
      float[] from,
      int fromAt,
      int ldf,
      float[] c,
      int cAt,
      int ldc) {
    int a1 = aAt + lda;
    int a2 = aAt + 2 * lda;
    int a3 = aAt + 3 * lda;
    FloatVector ca0 = FloatVector.fromArray(F, from, fromAt);
    FloatVector ca1 = FloatVector.fromArray(F, from, fromAt + WIDTH);
    FloatVector cb0 = FloatVector.fromArray(F, from, fromAt + ldf);
    FloatVector cb1 = FloatVector.fromArray(F, from, fromAt + ldf + WIDTH);
    FloatVector cc0 = FloatVector.fromArray(F, from, fromAt + 2 * ldf);
    FloatVector cc1 = FloatVector.fromArray(F, from, fromAt + 2 * ldf + WIDTH);
    FloatVector cd0 = FloatVector.fromArray(F, from, fromAt + 3 * ldf);
    FloatVector cd1 = FloatVector.fromArray(F, from, fromAt + 3 * ldf + WIDTH);
    for (int p = 0; p < depth; p++) {
      FloatVector b0 = FloatVector.fromArray(F, b, bAt + p * 2 * WIDTH);
      FloatVector b1 = FloatVector.fromArray(F, b, bAt + p * 2 * WIDTH + WIDTH);
      FloatVector x0 = FloatVector.broadcast(F, a[aAt + p]);
      ca0 = b0.fma(x0, ca0);
      ca1 = b1.fma(x0, ca1);
      FloatVector x1 = FloatVector.broadcast(F, a[a1 + p]);
      cb0 = b0.fma(x1, cb0);
      cb1 = b1.fma(x1, cb1);
      FloatVector x2 = FloatVector.broadcast(F, a[a2 + p]);
      cc0 = b0.fma(x2, cc0);
      cc1 = b1.fma(x2, cc1);
      FloatVector x3 = FloatVector.broadcast(F, a[a3 + p]);
      cd0 = b0.fma(x3, cd0);
      cd1 = b1.fma(x3, cd1);
    }
    ca0.intoArray(c, cAt);
    ca1.intoArray(c, cAt + WIDTH);
    cb0.intoArray(c, cAt + ldc);
    cb1.intoArray(c, cAt + ldc + WIDTH);
    cc0.intoArray(c, cAt + 2 * ldc);
    cc1.intoArray(c, cAt + 2 * ldc + WIDTH);
    cd0.intoArray(c, cAt + 3 * ldc);
    cd1.intoArray(c, cAt + 3 * ldc + WIDTH);
  }

  /// One row by four strips, `strip` apart in `b` and one beside another in `c`: 8 sums.
  static void one(
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int strip,
      int depth,
      float[] from,
      int fromAt,
      float[] c,
      int cAt) {
    FloatVector c0 = FloatVector.fromArray(F, from, fromAt);
    FloatVector c1 = FloatVector.fromArray(F, from, fromAt + WIDTH);
    FloatVector c2 = FloatVector.fromArray(F, from, fromAt + 2 * WIDTH);
    FloatVector c3 = FloatVector.fromArray(F, from, fromAt + 3 * WIDTH);
    FloatVector c4 = FloatVector.fromArray(F, from, fromAt + 4 * WIDTH);
    FloatVector c5 = FloatVector.fromArray(F, from, fromAt + 5 * WIDTH);
    FloatVector c6 = FloatVector.fromArray(F, from, fromAt + 6 * WIDTH);
    FloatVector c7 = FloatVector.fromArray(F, from, fromAt + 7 * WIDTH);
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
  static void last(
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int depth,
      float[] from,
      int fromAt,
      float[] c,
      int cAt) {
    FloatVector c0 = FloatVector.fromArray(F, from, fromAt);
    FloatVector c1 = FloatVector.fromArray(F, from, fromAt + WIDTH);
    for (int p = 0; p < depth; p++) {
      FloatVector x = FloatVector.broadcast(F, a[aAt + p]);
      c0 = x.fma(FloatVector.fromArray(F, b, bAt + p * 2 * WIDTH), c0);
      c1 = x.fma(FloatVector.fromArray(F, b, bAt + p * 2 * WIDTH + WIDTH), c1);
    }
    c0.intoArray(c, cAt);
    c1.intoArray(c, cAt + WIDTH);
  }
}
