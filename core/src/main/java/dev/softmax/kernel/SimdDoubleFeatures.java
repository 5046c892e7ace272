package dev.softmax.kernel;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The loops of [DoubleFeatures] on vectors. Tiles of five classes need the 32 registers of 512-bit
/// vectors.
final class SimdDoubleFeatures {
  private static final VectorSpecies<Double> F = SimdFloatLanes.D;
  private static final int WIDTH = F.length();

  /// Bytes of as many elements; where there are no vectors of so few, plain loops unpack.
  private static final VectorSpecies<Byte> B =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, 8 * WIDTH)));
  private static final VectorSpecies<Integer> I =
      VectorSpecies.of(int.class, VectorShape.forBitSize(Math.max(64, 32 * WIDTH)));
  static final boolean UNPACKS = B.length() == WIDTH;

  private static final VectorShuffle<Double> ROTATE8 = rotation(8);
  private static final VectorShuffle<Double> ROTATE4 = rotation(4);
  private static final VectorShuffle<Double> ROTATE2 = rotation(2);
  private static final VectorShuffle<Double> ROTATE1 = rotation(1);

  private SimdDoubleFeatures() {}

  private static VectorShuffle<Double> rotation(int by) {
    return VectorShuffle.fromOp(F, lane -> (lane + by) % WIDTH);
  }

  /// `g[j][k] += Σ_lane room[j][k][lane]` of four columns and some classes, in a fixed order:
  /// `reduceLanes` may use another one before and after it is compiled.
  private static void sum(double[] room, int classes, double[] g, int gAt, int gRow) {
    for (int j = 0; j < 4; j++) {
      for (int k = 0; k < classes; k++) {
        DoubleVector v = DoubleVector.fromArray(F, room, (j * classes + k) * WIDTH);
        v = WIDTH > 8 ? v.add(v.rearrange(ROTATE8)) : v;
        v = WIDTH > 4 ? v.add(v.rearrange(ROTATE4)) : v;
        v = WIDTH > 2 ? v.add(v.rearrange(ROTATE2)) : v;
        g[gAt + j * gRow + k] += v.add(v.rearrange(ROTATE1)).lane(0);
      }
    }
  }

  /// `out = x` as numbers from 0 to 255, a whole number of vectors.
  static void unpack(byte[] x, int at, double[] out, int to, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      ByteVector.fromArray(B, x, at + i)
          .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0)
          .castShape(F, 0)
          .reinterpretAsDoubles()
          .intoArray(out, to + i);
    }
  }

  /// Five classes: `z[k][lane] += Σ_j x[j][lane] w[j][k]`, with rows of `w` that are `wRow` apart.
  static void forward5(
      double[] x, int xAt, int columns, double[] w, int wAt, int wRow, double[] z, int zAt) {
    for (int lane = 0; lane < DoubleFeatures.STRIP; lane += 4 * WIDTH) {
      int to0 = zAt + lane;
      DoubleVector s00 = DoubleVector.fromArray(F, z, to0);
      DoubleVector s01 = DoubleVector.fromArray(F, z, to0 + WIDTH);
      DoubleVector s02 = DoubleVector.fromArray(F, z, to0 + 2 * WIDTH);
      DoubleVector s03 = DoubleVector.fromArray(F, z, to0 + 3 * WIDTH);
      int to1 = zAt + lane + DoubleFeatures.STRIP;
      DoubleVector s10 = DoubleVector.fromArray(F, z, to1);
      DoubleVector s11 = DoubleVector.fromArray(F, z, to1 + WIDTH);
      DoubleVector s12 = DoubleVector.fromArray(F, z, to1 + 2 * WIDTH);
      DoubleVector s13 = DoubleVector.fromArray(F, z, to1 + 3 * WIDTH);
      int to2 = zAt + lane + 2 * DoubleFeatures.STRIP;
      DoubleVector s20 = DoubleVector.fromArray(F, z, to2);
      DoubleVector s21 = DoubleVector.fromArray(F, z, to2 + WIDTH);
      DoubleVector s22 = DoubleVector.fromArray(F, z, to2 + 2 * WIDTH);
      DoubleVector s23 = DoubleVector.fromArray(F, z, to2 + 3 * WIDTH);
      int to3 = zAt + lane + 3 * DoubleFeatures.STRIP;
      DoubleVector s30 = DoubleVector.fromArray(F, z, to3);
      DoubleVector s31 = DoubleVector.fromArray(F, z, to3 + WIDTH);
      DoubleVector s32 = DoubleVector.fromArray(F, z, to3 + 2 * WIDTH);
      DoubleVector s33 = DoubleVector.fromArray(F, z, to3 + 3 * WIDTH);
      int to4 = zAt + lane + 4 * DoubleFeatures.STRIP;
      DoubleVector s40 = DoubleVector.fromArray(F, z, to4);
      DoubleVector s41 = DoubleVector.fromArray(F, z, to4 + WIDTH);
      DoubleVector s42 = DoubleVector.fromArray(F, z, to4 + 2 * WIDTH);
      DoubleVector s43 = DoubleVector.fromArray(F, z, to4 + 3 * WIDTH);
      for (int j = 0; j < columns; j++) {
        int at = xAt + j * DoubleFeatures.STRIP + lane;
        int from = wAt + j * wRow;
        DoubleVector x0 = DoubleVector.fromArray(F, x, at);
        DoubleVector x1 = DoubleVector.fromArray(F, x, at + WIDTH);
        DoubleVector x2 = DoubleVector.fromArray(F, x, at + 2 * WIDTH);
        DoubleVector x3 = DoubleVector.fromArray(F, x, at + 3 * WIDTH);
        DoubleVector w0 = DoubleVector.broadcast(F, w[from]);
        s00 = x0.fma(w0, s00);
        s01 = x1.fma(w0, s01);
        s02 = x2.fma(w0, s02);
        s03 = x3.fma(w0, s03);
        DoubleVector w1 = DoubleVector.broadcast(F, w[from + 1]);
        s10 = x0.fma(w1, s10);
        s11 = x1.fma(w1, s11);
        s12 = x2.fma(w1, s12);
        s13 = x3.fma(w1, s13);
        DoubleVector w2 = DoubleVector.broadcast(F, w[from + 2]);
        s20 = x0.fma(w2, s20);
        s21 = x1.fma(w2, s21);
        s22 = x2.fma(w2, s22);
        s23 = x3.fma(w2, s23);
        DoubleVector w3 = DoubleVector.broadcast(F, w[from + 3]);
        s30 = x0.fma(w3, s30);
        s31 = x1.fma(w3, s31);
        s32 = x2.fma(w3, s32);
        s33 = x3.fma(w3, s33);
        DoubleVector w4 = DoubleVector.broadcast(F, w[from + 4]);
        s40 = x0.fma(w4, s40);
        s41 = x1.fma(w4, s41);
        s42 = x2.fma(w4, s42);
        s43 = x3.fma(w4, s43);
      }
      s00.intoArray(z, to0);
      s01.intoArray(z, to0 + WIDTH);
      s02.intoArray(z, to0 + 2 * WIDTH);
      s03.intoArray(z, to0 + 3 * WIDTH);
      s10.intoArray(z, to1);
      s11.intoArray(z, to1 + WIDTH);
      s12.intoArray(z, to1 + 2 * WIDTH);
      s13.intoArray(z, to1 + 3 * WIDTH);
      s20.intoArray(z, to2);
      s21.intoArray(z, to2 + WIDTH);
      s22.intoArray(z, to2 + 2 * WIDTH);
      s23.intoArray(z, to2 + 3 * WIDTH);
      s30.intoArray(z, to3);
      s31.intoArray(z, to3 + WIDTH);
      s32.intoArray(z, to3 + 2 * WIDTH);
      s33.intoArray(z, to3 + 3 * WIDTH);
      s40.intoArray(z, to4);
      s41.intoArray(z, to4 + WIDTH);
      s42.intoArray(z, to4 + 2 * WIDTH);
      s43.intoArray(z, to4 + 3 * WIDTH);
    }
  }

  /// Two classes: `z[k][lane] += Σ_j x[j][lane] w[j][k]`, with rows of `w` that are `wRow` apart.
  static void forward2(
      double[] x, int xAt, int columns, double[] w, int wAt, int wRow, double[] z, int zAt) {
    for (int lane = 0; lane < DoubleFeatures.STRIP; lane += 4 * WIDTH) {
      int to0 = zAt + lane;
      DoubleVector s00 = DoubleVector.fromArray(F, z, to0);
      DoubleVector s01 = DoubleVector.fromArray(F, z, to0 + WIDTH);
      DoubleVector s02 = DoubleVector.fromArray(F, z, to0 + 2 * WIDTH);
      DoubleVector s03 = DoubleVector.fromArray(F, z, to0 + 3 * WIDTH);
      int to1 = zAt + lane + DoubleFeatures.STRIP;
      DoubleVector s10 = DoubleVector.fromArray(F, z, to1);
      DoubleVector s11 = DoubleVector.fromArray(F, z, to1 + WIDTH);
      DoubleVector s12 = DoubleVector.fromArray(F, z, to1 + 2 * WIDTH);
      DoubleVector s13 = DoubleVector.fromArray(F, z, to1 + 3 * WIDTH);
      for (int j = 0; j < columns; j++) {
        int at = xAt + j * DoubleFeatures.STRIP + lane;
        int from = wAt + j * wRow;
        DoubleVector x0 = DoubleVector.fromArray(F, x, at);
        DoubleVector x1 = DoubleVector.fromArray(F, x, at + WIDTH);
        DoubleVector x2 = DoubleVector.fromArray(F, x, at + 2 * WIDTH);
        DoubleVector x3 = DoubleVector.fromArray(F, x, at + 3 * WIDTH);
        DoubleVector w0 = DoubleVector.broadcast(F, w[from]);
        s00 = x0.fma(w0, s00);
        s01 = x1.fma(w0, s01);
        s02 = x2.fma(w0, s02);
        s03 = x3.fma(w0, s03);
        DoubleVector w1 = DoubleVector.broadcast(F, w[from + 1]);
        s10 = x0.fma(w1, s10);
        s11 = x1.fma(w1, s11);
        s12 = x2.fma(w1, s12);
        s13 = x3.fma(w1, s13);
      }
      s00.intoArray(z, to0);
      s01.intoArray(z, to0 + WIDTH);
      s02.intoArray(z, to0 + 2 * WIDTH);
      s03.intoArray(z, to0 + 3 * WIDTH);
      s10.intoArray(z, to1);
      s11.intoArray(z, to1 + WIDTH);
      s12.intoArray(z, to1 + 2 * WIDTH);
      s13.intoArray(z, to1 + 3 * WIDTH);
    }
  }

  /// One class: `z[k][lane] += Σ_j x[j][lane] w[j][k]`, with rows of `w` that are `wRow` apart.
  static void forward1(
      double[] x, int xAt, int columns, double[] w, int wAt, int wRow, double[] z, int zAt) {
    for (int lane = 0; lane < DoubleFeatures.STRIP; lane += 4 * WIDTH) {
      int to0 = zAt + lane;
      DoubleVector s00 = DoubleVector.fromArray(F, z, to0);
      DoubleVector s01 = DoubleVector.fromArray(F, z, to0 + WIDTH);
      DoubleVector s02 = DoubleVector.fromArray(F, z, to0 + 2 * WIDTH);
      DoubleVector s03 = DoubleVector.fromArray(F, z, to0 + 3 * WIDTH);
      for (int j = 0; j < columns; j++) {
        int at = xAt + j * DoubleFeatures.STRIP + lane;
        int from = wAt + j * wRow;
        DoubleVector x0 = DoubleVector.fromArray(F, x, at);
        DoubleVector x1 = DoubleVector.fromArray(F, x, at + WIDTH);
        DoubleVector x2 = DoubleVector.fromArray(F, x, at + 2 * WIDTH);
        DoubleVector x3 = DoubleVector.fromArray(F, x, at + 3 * WIDTH);
        DoubleVector w0 = DoubleVector.broadcast(F, w[from]);
        s00 = x0.fma(w0, s00);
        s01 = x1.fma(w0, s01);
        s02 = x2.fma(w0, s02);
        s03 = x3.fma(w0, s03);
      }
      s00.intoArray(z, to0);
      s01.intoArray(z, to0 + WIDTH);
      s02.intoArray(z, to0 + 2 * WIDTH);
      s03.intoArray(z, to0 + 3 * WIDTH);
    }
  }

  /// Four columns and five classes: `g[j][k] += Σ x[strip][j][lane] r[strip][k][lane]`, with strips
  /// of `x` and `r` that are `xStrip` and `rStrip` apart and rows of `g` that are `gRow` apart.
  static void transposed5(
      double[] x,
      int xAt,
      int xStrip,
      int strips,
      double[] r,
      int rAt,
      int rStrip,
      double[] g,
      int gAt,
      int gRow,
      double[] room) {
    DoubleVector s00 = DoubleVector.zero(F);
    DoubleVector s01 = DoubleVector.zero(F);
    DoubleVector s02 = DoubleVector.zero(F);
    DoubleVector s03 = DoubleVector.zero(F);
    DoubleVector s04 = DoubleVector.zero(F);
    DoubleVector s10 = DoubleVector.zero(F);
    DoubleVector s11 = DoubleVector.zero(F);
    DoubleVector s12 = DoubleVector.zero(F);
    DoubleVector s13 = DoubleVector.zero(F);
    DoubleVector s14 = DoubleVector.zero(F);
    DoubleVector s20 = DoubleVector.zero(F);
    DoubleVector s21 = DoubleVector.zero(F);
    DoubleVector s22 = DoubleVector.zero(F);
    DoubleVector s23 = DoubleVector.zero(F);
    DoubleVector s24 = DoubleVector.zero(F);
    DoubleVector s30 = DoubleVector.zero(F);
    DoubleVector s31 = DoubleVector.zero(F);
    DoubleVector s32 = DoubleVector.zero(F);
    DoubleVector s33 = DoubleVector.zero(F);
    DoubleVector s34 = DoubleVector.zero(F);
    for (int strip = 0; strip < strips; strip++) {
      for (int lane = 0; lane < DoubleFeatures.STRIP; lane += WIDTH) {
        int at = xAt + strip * xStrip + lane;
        int from = rAt + strip * rStrip + lane;
        DoubleVector x0 = DoubleVector.fromArray(F, x, at);
        DoubleVector x1 = DoubleVector.fromArray(F, x, at + DoubleFeatures.STRIP);
        DoubleVector x2 = DoubleVector.fromArray(F, x, at + 2 * DoubleFeatures.STRIP);
        DoubleVector x3 = DoubleVector.fromArray(F, x, at + 3 * DoubleFeatures.STRIP);
        DoubleVector r0 = DoubleVector.fromArray(F, r, from);
        s00 = x0.fma(r0, s00);
        s10 = x1.fma(r0, s10);
        s20 = x2.fma(r0, s20);
        s30 = x3.fma(r0, s30);
        DoubleVector r1 = DoubleVector.fromArray(F, r, from + DoubleFeatures.STRIP);
        s01 = x0.fma(r1, s01);
        s11 = x1.fma(r1, s11);
        s21 = x2.fma(r1, s21);
        s31 = x3.fma(r1, s31);
        DoubleVector r2 = DoubleVector.fromArray(F, r, from + 2 * DoubleFeatures.STRIP);
        s02 = x0.fma(r2, s02);
        s12 = x1.fma(r2, s12);
        s22 = x2.fma(r2, s22);
        s32 = x3.fma(r2, s32);
        DoubleVector r3 = DoubleVector.fromArray(F, r, from + 3 * DoubleFeatures.STRIP);
        s03 = x0.fma(r3, s03);
        s13 = x1.fma(r3, s13);
        s23 = x2.fma(r3, s23);
        s33 = x3.fma(r3, s33);
        DoubleVector r4 = DoubleVector.fromArray(F, r, from + 4 * DoubleFeatures.STRIP);
        s04 = x0.fma(r4, s04);
        s14 = x1.fma(r4, s14);
        s24 = x2.fma(r4, s24);
        s34 = x3.fma(r4, s34);
      }
    }
    s00.intoArray(room, 0);
    s01.intoArray(room, WIDTH);
    s02.intoArray(room, 2 * WIDTH);
    s03.intoArray(room, 3 * WIDTH);
    s04.intoArray(room, 4 * WIDTH);
    s10.intoArray(room, 5 * WIDTH);
    s11.intoArray(room, 6 * WIDTH);
    s12.intoArray(room, 7 * WIDTH);
    s13.intoArray(room, 8 * WIDTH);
    s14.intoArray(room, 9 * WIDTH);
    s20.intoArray(room, 10 * WIDTH);
    s21.intoArray(room, 11 * WIDTH);
    s22.intoArray(room, 12 * WIDTH);
    s23.intoArray(room, 13 * WIDTH);
    s24.intoArray(room, 14 * WIDTH);
    s30.intoArray(room, 15 * WIDTH);
    s31.intoArray(room, 16 * WIDTH);
    s32.intoArray(room, 17 * WIDTH);
    s33.intoArray(room, 18 * WIDTH);
    s34.intoArray(room, 19 * WIDTH);
    sum(room, 5, g, gAt, gRow);
  }

  /// Four columns and two classes: `g[j][k] += Σ x[strip][j][lane] r[strip][k][lane]`, with strips
  /// of `x` and `r` that are `xStrip` and `rStrip` apart and rows of `g` that are `gRow` apart.
  static void transposed2(
      double[] x,
      int xAt,
      int xStrip,
      int strips,
      double[] r,
      int rAt,
      int rStrip,
      double[] g,
      int gAt,
      int gRow,
      double[] room) {
    DoubleVector s00 = DoubleVector.zero(F);
    DoubleVector s01 = DoubleVector.zero(F);
    DoubleVector s10 = DoubleVector.zero(F);
    DoubleVector s11 = DoubleVector.zero(F);
    DoubleVector s20 = DoubleVector.zero(F);
    DoubleVector s21 = DoubleVector.zero(F);
    DoubleVector s30 = DoubleVector.zero(F);
    DoubleVector s31 = DoubleVector.zero(F);
    for (int strip = 0; strip < strips; strip++) {
      for (int lane = 0; lane < DoubleFeatures.STRIP; lane += WIDTH) {
        int at = xAt + strip * xStrip + lane;
        int from = rAt + strip * rStrip + lane;
        DoubleVector x0 = DoubleVector.fromArray(F, x, at);
        DoubleVector x1 = DoubleVector.fromArray(F, x, at + DoubleFeatures.STRIP);
        DoubleVector x2 = DoubleVector.fromArray(F, x, at + 2 * DoubleFeatures.STRIP);
        DoubleVector x3 = DoubleVector.fromArray(F, x, at + 3 * DoubleFeatures.STRIP);
        DoubleVector r0 = DoubleVector.fromArray(F, r, from);
        s00 = x0.fma(r0, s00);
        s10 = x1.fma(r0, s10);
        s20 = x2.fma(r0, s20);
        s30 = x3.fma(r0, s30);
        DoubleVector r1 = DoubleVector.fromArray(F, r, from + DoubleFeatures.STRIP);
        s01 = x0.fma(r1, s01);
        s11 = x1.fma(r1, s11);
        s21 = x2.fma(r1, s21);
        s31 = x3.fma(r1, s31);
      }
    }
    s00.intoArray(room, 0);
    s01.intoArray(room, WIDTH);
    s10.intoArray(room, 2 * WIDTH);
    s11.intoArray(room, 3 * WIDTH);
    s20.intoArray(room, 4 * WIDTH);
    s21.intoArray(room, 5 * WIDTH);
    s30.intoArray(room, 6 * WIDTH);
    s31.intoArray(room, 7 * WIDTH);
    sum(room, 2, g, gAt, gRow);
  }

  /// Four columns and one class: `g[j][k] += Σ x[strip][j][lane] r[strip][k][lane]`, with strips
  /// of `x` and `r` that are `xStrip` and `rStrip` apart and rows of `g` that are `gRow` apart.
  static void transposed1(
      double[] x,
      int xAt,
      int xStrip,
      int strips,
      double[] r,
      int rAt,
      int rStrip,
      double[] g,
      int gAt,
      int gRow,
      double[] room) {
    DoubleVector s00 = DoubleVector.zero(F);
    DoubleVector s10 = DoubleVector.zero(F);
    DoubleVector s20 = DoubleVector.zero(F);
    DoubleVector s30 = DoubleVector.zero(F);
    for (int strip = 0; strip < strips; strip++) {
      for (int lane = 0; lane < DoubleFeatures.STRIP; lane += WIDTH) {
        int at = xAt + strip * xStrip + lane;
        int from = rAt + strip * rStrip + lane;
        DoubleVector x0 = DoubleVector.fromArray(F, x, at);
        DoubleVector x1 = DoubleVector.fromArray(F, x, at + DoubleFeatures.STRIP);
        DoubleVector x2 = DoubleVector.fromArray(F, x, at + 2 * DoubleFeatures.STRIP);
        DoubleVector x3 = DoubleVector.fromArray(F, x, at + 3 * DoubleFeatures.STRIP);
        DoubleVector r0 = DoubleVector.fromArray(F, r, from);
        s00 = x0.fma(r0, s00);
        s10 = x1.fma(r0, s10);
        s20 = x2.fma(r0, s20);
        s30 = x3.fma(r0, s30);
      }
    }
    s00.intoArray(room, 0);
    s10.intoArray(room, WIDTH);
    s20.intoArray(room, 2 * WIDTH);
    s30.intoArray(room, 3 * WIDTH);
    sum(room, 1, g, gAt, gRow);
  }
}
