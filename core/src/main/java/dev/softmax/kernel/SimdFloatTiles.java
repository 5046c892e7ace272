package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The inner tiles of the product: a block of rows by one or two vectors of columns stays in
/// registers while the depth is gone through. Each tile is one method with named locals, since
/// vectors in arrays would live in memory. `a` is packed `[depth][rows]`, `b` `[depth][columns]`.
final class SimdFloatTiles {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  static final int WIDTH = F.length();

  private SimdFloatTiles() {}

  private static void store(FloatVector v, float[] c, int at, boolean add) {
    (add ? FloatVector.fromArray(F, c, at).add(v) : v).intoArray(c, at);
  }

  /// 12 rows by 2 vectors: 24 sums, for machines with 32 vector registers.
  static void tall(
      float[] a, int aAt, float[] b, int bAt, int depth, float[] c, int cAt, int ldc, boolean add) {
    FloatVector ca0 = FloatVector.zero(F);
    FloatVector ca1 = FloatVector.zero(F);
    FloatVector cb0 = FloatVector.zero(F);
    FloatVector cb1 = FloatVector.zero(F);
    FloatVector cc0 = FloatVector.zero(F);
    FloatVector cc1 = FloatVector.zero(F);
    FloatVector cd0 = FloatVector.zero(F);
    FloatVector cd1 = FloatVector.zero(F);
    FloatVector ce0 = FloatVector.zero(F);
    FloatVector ce1 = FloatVector.zero(F);
    FloatVector cf0 = FloatVector.zero(F);
    FloatVector cf1 = FloatVector.zero(F);
    FloatVector cg0 = FloatVector.zero(F);
    FloatVector cg1 = FloatVector.zero(F);
    FloatVector ch0 = FloatVector.zero(F);
    FloatVector ch1 = FloatVector.zero(F);
    FloatVector ci0 = FloatVector.zero(F);
    FloatVector ci1 = FloatVector.zero(F);
    FloatVector cj0 = FloatVector.zero(F);
    FloatVector cj1 = FloatVector.zero(F);
    FloatVector ck0 = FloatVector.zero(F);
    FloatVector ck1 = FloatVector.zero(F);
    FloatVector cl0 = FloatVector.zero(F);
    FloatVector cl1 = FloatVector.zero(F);
    for (int p = 0; p < depth; p++) {
      FloatVector b0 = FloatVector.fromArray(F, b, bAt + p * 2 * WIDTH);
      FloatVector b1 = FloatVector.fromArray(F, b, bAt + p * 2 * WIDTH + WIDTH);
      int i = aAt + p * 12;
      FloatVector x0 = FloatVector.broadcast(F, a[i]);
      ca0 = b0.fma(x0, ca0);
      ca1 = b1.fma(x0, ca1);
      FloatVector x1 = FloatVector.broadcast(F, a[i + 1]);
      cb0 = b0.fma(x1, cb0);
      cb1 = b1.fma(x1, cb1);
      FloatVector x2 = FloatVector.broadcast(F, a[i + 2]);
      cc0 = b0.fma(x2, cc0);
      cc1 = b1.fma(x2, cc1);
      FloatVector x3 = FloatVector.broadcast(F, a[i + 3]);
      cd0 = b0.fma(x3, cd0);
      cd1 = b1.fma(x3, cd1);
      FloatVector x4 = FloatVector.broadcast(F, a[i + 4]);
      ce0 = b0.fma(x4, ce0);
      ce1 = b1.fma(x4, ce1);
      FloatVector x5 = FloatVector.broadcast(F, a[i + 5]);
      cf0 = b0.fma(x5, cf0);
      cf1 = b1.fma(x5, cf1);
      FloatVector x6 = FloatVector.broadcast(F, a[i + 6]);
      cg0 = b0.fma(x6, cg0);
      cg1 = b1.fma(x6, cg1);
      FloatVector x7 = FloatVector.broadcast(F, a[i + 7]);
      ch0 = b0.fma(x7, ch0);
      ch1 = b1.fma(x7, ch1);
      FloatVector x8 = FloatVector.broadcast(F, a[i + 8]);
      ci0 = b0.fma(x8, ci0);
      ci1 = b1.fma(x8, ci1);
      FloatVector x9 = FloatVector.broadcast(F, a[i + 9]);
      cj0 = b0.fma(x9, cj0);
      cj1 = b1.fma(x9, cj1);
      FloatVector x10 = FloatVector.broadcast(F, a[i + 10]);
      ck0 = b0.fma(x10, ck0);
      ck1 = b1.fma(x10, ck1);
      FloatVector x11 = FloatVector.broadcast(F, a[i + 11]);
      cl0 = b0.fma(x11, cl0);
      cl1 = b1.fma(x11, cl1);
    }
    store(ca0, c, cAt, add);
    store(ca1, c, cAt + WIDTH, add);
    store(cb0, c, cAt + ldc, add);
    store(cb1, c, cAt + ldc + WIDTH, add);
    store(cc0, c, cAt + 2 * ldc, add);
    store(cc1, c, cAt + 2 * ldc + WIDTH, add);
    store(cd0, c, cAt + 3 * ldc, add);
    store(cd1, c, cAt + 3 * ldc + WIDTH, add);
    store(ce0, c, cAt + 4 * ldc, add);
    store(ce1, c, cAt + 4 * ldc + WIDTH, add);
    store(cf0, c, cAt + 5 * ldc, add);
    store(cf1, c, cAt + 5 * ldc + WIDTH, add);
    store(cg0, c, cAt + 6 * ldc, add);
    store(cg1, c, cAt + 6 * ldc + WIDTH, add);
    store(ch0, c, cAt + 7 * ldc, add);
    store(ch1, c, cAt + 7 * ldc + WIDTH, add);
    store(ci0, c, cAt + 8 * ldc, add);
    store(ci1, c, cAt + 8 * ldc + WIDTH, add);
    store(cj0, c, cAt + 9 * ldc, add);
    store(cj1, c, cAt + 9 * ldc + WIDTH, add);
    store(ck0, c, cAt + 10 * ldc, add);
    store(ck1, c, cAt + 10 * ldc + WIDTH, add);
    store(cl0, c, cAt + 11 * ldc, add);
    store(cl1, c, cAt + 11 * ldc + WIDTH, add);
  }

