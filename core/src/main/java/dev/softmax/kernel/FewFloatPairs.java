package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The kernels of [FewFloatRows], [FewFloatSums] and [FewFloatLogs] for `float` rows of more than one
/// vector and at most two: the first and the last elements, which overlap. Lanes of the second vector
/// that the first has too count nothing.
final class FewFloatPairs {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final int WIDTH = F.length();
  private static final int HALF = WIDTH / 2;

  private FewFloatPairs() {}

  /// Lanes of the second vector that the first has too.
  private static VectorMask<Float> pad(int n) {
    return VectorMask.fromLong(F, (1L << (2 * WIDTH - n)) - 1);
  }

  /// `y = scale softmax(x)` row by row; `y` may be `x` at the same place.
  static void softmax(float[] x, int at, float[] y, int to, int rows, int n, double scale) {
    int row = 0;
    while (row < rows) {
      row += windowed(x, at + row * n, y, to + row * n, rows - row, n, scale);
      if (row < rows) {
        shifted(x, at + row * n, y, to + row * n, n, scale);
        row++;
      }
    }
  }

  /// A row outside the window.
  private static void shifted(float[] x, int at, float[] y, int to, int n, double scale) {
    float extreme = Kernels.FLOAT.max(x, at, n);
    if (Math.abs(extreme) <= Float.MAX_VALUE) {
      double sum = Kernels.FLOAT.exp(x, at, y, to, n, extreme, 1);
      Kernels.FLOAT.divide(y, to, n, sum / scale);
    } else {
      SpecialRows.row(RowWork.SOFTMAX, x, at, y, to, n, extreme);
    }
  }

  /// As [FewFloatRows]. Returns how many rows are done: all, or those before the first that is not for
  /// this method.
  private static int windowed(float[] x, int at, float[] y, int to, int rows, int n, double scale) {
    VectorMask<Float> pad = pad(n);
    FloatVector magic = FloatVector.broadcast(F, FloatExp.MAGIC + 127 + FewFloatRows.BIAS);
    FloatVector log2e = FloatVector.broadcast(F, FloatExp.LOG2_E);
    FloatVector high = FloatVector.broadcast(F, FloatExp.MINUS_LN2_HIGH);
    FloatVector low = FloatVector.broadcast(F, FloatExp.MINUS_LN2_LOW);
    FloatVector c6 = FloatVector.broadcast(F, FloatExp.C6);
    FloatVector c5 = FloatVector.broadcast(F, FloatExp.C5);
    FloatVector c4 = FloatVector.broadcast(F, FloatExp.C4);
    FloatVector c3 = FloatVector.broadcast(F, FloatExp.C3);
    FloatVector c2 = FloatVector.broadcast(F, FloatExp.C2);
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector join = FloatVector.fromArray(F, FewFloatRows.OUT, 0);
    DoubleVector numerator = DoubleVector.broadcast(D, scale);
    for (int r = 0; r < rows; r++) {
      FloatVector v0 = FloatVector.fromArray(F, x, at + r * n);
      FloatVector v1 = FloatVector.fromArray(F, x, at + r * n + n - WIDTH);
      FloatVector z0 = v0.fma(log2e, magic);
      FloatVector k0 = z0.sub(magic);
      FloatVector t0 = k0.fma(low, k0.fma(high, v0));
      FloatVector u0 = t0.fma(c6, c5).fma(t0, c4).fma(t0, c3).fma(t0, c2);
      u0 = u0.fma(t0, one).fma(t0, one);
      IntVector p0 = z0.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      VectorMask<Float> above0 = v0.compare(VectorOperators.GT, FewFloatRows.WINDOW);
      VectorMask<Float> below0 = v0.lt(FewFloatRows.LEAST);
      FloatVector e0 = u0.mul(p0.reinterpretAsFloats()).blend(Float.NaN, above0).blend(0f, below0);
      DoubleVector a0 = (DoubleVector) e0.convertShape(VectorOperators.F2D, D, 0);
      DoubleVector b0 =
          (DoubleVector) e0.rearrange(FewFloatRows.UPPER).convertShape(VectorOperators.F2D, D, 0);
      FloatVector z1 = v1.fma(log2e, magic);
      FloatVector k1 = z1.sub(magic);
      FloatVector t1 = k1.fma(low, k1.fma(high, v1));
      FloatVector u1 = t1.fma(c6, c5).fma(t1, c4).fma(t1, c3).fma(t1, c2);
      u1 = u1.fma(t1, one).fma(t1, one);
      IntVector p1 = z1.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      VectorMask<Float> above1 = v1.compare(VectorOperators.GT, FewFloatRows.WINDOW);
      VectorMask<Float> below1 = v1.lt(FewFloatRows.LEAST).or(pad);
      FloatVector e1 = u1.mul(p1.reinterpretAsFloats()).blend(Float.NaN, above1).blend(0f, below1);
      DoubleVector a1 = (DoubleVector) e1.convertShape(VectorOperators.F2D, D, 0);
      DoubleVector b1 =
          (DoubleVector) e1.rearrange(FewFloatRows.UPPER).convertShape(VectorOperators.F2D, D, 0);
      DoubleVector s = a0.add(b0).add(a1.add(b1));
      if (HALF > 4) {
        s = s.add(s.rearrange(FewFloatRows.XOR4));
      }
      if (HALF > 2) {
        s = s.add(s.rearrange(FewFloatRows.XOR2));
      }
      s = s.add(s.rearrange(FewFloatRows.XOR1));
      if (!s.compare(VectorOperators.GE, FewFloatRows.LEAST_SUM).allTrue()) {
        return r;
      }
      DoubleVector factor = numerator.div(s);
      a0 = a0.mul(factor);
      b0 = b0.mul(factor);
      a1 = a1.mul(factor);
      b1 = b1.mul(factor);
      FloatVector l1 = (FloatVector) a1.convertShape(VectorOperators.D2F, F, 0);
      FloatVector h1 = (FloatVector) b1.convertShape(VectorOperators.D2F, F, 0);
      join.selectFrom(l1, h1).intoArray(y, to + r * n + n - WIDTH);
      FloatVector l0 = (FloatVector) a0.convertShape(VectorOperators.D2F, F, 0);
      FloatVector h0 = (FloatVector) b0.convertShape(VectorOperators.D2F, F, 0);
      join.selectFrom(l0, h0).intoArray(y, to + r * n);
    }
    return rows;
  }

