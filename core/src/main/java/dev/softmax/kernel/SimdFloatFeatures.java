package dev.softmax.kernel;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The loops of [FloatFeatures] on vectors. Tiles of five classes need the 32 registers of 512-bit
/// vectors.
final class SimdFloatFeatures {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final int WIDTH = F.length();

  /// Bytes of as many elements; where there are no vectors of so few, plain loops unpack.
  private static final VectorSpecies<Byte> B =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, 8 * WIDTH)));
  private static final VectorSpecies<Integer> I =
      VectorSpecies.of(int.class, VectorShape.forBitSize(Math.max(64, 32 * WIDTH)));
  static final boolean UNPACKS = B.length() == WIDTH;

  private static final VectorShuffle<Float> ROTATE8 = rotation(8);
  private static final VectorShuffle<Float> ROTATE4 = rotation(4);
  private static final VectorShuffle<Float> ROTATE2 = rotation(2);
  private static final VectorShuffle<Float> ROTATE1 = rotation(1);

  private SimdFloatFeatures() {}

  private static VectorShuffle<Float> rotation(int by) {
    return VectorShuffle.fromOp(F, lane -> (lane + by) % WIDTH);
  }

  /// `g[j][k] += Σ_lane room[j][k][lane]` of four columns and some classes, in a fixed order:
  /// `reduceLanes` may use another one before and after it is compiled.
  private static void sum(float[] room, int classes, double[] g, int gAt, int gRow) {
    for (int j = 0; j < 4; j++) {
      for (int k = 0; k < classes; k++) {
        FloatVector v = FloatVector.fromArray(F, room, (j * classes + k) * WIDTH);
        v = WIDTH > 8 ? v.add(v.rearrange(ROTATE8)) : v;
        v = WIDTH > 4 ? v.add(v.rearrange(ROTATE4)) : v;
        v = WIDTH > 2 ? v.add(v.rearrange(ROTATE2)) : v;
        g[gAt + j * gRow + k] += v.add(v.rearrange(ROTATE1)).lane(0);
      }
    }
  }

  /// `out = x` as numbers from 0 to 255, a whole number of vectors.
  static void unpack(byte[] x, int at, float[] out, int to, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      ByteVector.fromArray(B, x, at + i)
          .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0)
          .castShape(F, 0)
          .reinterpretAsFloats()
          .intoArray(out, to + i);
    }
  }

  /// Five classes: `z[k][lane] += Σ_j x[j][lane] w[j][k]`, with rows of `w` that are `wRow` apart.
  static void forward5(
      float[] x, int xAt, int columns, float[] w, int wAt, int wRow, float[] z, int zAt) {
    for (int lane = 0; lane < FloatFeatures.STRIP; lane += 4 * WIDTH) {
      int to0 = zAt + lane;
      FloatVector s00 = FloatVector.fromArray(F, z, to0);
      FloatVector s01 = FloatVector.fromArray(F, z, to0 + WIDTH);
      FloatVector s02 = FloatVector.fromArray(F, z, to0 + 2 * WIDTH);
      FloatVector s03 = FloatVector.fromArray(F, z, to0 + 3 * WIDTH);
      int to1 = zAt + lane + FloatFeatures.STRIP;
      FloatVector s10 = FloatVector.fromArray(F, z, to1);
      FloatVector s11 = FloatVector.fromArray(F, z, to1 + WIDTH);
      FloatVector s12 = FloatVector.fromArray(F, z, to1 + 2 * WIDTH);
      FloatVector s13 = FloatVector.fromArray(F, z, to1 + 3 * WIDTH);
      int to2 = zAt + lane + 2 * FloatFeatures.STRIP;
      FloatVector s20 = FloatVector.fromArray(F, z, to2);
      FloatVector s21 = FloatVector.fromArray(F, z, to2 + WIDTH);
      FloatVector s22 = FloatVector.fromArray(F, z, to2 + 2 * WIDTH);
      FloatVector s23 = FloatVector.fromArray(F, z, to2 + 3 * WIDTH);
      int to3 = zAt + lane + 3 * FloatFeatures.STRIP;
      FloatVector s30 = FloatVector.fromArray(F, z, to3);
      FloatVector s31 = FloatVector.fromArray(F, z, to3 + WIDTH);
      FloatVector s32 = FloatVector.fromArray(F, z, to3 + 2 * WIDTH);
      FloatVector s33 = FloatVector.fromArray(F, z, to3 + 3 * WIDTH);
      int to4 = zAt + lane + 4 * FloatFeatures.STRIP;
      FloatVector s40 = FloatVector.fromArray(F, z, to4);
      FloatVector s41 = FloatVector.fromArray(F, z, to4 + WIDTH);
      FloatVector s42 = FloatVector.fromArray(F, z, to4 + 2 * WIDTH);
      FloatVector s43 = FloatVector.fromArray(F, z, to4 + 3 * WIDTH);
      for (int j = 0; j < columns; j++) {
        int at = xAt + j * FloatFeatures.STRIP + lane;
        int from = wAt + j * wRow;
        FloatVector x0 = FloatVector.fromArray(F, x, at);
        FloatVector x1 = FloatVector.fromArray(F, x, at + WIDTH);
        FloatVector x2 = FloatVector.fromArray(F, x, at + 2 * WIDTH);
        FloatVector x3 = FloatVector.fromArray(F, x, at + 3 * WIDTH);
        FloatVector w0 = FloatVector.broadcast(F, w[from]);
        s00 = x0.fma(w0, s00);
        s01 = x1.fma(w0, s01);
        s02 = x2.fma(w0, s02);
        s03 = x3.fma(w0, s03);
        FloatVector w1 = FloatVector.broadcast(F, w[from + 1]);
        s10 = x0.fma(w1, s10);
        s11 = x1.fma(w1, s11);
        s12 = x2.fma(w1, s12);
        s13 = x3.fma(w1, s13);
        FloatVector w2 = FloatVector.broadcast(F, w[from + 2]);
        s20 = x0.fma(w2, s20);
        s21 = x1.fma(w2, s21);
        s22 = x2.fma(w2, s22);
        s23 = x3.fma(w2, s23);
        FloatVector w3 = FloatVector.broadcast(F, w[from + 3]);
        s30 = x0.fma(w3, s30);
        s31 = x1.fma(w3, s31);
        s32 = x2.fma(w3, s32);
        s33 = x3.fma(w3, s33);
        FloatVector w4 = FloatVector.broadcast(F, w[from + 4]);
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
      float[] x, int xAt, int columns, float[] w, int wAt, int wRow, float[] z, int zAt) {
    for (int lane = 0; lane < FloatFeatures.STRIP; lane += 4 * WIDTH) {
      int to0 = zAt + lane;
      FloatVector s00 = FloatVector.fromArray(F, z, to0);
      FloatVector s01 = FloatVector.fromArray(F, z, to0 + WIDTH);
      FloatVector s02 = FloatVector.fromArray(F, z, to0 + 2 * WIDTH);
      FloatVector s03 = FloatVector.fromArray(F, z, to0 + 3 * WIDTH);
      int to1 = zAt + lane + FloatFeatures.STRIP;
      FloatVector s10 = FloatVector.fromArray(F, z, to1);
      FloatVector s11 = FloatVector.fromArray(F, z, to1 + WIDTH);
      FloatVector s12 = FloatVector.fromArray(F, z, to1 + 2 * WIDTH);
      FloatVector s13 = FloatVector.fromArray(F, z, to1 + 3 * WIDTH);
      for (int j = 0; j < columns; j++) {
        int at = xAt + j * FloatFeatures.STRIP + lane;
        int from = wAt + j * wRow;
        FloatVector x0 = FloatVector.fromArray(F, x, at);
        FloatVector x1 = FloatVector.fromArray(F, x, at + WIDTH);
        FloatVector x2 = FloatVector.fromArray(F, x, at + 2 * WIDTH);
        FloatVector x3 = FloatVector.fromArray(F, x, at + 3 * WIDTH);
        FloatVector w0 = FloatVector.broadcast(F, w[from]);
        s00 = x0.fma(w0, s00);
        s01 = x1.fma(w0, s01);
        s02 = x2.fma(w0, s02);
        s03 = x3.fma(w0, s03);
        FloatVector w1 = FloatVector.broadcast(F, w[from + 1]);
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
      float[] x, int xAt, int columns, float[] w, int wAt, int wRow, float[] z, int zAt) {
    for (int lane = 0; lane < FloatFeatures.STRIP; lane += 4 * WIDTH) {
      int to0 = zAt + lane;
      FloatVector s00 = FloatVector.fromArray(F, z, to0);
      FloatVector s01 = FloatVector.fromArray(F, z, to0 + WIDTH);
      FloatVector s02 = FloatVector.fromArray(F, z, to0 + 2 * WIDTH);
      FloatVector s03 = FloatVector.fromArray(F, z, to0 + 3 * WIDTH);
      for (int j = 0; j < columns; j++) {
        int at = xAt + j * FloatFeatures.STRIP + lane;
        int from = wAt + j * wRow;
        FloatVector x0 = FloatVector.fromArray(F, x, at);
        FloatVector x1 = FloatVector.fromArray(F, x, at + WIDTH);
        FloatVector x2 = FloatVector.fromArray(F, x, at + 2 * WIDTH);
        FloatVector x3 = FloatVector.fromArray(F, x, at + 3 * WIDTH);
        FloatVector w0 = FloatVector.broadcast(F, w[from]);
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
      float[] x,
      int xAt,
      int xStrip,
      int strips,
      float[] r,
      int rAt,
      int rStrip,
      double[] g,
      int gAt,
      int gRow,
      float[] room) {
    FloatVector s00 = FloatVector.zero(F);
    FloatVector s01 = FloatVector.zero(F);
    FloatVector s02 = FloatVector.zero(F);
    FloatVector s03 = FloatVector.zero(F);
    FloatVector s04 = FloatVector.zero(F);
    FloatVector s10 = FloatVector.zero(F);
    FloatVector s11 = FloatVector.zero(F);
    FloatVector s12 = FloatVector.zero(F);
    FloatVector s13 = FloatVector.zero(F);
    FloatVector s14 = FloatVector.zero(F);
    FloatVector s20 = FloatVector.zero(F);
    FloatVector s21 = FloatVector.zero(F);
    FloatVector s22 = FloatVector.zero(F);
    FloatVector s23 = FloatVector.zero(F);
    FloatVector s24 = FloatVector.zero(F);
    FloatVector s30 = FloatVector.zero(F);
    FloatVector s31 = FloatVector.zero(F);
    FloatVector s32 = FloatVector.zero(F);
    FloatVector s33 = FloatVector.zero(F);
    FloatVector s34 = FloatVector.zero(F);
    for (int strip = 0; strip < strips; strip++) {
      for (int lane = 0; lane < FloatFeatures.STRIP; lane += WIDTH) {
        int at = xAt + strip * xStrip + lane;
        int from = rAt + strip * rStrip + lane;
        FloatVector x0 = FloatVector.fromArray(F, x, at);
        FloatVector x1 = FloatVector.fromArray(F, x, at + FloatFeatures.STRIP);
        FloatVector x2 = FloatVector.fromArray(F, x, at + 2 * FloatFeatures.STRIP);
        FloatVector x3 = FloatVector.fromArray(F, x, at + 3 * FloatFeatures.STRIP);
        FloatVector r0 = FloatVector.fromArray(F, r, from);
        s00 = x0.fma(r0, s00);
        s10 = x1.fma(r0, s10);
        s20 = x2.fma(r0, s20);
        s30 = x3.fma(r0, s30);
        FloatVector r1 = FloatVector.fromArray(F, r, from + FloatFeatures.STRIP);
        s01 = x0.fma(r1, s01);
        s11 = x1.fma(r1, s11);
        s21 = x2.fma(r1, s21);
        s31 = x3.fma(r1, s31);
        FloatVector r2 = FloatVector.fromArray(F, r, from + 2 * FloatFeatures.STRIP);
        s02 = x0.fma(r2, s02);
        s12 = x1.fma(r2, s12);
        s22 = x2.fma(r2, s22);
        s32 = x3.fma(r2, s32);
        FloatVector r3 = FloatVector.fromArray(F, r, from + 3 * FloatFeatures.STRIP);
        s03 = x0.fma(r3, s03);
        s13 = x1.fma(r3, s13);
        s23 = x2.fma(r3, s23);
        s33 = x3.fma(r3, s33);
        FloatVector r4 = FloatVector.fromArray(F, r, from + 4 * FloatFeatures.STRIP);
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
      float[] x,
      int xAt,
      int xStrip,
      int strips,
      float[] r,
      int rAt,
      int rStrip,
      double[] g,
      int gAt,
      int gRow,
      float[] room) {
    FloatVector s00 = FloatVector.zero(F);
    FloatVector s01 = FloatVector.zero(F);
    FloatVector s10 = FloatVector.zero(F);
    FloatVector s11 = FloatVector.zero(F);
    FloatVector s20 = FloatVector.zero(F);
    FloatVector s21 = FloatVector.zero(F);
    FloatVector s30 = FloatVector.zero(F);
    FloatVector s31 = FloatVector.zero(F);
    for (int strip = 0; strip < strips; strip++) {
      for (int lane = 0; lane < FloatFeatures.STRIP; lane += WIDTH) {
        int at = xAt + strip * xStrip + lane;
        int from = rAt + strip * rStrip + lane;
        FloatVector x0 = FloatVector.fromArray(F, x, at);
        FloatVector x1 = FloatVector.fromArray(F, x, at + FloatFeatures.STRIP);
        FloatVector x2 = FloatVector.fromArray(F, x, at + 2 * FloatFeatures.STRIP);
        FloatVector x3 = FloatVector.fromArray(F, x, at + 3 * FloatFeatures.STRIP);
        FloatVector r0 = FloatVector.fromArray(F, r, from);
        s00 = x0.fma(r0, s00);
        s10 = x1.fma(r0, s10);
        s20 = x2.fma(r0, s20);
        s30 = x3.fma(r0, s30);
        FloatVector r1 = FloatVector.fromArray(F, r, from + FloatFeatures.STRIP);
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
      float[] x,
      int xAt,
      int xStrip,
      int strips,
      float[] r,
      int rAt,
      int rStrip,
      double[] g,
      int gAt,
      int gRow,
      float[] room) {
    FloatVector s00 = FloatVector.zero(F);
    FloatVector s10 = FloatVector.zero(F);
    FloatVector s20 = FloatVector.zero(F);
    FloatVector s30 = FloatVector.zero(F);
    for (int strip = 0; strip < strips; strip++) {
      for (int lane = 0; lane < FloatFeatures.STRIP; lane += WIDTH) {
        int at = xAt + strip * xStrip + lane;
        int from = rAt + strip * rStrip + lane;
        FloatVector x0 = FloatVector.fromArray(F, x, at);
        FloatVector x1 = FloatVector.fromArray(F, x, at + FloatFeatures.STRIP);
        FloatVector x2 = FloatVector.fromArray(F, x, at + 2 * FloatFeatures.STRIP);
        FloatVector x3 = FloatVector.fromArray(F, x, at + 3 * FloatFeatures.STRIP);
        FloatVector r0 = FloatVector.fromArray(F, r, from);
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