  /// 6 rows by 2 vectors: 12 sums, for machines with 16 vector registers.
  static void low(
      float[] a, int aAt, float[] b, int bAt, int depth, float[] c, int cAt, int ldc, boolean add) {
    FloatVector ca0 = FloatVector.zero(F);
    FloatVector ca1 = FloatVector.zero(F);
    FloatVector cb0 = FloatVector.zero(F);
    FloatVector cb1 = FloatVector.zero(F);
    FloatVector cc0 = FloatVector.zero(F);
    FloatVector cc1 = FloatVector.zero(F);
    FloatVector cd0 = FloatVector.zero(F);
    FloatVector cd1 = FloatVector.zero(F);
    FloatVector ce0 = FloatVector.zero(F);
    FloatVector ce1 = FloatVector.zero(F);
    FloatVector cf0 = FloatVector.zero(F);
    FloatVector cf1 = FloatVector.zero(F);
    for (int p = 0; p < depth; p++) {
      FloatVector b0 = FloatVector.fromArray(F, b, bAt + p * 2 * WIDTH);
      FloatVector b1 = FloatVector.fromArray(F, b, bAt + p * 2 * WIDTH + WIDTH);
      int i = aAt + p * 6;
      FloatVector x0 = FloatVector.broadcast(F, a[i]);
      ca0 = b0.fma(x0, ca0);
      ca1 = b1.fma(x0, ca1);
      FloatVector x1 = FloatVector.broadcast(F, a[i + 1]);
      cb0 = b0.fma(x1, cb0);
      cb1 = b1.fma(x1, cb1);
      FloatVector x2 = FloatVector.broadcast(F, a[i + 2]);
      cc0 = b0.fma(x2, cc0);
      cc1 = b1.fma(x2, cc1);
      FloatVector x3 = FloatVector.broadcast(F, a[i + 3]);
      cd0 = b0.fma(x3, cd0);
      cd1 = b1.fma(x3, cd1);
      FloatVector x4 = FloatVector.broadcast(F, a[i + 4]);
      ce0 = b0.fma(x4, ce0);
      ce1 = b1.fma(x4, ce1);
      FloatVector x5 = FloatVector.broadcast(F, a[i + 5]);
      cf0 = b0.fma(x5, cf0);
      cf1 = b1.fma(x5, cf1);
    }
    store(ca0, c, cAt, add);
    store(ca1, c, cAt + WIDTH, add);
    store(cb0, c, cAt + ldc, add);
    store(cb1, c, cAt + ldc + WIDTH, add);
    store(cc0, c, cAt + 2 * ldc, add);
    store(cc1, c, cAt + 2 * ldc + WIDTH, add);
    store(cd0, c, cAt + 3 * ldc, add);
    store(cd1, c, cAt + 3 * ldc + WIDTH, add);
    store(ce0, c, cAt + 4 * ldc, add);
    store(ce1, c, cAt + 4 * ldc + WIDTH, add);
    store(cf0, c, cAt + 5 * ldc, add);
    store(cf1, c, cAt + 5 * ldc + WIDTH, add);
  }

