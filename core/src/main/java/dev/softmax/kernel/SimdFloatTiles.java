package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The inner tiles of the product: a block of rows by one or two vectors of columns stays in
/// registers while the depth is gone through. Each tile is one method with named locals and no call
/// that takes a vector: a vector in an array, or handed to a method that the compiler does not inline,
/// would live in memory, and the whole tile with it. `b` is packed
/// `[depth][columns]`; the rows of `a` lie beside each other, `aStep` from one depth to the next.
final class SimdFloatTiles {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  static final int WIDTH = F.length();

  private SimdFloatTiles() {}

  /// 12 rows by 2 vectors: 24 sums, for machines with 32 vector registers.
  static void tall(
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int bAt,
      int depth,
      float[] c,
      int cAt,
      int ldc,
      boolean add) {
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
      int i = aAt + p * aStep;
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
    if (add) {
      ca0.add(FloatVector.fromArray(F, c, cAt)).intoArray(c, cAt);
      ca1.add(FloatVector.fromArray(F, c, cAt + WIDTH)).intoArray(c, cAt + WIDTH);
      cb0.add(FloatVector.fromArray(F, c, cAt + ldc)).intoArray(c, cAt + ldc);
      cb1.add(FloatVector.fromArray(F, c, cAt + ldc + WIDTH)).intoArray(c, cAt + ldc + WIDTH);
      cc0.add(FloatVector.fromArray(F, c, cAt + 2 * ldc)).intoArray(c, cAt + 2 * ldc);
      cc1.add(FloatVector.fromArray(F, c, cAt + 2 * ldc + WIDTH))
          .intoArray(c, cAt + 2 * ldc + WIDTH);
      cd0.add(FloatVector.fromArray(F, c, cAt + 3 * ldc)).intoArray(c, cAt + 3 * ldc);
      cd1.add(FloatVector.fromArray(F, c, cAt + 3 * ldc + WIDTH))
          .intoArray(c, cAt + 3 * ldc + WIDTH);
      ce0.add(FloatVector.fromArray(F, c, cAt + 4 * ldc)).intoArray(c, cAt + 4 * ldc);
      ce1.add(FloatVector.fromArray(F, c, cAt + 4 * ldc + WIDTH))
          .intoArray(c, cAt + 4 * ldc + WIDTH);
      cf0.add(FloatVector.fromArray(F, c, cAt + 5 * ldc)).intoArray(c, cAt + 5 * ldc);
      cf1.add(FloatVector.fromArray(F, c, cAt + 5 * ldc + WIDTH))
          .intoArray(c, cAt + 5 * ldc + WIDTH);
      cg0.add(FloatVector.fromArray(F, c, cAt + 6 * ldc)).intoArray(c, cAt + 6 * ldc);
      cg1.add(FloatVector.fromArray(F, c, cAt + 6 * ldc + WIDTH))
          .intoArray(c, cAt + 6 * ldc + WIDTH);
      ch0.add(FloatVector.fromArray(F, c, cAt + 7 * ldc)).intoArray(c, cAt + 7 * ldc);
      ch1.add(FloatVector.fromArray(F, c, cAt + 7 * ldc + WIDTH))
          .intoArray(c, cAt + 7 * ldc + WIDTH);
      ci0.add(FloatVector.fromArray(F, c, cAt + 8 * ldc)).intoArray(c, cAt + 8 * ldc);
      ci1.add(FloatVector.fromArray(F, c, cAt + 8 * ldc + WIDTH))
          .intoArray(c, cAt + 8 * ldc + WIDTH);
      cj0.add(FloatVector.fromArray(F, c, cAt + 9 * ldc)).intoArray(c, cAt + 9 * ldc);
      cj1.add(FloatVector.fromArray(F, c, cAt + 9 * ldc + WIDTH))
          .intoArray(c, cAt + 9 * ldc + WIDTH);
      ck0.add(FloatVector.fromArray(F, c, cAt + 10 * ldc)).intoArray(c, cAt + 10 * ldc);
      ck1.add(FloatVector.fromArray(F, c, cAt + 10 * ldc + WIDTH))
          .intoArray(c, cAt + 10 * ldc + WIDTH);
      cl0.add(FloatVector.fromArray(F, c, cAt + 11 * ldc)).intoArray(c, cAt + 11 * ldc);
      cl1.add(FloatVector.fromArray(F, c, cAt + 11 * ldc + WIDTH))
          .intoArray(c, cAt + 11 * ldc + WIDTH);
    } else {
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
      ci0.intoArray(c, cAt + 8 * ldc);
      ci1.intoArray(c, cAt + 8 * ldc + WIDTH);
      cj0.intoArray(c, cAt + 9 * ldc);
      cj1.intoArray(c, cAt + 9 * ldc + WIDTH);
      ck0.intoArray(c, cAt + 10 * ldc);
      ck1.intoArray(c, cAt + 10 * ldc + WIDTH);
      cl0.intoArray(c, cAt + 11 * ldc);
      cl1.intoArray(c, cAt + 11 * ldc + WIDTH);
    }
  }

