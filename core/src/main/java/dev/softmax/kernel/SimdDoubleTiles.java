package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/// The inner tiles of the product: a block of rows by one or two vectors of columns stays in
/// registers while the depth is gone through. Each tile is one method with named locals and no call
/// that takes a vector: a vector in an array, or handed to a method that the compiler does not inline,
/// would live in memory, and the whole tile with it. `b` is packed
/// `[depth][columns]`; the rows of `a` lie beside each other, `aStep` from one depth to the next.
final class SimdDoubleTiles {
  private static final VectorSpecies<Double> F = SimdFloatLanes.D;
  static final int WIDTH = F.length();

  private SimdDoubleTiles() {}

  /// 12 rows by 2 vectors: 24 sums, for machines with 32 vector registers.
  static void tall(
      double[] a,
      int aAt,
      int aStep,
      double[] b,
      int bAt,
      int depth,
      double[] c,
      int cAt,
      int ldc,
      boolean add) {
    DoubleVector ca0 = DoubleVector.zero(F);
    DoubleVector ca1 = DoubleVector.zero(F);
    DoubleVector cb0 = DoubleVector.zero(F);
    DoubleVector cb1 = DoubleVector.zero(F);
    DoubleVector cc0 = DoubleVector.zero(F);
    DoubleVector cc1 = DoubleVector.zero(F);
    DoubleVector cd0 = DoubleVector.zero(F);
    DoubleVector cd1 = DoubleVector.zero(F);
    DoubleVector ce0 = DoubleVector.zero(F);
    DoubleVector ce1 = DoubleVector.zero(F);
    DoubleVector cf0 = DoubleVector.zero(F);
    DoubleVector cf1 = DoubleVector.zero(F);
    DoubleVector cg0 = DoubleVector.zero(F);
    DoubleVector cg1 = DoubleVector.zero(F);
    DoubleVector ch0 = DoubleVector.zero(F);
    DoubleVector ch1 = DoubleVector.zero(F);
    DoubleVector ci0 = DoubleVector.zero(F);
    DoubleVector ci1 = DoubleVector.zero(F);
    DoubleVector cj0 = DoubleVector.zero(F);
    DoubleVector cj1 = DoubleVector.zero(F);
    DoubleVector ck0 = DoubleVector.zero(F);
    DoubleVector ck1 = DoubleVector.zero(F);
    DoubleVector cl0 = DoubleVector.zero(F);
    DoubleVector cl1 = DoubleVector.zero(F);
    for (int p = 0; p < depth; p++) {
      DoubleVector b0 = DoubleVector.fromArray(F, b, bAt + p * 2 * WIDTH);
      DoubleVector b1 = DoubleVector.fromArray(F, b, bAt + p * 2 * WIDTH + WIDTH);
      int i = aAt + p * aStep;
      DoubleVector x0 = DoubleVector.broadcast(F, a[i]);
      ca0 = b0.fma(x0, ca0);
      ca1 = b1.fma(x0, ca1);
      DoubleVector x1 = DoubleVector.broadcast(F, a[i + 1]);
      cb0 = b0.fma(x1, cb0);
      cb1 = b1.fma(x1, cb1);
      DoubleVector x2 = DoubleVector.broadcast(F, a[i + 2]);
      cc0 = b0.fma(x2, cc0);
      cc1 = b1.fma(x2, cc1);
      DoubleVector x3 = DoubleVector.broadcast(F, a[i + 3]);
      cd0 = b0.fma(x3, cd0);
      cd1 = b1.fma(x3, cd1);
      DoubleVector x4 = DoubleVector.broadcast(F, a[i + 4]);
      ce0 = b0.fma(x4, ce0);
      ce1 = b1.fma(x4, ce1);
      DoubleVector x5 = DoubleVector.broadcast(F, a[i + 5]);
      cf0 = b0.fma(x5, cf0);
      cf1 = b1.fma(x5, cf1);
      DoubleVector x6 = DoubleVector.broadcast(F, a[i + 6]);
      cg0 = b0.fma(x6, cg0);
      cg1 = b1.fma(x6, cg1);
      DoubleVector x7 = DoubleVector.broadcast(F, a[i + 7]);
      ch0 = b0.fma(x7, ch0);
      ch1 = b1.fma(x7, ch1);
      DoubleVector x8 = DoubleVector.broadcast(F, a[i + 8]);
      ci0 = b0.fma(x8, ci0);
      ci1 = b1.fma(x8, ci1);
      DoubleVector x9 = DoubleVector.broadcast(F, a[i + 9]);
      cj0 = b0.fma(x9, cj0);
      cj1 = b1.fma(x9, cj1);
      DoubleVector x10 = DoubleVector.broadcast(F, a[i + 10]);
      ck0 = b0.fma(x10, ck0);
      ck1 = b1.fma(x10, ck1);
      DoubleVector x11 = DoubleVector.broadcast(F, a[i + 11]);
      cl0 = b0.fma(x11, cl0);
      cl1 = b1.fma(x11, cl1);
    }
    if (add) {
      ca0.add(DoubleVector.fromArray(F, c, cAt)).intoArray(c, cAt);
      ca1.add(DoubleVector.fromArray(F, c, cAt + WIDTH)).intoArray(c, cAt + WIDTH);
      cb0.add(DoubleVector.fromArray(F, c, cAt + ldc)).intoArray(c, cAt + ldc);
      cb1.add(DoubleVector.fromArray(F, c, cAt + ldc + WIDTH)).intoArray(c, cAt + ldc + WIDTH);
      cc0.add(DoubleVector.fromArray(F, c, cAt + 2 * ldc)).intoArray(c, cAt + 2 * ldc);
      cc1.add(DoubleVector.fromArray(F, c, cAt + 2 * ldc + WIDTH))
          .intoArray(c, cAt + 2 * ldc + WIDTH);
      cd0.add(DoubleVector.fromArray(F, c, cAt + 3 * ldc)).intoArray(c, cAt + 3 * ldc);
      cd1.add(DoubleVector.fromArray(F, c, cAt + 3 * ldc + WIDTH))
          .intoArray(c, cAt + 3 * ldc + WIDTH);
      ce0.add(DoubleVector.fromArray(F, c, cAt + 4 * ldc)).intoArray(c, cAt + 4 * ldc);
      ce1.add(DoubleVector.fromArray(F, c, cAt + 4 * ldc + WIDTH))
          .intoArray(c, cAt + 4 * ldc + WIDTH);
      cf0.add(DoubleVector.fromArray(F, c, cAt + 5 * ldc)).intoArray(c, cAt + 5 * ldc);
      cf1.add(DoubleVector.fromArray(F, c, cAt + 5 * ldc + WIDTH))
          .intoArray(c, cAt + 5 * ldc + WIDTH);
      cg0.add(DoubleVector.fromArray(F, c, cAt + 6 * ldc)).intoArray(c, cAt + 6 * ldc);
      cg1.add(DoubleVector.fromArray(F, c, cAt + 6 * ldc + WIDTH))
          .intoArray(c, cAt + 6 * ldc + WIDTH);
      ch0.add(DoubleVector.fromArray(F, c, cAt + 7 * ldc)).intoArray(c, cAt + 7 * ldc);
      ch1.add(DoubleVector.fromArray(F, c, cAt + 7 * ldc + WIDTH))
          .intoArray(c, cAt + 7 * ldc + WIDTH);
      ci0.add(DoubleVector.fromArray(F, c, cAt + 8 * ldc)).intoArray(c, cAt + 8 * ldc);
      ci1.add(DoubleVector.fromArray(F, c, cAt + 8 * ldc + WIDTH))
          .intoArray(c, cAt + 8 * ldc + WIDTH);
      cj0.add(DoubleVector.fromArray(F, c, cAt + 9 * ldc)).intoArray(c, cAt + 9 * ldc);
      cj1.add(DoubleVector.fromArray(F, c, cAt + 9 * ldc + WIDTH))
          .intoArray(c, cAt + 9 * ldc + WIDTH);
      ck0.add(DoubleVector.fromArray(F, c, cAt + 10 * ldc)).intoArray(c, cAt + 10 * ldc);
      ck1.add(DoubleVector.fromArray(F, c, cAt + 10 * ldc + WIDTH))
          .intoArray(c, cAt + 10 * ldc + WIDTH);
      cl0.add(DoubleVector.fromArray(F, c, cAt + 11 * ldc)).intoArray(c, cAt + 11 * ldc);
      cl1.add(DoubleVector.fromArray(F, c, cAt + 11 * ldc + WIDTH))
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
      double[] a,
      int aAt,
      int aStep,
      double[] b,
      int bAt,
      int depth,
      double[] c,
      int cAt,
      int ldc,
      boolean add) {
    DoubleVector ca0 = DoubleVector.zero(F);
    DoubleVector ca1 = DoubleVector.zero(F);
    DoubleVector cb0 = DoubleVector.zero(F);
    DoubleVector cb1 = DoubleVector.zero(F);
    DoubleVector cc0 = DoubleVector.zero(F);
    DoubleVector cc1 = DoubleVector.zero(F);
    DoubleVector cd0 = DoubleVector.zero(F);
    DoubleVector cd1 = DoubleVector.zero(F);
    DoubleVector ce0 = DoubleVector.zero(F);
    DoubleVector ce1 = DoubleVector.zero(F);
    DoubleVector cf0 = DoubleVector.zero(F);
    DoubleVector cf1 = DoubleVector.zero(F);
    for (int p = 0; p < depth; p++) {
      DoubleVector b0 = DoubleVector.fromArray(F, b, bAt + p * 2 * WIDTH);
      DoubleVector b1 = DoubleVector.fromArray(F, b, bAt + p * 2 * WIDTH + WIDTH);
      int i = aAt + p * aStep;
      DoubleVector x0 = DoubleVector.broadcast(F, a[i]);
      ca0 = b0.fma(x0, ca0);
      ca1 = b1.fma(x0, ca1);
      DoubleVector x1 = DoubleVector.broadcast(F, a[i + 1]);
      cb0 = b0.fma(x1, cb0);
      cb1 = b1.fma(x1, cb1);
      DoubleVector x2 = DoubleVector.broadcast(F, a[i + 2]);
      cc0 = b0.fma(x2, cc0);
      cc1 = b1.fma(x2, cc1);
      DoubleVector x3 = DoubleVector.broadcast(F, a[i + 3]);
      cd0 = b0.fma(x3, cd0);
      cd1 = b1.fma(x3, cd1);
      DoubleVector x4 = DoubleVector.broadcast(F, a[i + 4]);
      ce0 = b0.fma(x4, ce0);
      ce1 = b1.fma(x4, ce1);
      DoubleVector x5 = DoubleVector.broadcast(F, a[i + 5]);
      cf0 = b0.fma(x5, cf0);
      cf1 = b1.fma(x5, cf1);
    }
    if (add) {
      ca0.add(DoubleVector.fromArray(F, c, cAt)).intoArray(c, cAt);
      ca1.add(DoubleVector.fromArray(F, c, cAt + WIDTH)).intoArray(c, cAt + WIDTH);
      cb0.add(DoubleVector.fromArray(F, c, cAt + ldc)).intoArray(c, cAt + ldc);
      cb1.add(DoubleVector.fromArray(F, c, cAt + ldc + WIDTH)).intoArray(c, cAt + ldc + WIDTH);
      cc0.add(DoubleVector.fromArray(F, c, cAt + 2 * ldc)).intoArray(c, cAt + 2 * ldc);
      cc1.add(DoubleVector.fromArray(F, c, cAt + 2 * ldc + WIDTH))
          .intoArray(c, cAt + 2 * ldc + WIDTH);
      cd0.add(DoubleVector.fromArray(F, c, cAt + 3 * ldc)).intoArray(c, cAt + 3 * ldc);
      cd1.add(DoubleVector.fromArray(F, c, cAt + 3 * ldc + WIDTH))
          .intoArray(c, cAt + 3 * ldc + WIDTH);
      ce0.add(DoubleVector.fromArray(F, c, cAt + 4 * ldc)).intoArray(c, cAt + 4 * ldc);
      ce1.add(DoubleVector.fromArray(F, c, cAt + 4 * ldc + WIDTH))
          .intoArray(c, cAt + 4 * ldc + WIDTH);
      cf0.add(DoubleVector.fromArray(F, c, cAt + 5 * ldc)).intoArray(c, cAt + 5 * ldc);
      cf1.add(DoubleVector.fromArray(F, c, cAt + 5 * ldc + WIDTH))
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
      double[] a,
      int aAt,
      double[] b,
      int bAt,
      int depth,
      double[] c,
      int cAt,
      int ldc,
      boolean add) {
    DoubleVector ca0 = DoubleVector.zero(F);
    DoubleVector cb0 = DoubleVector.zero(F);
    DoubleVector cc0 = DoubleVector.zero(F);
    DoubleVector cd0 = DoubleVector.zero(F);
    DoubleVector ce0 = DoubleVector.zero(F);
    DoubleVector cf0 = DoubleVector.zero(F);
    DoubleVector cg0 = DoubleVector.zero(F);
    DoubleVector ch0 = DoubleVector.zero(F);
    DoubleVector ci0 = DoubleVector.zero(F);
    DoubleVector cj0 = DoubleVector.zero(F);
    DoubleVector ck0 = DoubleVector.zero(F);
    DoubleVector cl0 = DoubleVector.zero(F);
    for (int p = 0; p < depth; p++) {
      DoubleVector b0 = DoubleVector.fromArray(F, b, bAt + p * WIDTH);
      int i = aAt + p * 12;
      DoubleVector x0 = DoubleVector.broadcast(F, a[i]);
      ca0 = b0.fma(x0, ca0);
      DoubleVector x1 = DoubleVector.broadcast(F, a[i + 1]);
      cb0 = b0.fma(x1, cb0);
      DoubleVector x2 = DoubleVector.broadcast(F, a[i + 2]);
      cc0 = b0.fma(x2, cc0);
      DoubleVector x3 = DoubleVector.broadcast(F, a[i + 3]);
      cd0 = b0.fma(x3, cd0);
      DoubleVector x4 = DoubleVector.broadcast(F, a[i + 4]);
      ce0 = b0.fma(x4, ce0);
      DoubleVector x5 = DoubleVector.broadcast(F, a[i + 5]);
      cf0 = b0.fma(x5, cf0);
      DoubleVector x6 = DoubleVector.broadcast(F, a[i + 6]);
      cg0 = b0.fma(x6, cg0);
      DoubleVector x7 = DoubleVector.broadcast(F, a[i + 7]);
      ch0 = b0.fma(x7, ch0);
      DoubleVector x8 = DoubleVector.broadcast(F, a[i + 8]);
      ci0 = b0.fma(x8, ci0);
      DoubleVector x9 = DoubleVector.broadcast(F, a[i + 9]);
      cj0 = b0.fma(x9, cj0);
      DoubleVector x10 = DoubleVector.broadcast(F, a[i + 10]);
      ck0 = b0.fma(x10, ck0);
      DoubleVector x11 = DoubleVector.broadcast(F, a[i + 11]);
      cl0 = b0.fma(x11, cl0);
    }
    if (add) {
      ca0.add(DoubleVector.fromArray(F, c, cAt)).intoArray(c, cAt);
      cb0.add(DoubleVector.fromArray(F, c, cAt + ldc)).intoArray(c, cAt + ldc);
      cc0.add(DoubleVector.fromArray(F, c, cAt + 2 * ldc)).intoArray(c, cAt + 2 * ldc);
      cd0.add(DoubleVector.fromArray(F, c, cAt + 3 * ldc)).intoArray(c, cAt + 3 * ldc);
      ce0.add(DoubleVector.fromArray(F, c, cAt + 4 * ldc)).intoArray(c, cAt + 4 * ldc);
      cf0.add(DoubleVector.fromArray(F, c, cAt + 5 * ldc)).intoArray(c, cAt + 5 * ldc);
      cg0.add(DoubleVector.fromArray(F, c, cAt + 6 * ldc)).intoArray(c, cAt + 6 * ldc);
      ch0.add(DoubleVector.fromArray(F, c, cAt + 7 * ldc)).intoArray(c, cAt + 7 * ldc);
      ci0.add(DoubleVector.fromArray(F, c, cAt + 8 * ldc)).intoArray(c, cAt + 8 * ldc);
      cj0.add(DoubleVector.fromArray(F, c, cAt + 9 * ldc)).intoArray(c, cAt + 9 * ldc);
      ck0.add(DoubleVector.fromArray(F, c, cAt + 10 * ldc)).intoArray(c, cAt + 10 * ldc);
      cl0.add(DoubleVector.fromArray(F, c, cAt + 11 * ldc)).intoArray(c, cAt + 11 * ldc);
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
  static void pack(double[] b, int at, int stride, int depth, double[] strip, int to) {
    for (int p = 0; p < depth; p++) {
      DoubleVector left = DoubleVector.fromArray(F, b, at + p * stride);
      DoubleVector right = DoubleVector.fromArray(F, b, at + p * stride + WIDTH);
      left.intoArray(strip, to + p * 2 * WIDTH);
      right.intoArray(strip, to + p * 2 * WIDTH + WIDTH);
    }
  }
}