  /// The sums of [FewFloatSums].
  static void sums(float[] x, int at, int rows, int n, double[] sums) {
    VectorMask<Float> pad = pad(n);
    FloatVector magic = FloatVector.broadcast(F, FloatExp.MAGIC + 127 + FewFloatRows.BIAS);
    FloatVector log2e = FloatVector.broadcast(F, FloatExp.LOG2_E);
    FloatVector high = FloatVector.broadcast(F, FloatExp.MINUS_LN2_HIGH);
    FloatVector low = FloatVector.broadcast(F, FloatExp.MINUS_LN2_LOW);
    FloatVector c6 = FloatVector.broadcast(F, FloatExp.C6);
    FloatVector c5 = FloatVector.broadcast(F, FloatExp.C5);
    FloatVector c4 = FloatVector.broadcast(F, FloatExp.C4);
    FloatVector c3 = FloatVector.broadcast(F, FloatExp.C3);
    FloatVector c2 = FloatVector.broadcast(F, FloatExp.C2);
    FloatVector one = FloatVector.broadcast(F, 1f);
    for (int r = 0; r < rows; r++) {
      FloatVector v0 = FloatVector.fromArray(F, x, at + r * n);
      FloatVector v1 = FloatVector.fromArray(F, x, at + r * n + n - WIDTH);
      FloatVector z0 = v0.fma(log2e, magic);
      FloatVector k0 = z0.sub(magic);
      FloatVector t0 = k0.fma(low, k0.fma(high, v0));
      FloatVector u0 = t0.fma(c6, c5).fma(t0, c4).fma(t0, c3).fma(t0, c2);
      u0 = u0.fma(t0, one).fma(t0, one);
      IntVector p0 = z0.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      VectorMask<Float> above0 = v0.compare(VectorOperators.GT, FewFloatRows.WINDOW);
      VectorMask<Float> below0 = v0.lt(FewFloatRows.LEAST);
      FloatVector e0 = u0.mul(p0.reinterpretAsFloats()).blend(Float.NaN, above0).blend(0f, below0);
      DoubleVector a0 = (DoubleVector) e0.convertShape(VectorOperators.F2D, D, 0);
      DoubleVector b0 =
          (DoubleVector) e0.rearrange(FewFloatRows.UPPER).convertShape(VectorOperators.F2D, D, 0);
      FloatVector z1 = v1.fma(log2e, magic);
      FloatVector k1 = z1.sub(magic);
      FloatVector t1 = k1.fma(low, k1.fma(high, v1));
      FloatVector u1 = t1.fma(c6, c5).fma(t1, c4).fma(t1, c3).fma(t1, c2);
      u1 = u1.fma(t1, one).fma(t1, one);
      IntVector p1 = z1.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      VectorMask<Float> above1 = v1.compare(VectorOperators.GT, FewFloatRows.WINDOW);
      VectorMask<Float> below1 = v1.lt(FewFloatRows.LEAST).or(pad);
      FloatVector e1 = u1.mul(p1.reinterpretAsFloats()).blend(Float.NaN, above1).blend(0f, below1);
      DoubleVector a1 = (DoubleVector) e1.convertShape(VectorOperators.F2D, D, 0);
      DoubleVector b1 =
          (DoubleVector) e1.rearrange(FewFloatRows.UPPER).convertShape(VectorOperators.F2D, D, 0);
      DoubleVector s = a0.add(b0).add(a1.add(b1));
      if (HALF > 4) {
        s = s.add(s.rearrange(FewFloatRows.XOR4));
      }
      if (HALF > 2) {
        s = s.add(s.rearrange(FewFloatRows.XOR2));
      }
      sums[r] = s.add(s.rearrange(FewFloatRows.XOR1)).lane(0);
    }
  }