  /// 6 rows by 2 vectors: 12 sums, for machines with 16 vector registers.
  static void low(
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int bAt,
      int depth,
      float[] c,
      int cAt,
      int ldc,
      boolean add) {
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
      int i = aAt + p * aStep;
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
    if (add) {
      ca0.add(FloatVector.fromArray(F, c, cAt)).intoArray(c, cAt);
      ca1.add(FloatVector.fromArray(F, c, cAt + WIDTH)).intoArray(c, cAt + WIDTH);
      cb0.add(FloatVector.fromArray(F, c, cAt + ldc)).intoArray(c, cAt + ldc);
      cb1.add(FloatVector.fromArray(F, c, cAt + ldc + WIDTH)).intoArray(c, cAt + ldc + WIDTH);
      cc0.add(FloatVector.fromArray(F, c, cAt + 2 * ldc)).intoArray(c, cAt + 2 * ldc);
      cc1.add(FloatVector.fromArray(F, c, cAt + 2 * ldc + WIDTH))
          .intoArray(c, cAt + 2 * ldc + WIDTH);
      cd0.add(FloatVector.fromArray(F, c, cAt + 3 * ldc)).intoArray(c, cAt + 3 * ldc);
      cd1.add(FloatVector.fromArray(F, c, cAt + 3 * ldc + WIDTH))
          .intoArray(c, cAt + 3 * ldc + WIDTH);
      ce0.add(FloatVector.fromArray(F, c, cAt + 4 * ldc)).intoArray(c, cAt + 4 * ldc);
      ce1.add(FloatVector.fromArray(F, c, cAt + 4 * ldc + WIDTH))
          .intoArray(c, cAt + 4 * ldc + WIDTH);
      cf0.add(FloatVector.fromArray(F, c, cAt + 5 * ldc)).intoArray(c, cAt + 5 * ldc);
      cf1.add(FloatVector.fromArray(F, c, cAt + 5 * ldc + WIDTH))
          .intoArray(c, cAt + 5 * ldc + WIDTH);
    } else {
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
    }
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
    if (add) {
      ca0.add(FloatVector.fromArray(F, c, cAt)).intoArray(c, cAt);
      cb0.add(FloatVector.fromArray(F, c, cAt + ldc)).intoArray(c, cAt + ldc);
      cc0.add(FloatVector.fromArray(F, c, cAt + 2 * ldc)).intoArray(c, cAt + 2 * ldc);
      cd0.add(FloatVector.fromArray(F, c, cAt + 3 * ldc)).intoArray(c, cAt + 3 * ldc);
      ce0.add(FloatVector.fromArray(F, c, cAt + 4 * ldc)).intoArray(c, cAt + 4 * ldc);
      cf0.add(FloatVector.fromArray(F, c, cAt + 5 * ldc)).intoArray(c, cAt + 5 * ldc);
      cg0.add(FloatVector.fromArray(F, c, cAt + 6 * ldc)).intoArray(c, cAt + 6 * ldc);
      ch0.add(FloatVector.fromArray(F, c, cAt + 7 * ldc)).intoArray(c, cAt + 7 * ldc);
      ci0.add(FloatVector.fromArray(F, c, cAt + 8 * ldc)).intoArray(c, cAt + 8 * ldc);
      cj0.add(FloatVector.fromArray(F, c, cAt + 9 * ldc)).intoArray(c, cAt + 9 * ldc);
      ck0.add(FloatVector.fromArray(F, c, cAt + 10 * ldc)).intoArray(c, cAt + 10 * ldc);
      cl0.add(FloatVector.fromArray(F, c, cAt + 11 * ldc)).intoArray(c, cAt + 11 * ldc);
    } else {
      ca0.intoArray(c, cAt);
      cb0.intoArray(c, cAt + ldc);
      cc0.intoArray(c, cAt + 2 * ldc);
      cd0.intoArray(c, cAt + 3 * ldc);
      ce0.intoArray(c, cAt + 4 * ldc);
      cf0.intoArray(c, cAt + 5 * ldc);
      cg0.intoArray(c, cAt + 6 * ldc);
      ch0.intoArray(c, cAt + 7 * ldc);
      ci0.intoArray(c, cAt + 8 * ldc);
      cj0.intoArray(c, cAt + 9 * ldc);
      ck0.intoArray(c, cAt + 10 * ldc);
      cl0.intoArray(c, cAt + 11 * ldc);
    }
  }

  /// Copies `depth` rows of two vectors, `stride` apart, into a strip.
  static void pack(float[] b, int at, int stride, int depth, float[] strip, int to) {
    for (int p = 0; p < depth; p++) {
      FloatVector left = FloatVector.fromArray(F, b, at + p * stride);
      FloatVector right = FloatVector.fromArray(F, b, at + p * stride + WIDTH);
      left.intoArray(strip, to + p * 2 * WIDTH);
      right.intoArray(strip, to + p * 2 * WIDTH + WIDTH);
    }
  }
}