  /// 12 rows by 1 vector, for few columns.
  static void narrow(
      float[] a, int aAt, float[] b, int bAt, int depth, float[] c, int cAt, int ldc, boolean add) {
    FloatVector ca0 = FloatVector.zero(F);
    FloatVector cb0 = FloatVector.zero(F);
    FloatVector cc0 = FloatVector.zero(F);
    FloatVector cd0 = FloatVector.zero(F);
    FloatVector ce0 = FloatVector.zero(F);
    FloatVector cf0 = FloatVector.zero(F);
    FloatVector cg0 = FloatVector.zero(F);
    FloatVector ch0 = FloatVector.zero(F);
    FloatVector ci0 = FloatVector.zero(F);
    FloatVector cj0 = FloatVector.zero(F);
    FloatVector ck0 = FloatVector.zero(F);
    FloatVector cl0 = FloatVector.zero(F);
    for (int p = 0; p < depth; p++) {
      FloatVector b0 = FloatVector.fromArray(F, b, bAt + p * WIDTH);
      int i = aAt + p * 12;
      FloatVector x0 = FloatVector.broadcast(F, a[i]);
      ca0 = b0.fma(x0, ca0);
      FloatVector x1 = FloatVector.broadcast(F, a[i + 1]);
      cb0 = b0.fma(x1, cb0);
      FloatVector x2 = FloatVector.broadcast(F, a[i + 2]);
      cc0 = b0.fma(x2, cc0);
      FloatVector x3 = FloatVector.broadcast(F, a[i + 3]);
      cd0 = b0.fma(x3, cd0);
      FloatVector x4 = FloatVector.broadcast(F, a[i + 4]);
      ce0 = b0.fma(x4, ce0);
      FloatVector x5 = FloatVector.broadcast(F, a[i + 5]);
      cf0 = b0.fma(x5, cf0);
      FloatVector x6 = FloatVector.broadcast(F, a[i + 6]);
      cg0 = b0.fma(x6, cg0);
      FloatVector x7 = FloatVector.broadcast(F, a[i + 7]);
      ch0 = b0.fma(x7, ch0);
      FloatVector x8 = FloatVector.broadcast(F, a[i + 8]);
      ci0 = b0.fma(x8, ci0);
      FloatVector x9 = FloatVector.broadcast(F, a[i + 9]);
      cj0 = b0.fma(x9, cj0);
      FloatVector x10 = FloatVector.broadcast(F, a[i + 10]);
      ck0 = b0.fma(x10, ck0);
      FloatVector x11 = FloatVector.broadcast(F, a[i + 11]);
      cl0 = b0.fma(x11, cl0);
    }
    store(ca0, c, cAt, add);
    store(cb0, c, cAt + ldc, add);
    store(cc0, c, cAt + 2 * ldc, add);
    store(cd0, c, cAt + 3 * ldc, add);
    store(ce0, c, cAt + 4 * ldc, add);
    store(cf0, c, cAt + 5 * ldc, add);
    store(cg0, c, cAt + 6 * ldc, add);
    store(ch0, c, cAt + 7 * ldc, add);
    store(ci0, c, cAt + 8 * ldc, add);
    store(cj0, c, cAt + 9 * ldc, add);
    store(ck0, c, cAt + 10 * ldc, add);
    store(cl0, c, cAt + 11 * ldc, add);
  }
}