  /// The maxima of [FewFloatLogs].
  static void maxima(float[] x, int at, int rows, int n, float[] max) {
    for (int r = 0; r < rows; r++) {
      FloatVector v0 = FloatVector.fromArray(F, x, at + r * n);
      FloatVector v1 = FloatVector.fromArray(F, x, at + r * n + n - WIDTH);
      FloatVector m = v0.blend(v1, v0.lt(v1));
      // Whether a NaN is lost here or not, it shows in the sum.
      FloatVector o = m.rearrange(FewFloatRows.UPPER);
      m = m.blend(o, m.lt(o));
      if (HALF > 4) {
        o = m.rearrange(FewFloatRows.FLOAT4);
        m = m.blend(o, m.lt(o));
      }
      if (HALF > 2) {
        o = m.rearrange(FewFloatRows.FLOAT2);
        m = m.blend(o, m.lt(o));
      }
      o = m.rearrange(FewFloatRows.FLOAT1);
      max[r] = m.blend(o, m.lt(o)).lane(0);
    }
  }

  /// The sums of [FewFloatLogs], without the maximum.
  static void rests(float[] x, int at, int rows, int n, float[] max, double[] rest) {
    VectorMask<Float> pad = pad(n);
    FloatVector magic = FloatVector.broadcast(F, FloatExp.MAGIC + 127 + FewFloatLogs.BIAS);
    FloatVector log2e = FloatVector.broadcast(F, FloatExp.LOG2_E);
    FloatVector high = FloatVector.broadcast(F, FloatExp.MINUS_LN2_HIGH);
    FloatVector low = FloatVector.broadcast(F, FloatExp.MINUS_LN2_LOW);
    FloatVector c6 = FloatVector.broadcast(F, FloatExp.C6);
    FloatVector c5 = FloatVector.broadcast(F, FloatExp.C5);
    FloatVector c4 = FloatVector.broadcast(F, FloatExp.C4);
    FloatVector c3 = FloatVector.broadcast(F, FloatExp.C3);
    FloatVector c2 = FloatVector.broadcast(F, FloatExp.C2);
    FloatVector one = FloatVector.broadcast(F, 1f);
    for (int r = 0; r < rows; r++) {
      FloatVector v0 = FloatVector.fromArray(F, x, at + r * n);
      FloatVector v1 = FloatVector.fromArray(F, x, at + r * n + n - WIDTH);
      FloatVector m = FloatVector.broadcast(F, max[r]);
      FloatVector d0 = v0.sub(m);
      VectorMask<Float> tie0 = d0.eq(0f);
      FloatVector back0 = d0.sub(v0);
      FloatVector lost0 = v0.sub(d0.sub(back0)).sub(m.add(back0));
      FloatVector z0 = d0.fma(log2e, magic);
      FloatVector k0 = z0.sub(magic);
      FloatVector t0 = k0.fma(low, k0.fma(high, d0).add(lost0));
      FloatVector u0 = t0.fma(c6, c5).fma(t0, c4).fma(t0, c3).fma(t0, c2);
      u0 = u0.fma(t0, one).fma(t0, one);
      IntVector p0 = z0.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      VectorMask<Float> out0 = d0.lt(-FloatExp.DEPTH).or(tie0);
      FloatVector e0 = u0.mul(p0.reinterpretAsFloats()).blend(0f, out0);
      DoubleVector a0 = (DoubleVector) e0.convertShape(VectorOperators.F2D, D, 0);
      DoubleVector b0 =
          (DoubleVector) e0.rearrange(FewFloatRows.UPPER).convertShape(VectorOperators.F2D, D, 0);
      FloatVector d1 = v1.sub(m);
      VectorMask<Float> tie1 = d1.eq(0f).andNot(pad);
      FloatVector back1 = d1.sub(v1);
      FloatVector lost1 = v1.sub(d1.sub(back1)).sub(m.add(back1));
      FloatVector z1 = d1.fma(log2e, magic);
      FloatVector k1 = z1.sub(magic);
      FloatVector t1 = k1.fma(low, k1.fma(high, d1).add(lost1));
      FloatVector u1 = t1.fma(c6, c5).fma(t1, c4).fma(t1, c3).fma(t1, c2);
      u1 = u1.fma(t1, one).fma(t1, one);
      IntVector p1 = z1.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      VectorMask<Float> out1 = d1.lt(-FloatExp.DEPTH).or(tie1).or(pad);
      FloatVector e1 = u1.mul(p1.reinterpretAsFloats()).blend(0f, out1);
      DoubleVector a1 = (DoubleVector) e1.convertShape(VectorOperators.F2D, D, 0);
      DoubleVector b1 =
          (DoubleVector) e1.rearrange(FewFloatRows.UPPER).convertShape(VectorOperators.F2D, D, 0);
      DoubleVector s = a0.add(b0).add(a1.add(b1));
      if (HALF > 4) {
        s = s.add(s.rearrange(FewFloatRows.XOR4));
      }
      if (HALF > 2) {
        s = s.add(s.rearrange(FewFloatRows.XOR2));
      }
      double sum = s.add(s.rearrange(FewFloatRows.XOR1)).lane(0);
      rest[r] = sum * 0x1p-65 + (tie0.trueCount() + tie1.trueCount() - 1);
    }
  }

  /// `y = x - max - less` row by row; `y` may be `x` at the same place.
  static void shift(
      float[] x, int at, float[] y, int to, int rows, int n, float[] max, float[] less) {
    for (int r = 0; r < rows; r++) {
      FloatVector v0 = FloatVector.fromArray(F, x, at + r * n);
      FloatVector v1 = FloatVector.fromArray(F, x, at + r * n + n - WIDTH);
      FloatVector m = FloatVector.broadcast(F, max[r]);
      FloatVector l = FloatVector.broadcast(F, less[r]);
      v0.sub(m).sub(l).intoArray(y, to + r * n);
      v1.sub(m).sub(l).intoArray(y, to + r * n + n - WIDTH);
    }
  }
}
