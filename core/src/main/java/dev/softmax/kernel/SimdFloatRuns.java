package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The kernels of [FewFloatLogs], [FewFloatLosses] and [FloatRows] for `float` rows of more than two vectors.
/// The last vector of a row overlaps the one before it; what that has counts nothing.
final class SimdFloatRuns {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final VectorSpecies<Integer> I = SimdFloatLanes.I;
  private static final int WIDTH = SimdFloatLanes.WIDTH;
  private static final int CHUNK = SimdFloatLanes.CHUNK;

  private static final int HALF = WIDTH / 2;

  private SimdFloatRuns() {}

  /// Lanes of the last vector that the one before it has too.
  static VectorMask<Float> counted(int n) {
    return VectorMask.fromLong(F, (1L << (WIDTH - 1 - (n - 1) % WIDTH)) - 1);
  }

  /// The maximum of each row; where it is a NaN or not does not matter.
  static void maxima(float[] x, int at, int rows, int n, float[] max) {
    for (int r = 0; r < rows; r++) {
      int from = at + r * n;
      int last = from + n - WIDTH;
      FloatVector m = FloatVector.fromArray(F, x, last);
      for (int i = from; i < last; i += WIDTH) {
        m = FewFloatLogs.larger(m, FloatVector.fromArray(F, x, i));
      }
      m = FewFloatLogs.larger(m, m.rearrange(FewFloatRows.UPPER));
      if (HALF > 4) {
        m = FewFloatLogs.larger(m, m.rearrange(FewFloatRows.FLOAT4));
      }
      if (HALF > 2) {
        m = FewFloatLogs.larger(m, m.rearrange(FewFloatRows.FLOAT2));
      }
      max[r] = FewFloatLogs.larger(m, m.rearrange(FewFloatRows.FLOAT1)).lane(0);
    }
  }

  /// Of each row the sum of the exponentials, but for those that equal the maximum, and how many do: what
  /// [SimdFloatRest#finish] takes. The exponential is written out, since the compiler would make objects of
  /// vectors that it hands to methods.
  static void rests(float[] x, int at, int rows, int n, float[] max, float[] ties, double[] rest) {
    VectorMask<Float> counted = counted(n);
    FloatVector magic = FloatVector.broadcast(F, FloatExp.MAGIC);
    FloatVector log2e = FloatVector.broadcast(F, FloatExp.LOG2_E);
    FloatVector high = FloatVector.broadcast(F, FloatExp.MINUS_LN2_HIGH);
    FloatVector low = FloatVector.broadcast(F, FloatExp.MINUS_LN2_LOW);
    FloatVector c6 = FloatVector.broadcast(F, FloatExp.C6);
    FloatVector c5 = FloatVector.broadcast(F, FloatExp.C5);
    FloatVector c4 = FloatVector.broadcast(F, FloatExp.C4);
    FloatVector c3 = FloatVector.broadcast(F, FloatExp.C3);
    FloatVector c2 = FloatVector.broadcast(F, FloatExp.C2);
    FloatVector one = FloatVector.broadcast(F, 1f);
    int last = n - WIDTH;
    for (int r = 0; r < rows; r++) {
      int from = at + r * n;
      float shift = FloatExp.shift(max[r], 1);
      FloatVector less = FloatVector.broadcast(F, shift);
      FloatVector top = FloatVector.broadcast(F, max[r] - shift);
      FloatVector least = FloatVector.broadcast(F, max[r] - shift - FloatExp.DEPTH);
      IntVector bias = IntVector.broadcast(I, FloatExp.BIASED_ONE - FloatExp.exponent(max[r], 1));
      FloatVector v0 = FloatVector.fromArray(F, x, from + last).sub(less);
      FloatVector z0 = v0.fma(log2e, magic);
      FloatVector k0 = z0.sub(magic);
      FloatVector t0 = k0.fma(low, k0.fma(high, v0));
      FloatVector u0 = t0.fma(c6, c5).fma(t0, c4).fma(t0, c3).fma(t0, c2);
      u0 = u0.fma(t0, one).fma(t0, one);
      IntVector p0 = z0.reinterpretAsInts().add(bias).lanewise(VectorOperators.LSHL, 23);
      VectorMask<Float> tie0 = v0.eq(top).andNot(counted);
      int equal = tie0.trueCount();
      FloatVector e0 = u0.mul(p0.reinterpretAsFloats());
      e0 = e0.blend(0f, v0.lt(least).or(tie0).or(counted));
      DoubleVector even = (DoubleVector) e0.convertShape(VectorOperators.F2D, D, 0);
      DoubleVector odd = (DoubleVector) e0.convertShape(VectorOperators.F2D, D, 1);
      for (int first = 0; first < last; first += CHUNK) {
        int stop = Math.min(first + CHUNK, last);
        FloatVector sum = FloatVector.zero(F);
        for (int i = first; i < stop; i += WIDTH) {
          FloatVector v = FloatVector.fromArray(F, x, from + i).sub(less);
          FloatVector z = v.fma(log2e, magic);
          FloatVector k = z.sub(magic);
          FloatVector t = k.fma(low, k.fma(high, v));
          FloatVector u = t.fma(c6, c5).fma(t, c4).fma(t, c3).fma(t, c2).fma(t, one).fma(t, one);
          IntVector p = z.reinterpretAsInts().add(bias).lanewise(VectorOperators.LSHL, 23);
          VectorMask<Float> tie = v.eq(top);
          equal += tie.trueCount();
          sum = sum.add(u.mul(p.reinterpretAsFloats()).blend(0f, v.lt(least).or(tie)));
        }
        even = even.add(sum.convertShape(VectorOperators.F2D, D, 0));
        odd = odd.add(sum.convertShape(VectorOperators.F2D, D, 1));
      }
      DoubleVector s = even.add(odd);
      if (HALF > 4) {
        s = s.add(s.rearrange(FewFloatRows.XOR4));
      }
      if (HALF > 2) {
        s = s.add(s.rearrange(FewFloatRows.XOR2));
      }
      ties[r] = equal;
      rest[r] = s.add(s.rearrange(FewFloatRows.XOR1)).lane(0);
    }
  }

  /// `y = x - max - less` row by row; `y` may be `x` at the same place.
  static void shift(
      float[] x, int at, float[] y, int to, int rows, int n, float[] max, float[] less) {
    int last = n - WIDTH;
    for (int r = 0; r < rows; r++) {
      int from = at + r * n;
      int there = to + r * n;
      FloatVector m = FloatVector.broadcast(F, max[r]);
      FloatVector l = FloatVector.broadcast(F, less[r]);
      FloatVector end = FloatVector.fromArray(F, x, from + last).sub(m).sub(l);
      for (int i = 0; i < last; i += WIDTH) {
        FloatVector.fromArray(F, x, from + i).sub(m).sub(l).intoArray(y, there + i);
      }
      end.intoArray(y, there + last);
    }
  }

  /// `y = factor c exp(x)` row by row, `c` as [#rests] has it; `y` may be `x` at the same place.
  static void products(
      float[] x, int at, float[] y, int to, int rows, int n, float[] max, double[] factors) {
    int last = n - WIDTH;
    for (int r = 0; r < rows; r++) {
      int from = at + r * n;
      int there = to + r * n;
      float shift = FloatExp.shift(max[r], 1);
      FloatVector less = FloatVector.broadcast(F, shift);
      FloatVector least = FloatVector.broadcast(F, max[r] - shift - FloatExp.DEPTH);
      IntVector bias = IntVector.broadcast(I, FloatExp.BIASED_ONE - FloatExp.exponent(max[r], 1));
      FloatVector high = FloatVector.broadcast(F, (float) factors[r]);
      FloatVector low = FloatVector.broadcast(F, (float) (factors[r] - (float) factors[r]));
      FloatVector ahead = FloatVector.fromArray(F, x, from);
      for (int i = 0; i < n; i += WIDTH) {
        FloatVector v = ahead.sub(less);
        // Before this place is written, which may be a part of it.
        ahead = FloatVector.fromArray(F, x, from + Math.min(i + WIDTH, last));
        FloatVector e = SimdFloatLanes.power(v, bias).blend(0f, v.lt(least));
        e.fma(high, e.mul(low)).intoArray(y, there + Math.min(i, last));
      }
    }
  }

  /// `y = softmax(x)` row by row, by the common power of two of [FewFloatRows]. Returns how many rows
  /// are done: all, or those before the first that it does not suit. `y` is not `x`.
  static int softmax(float[] x, int at, float[] y, int to, int rows, int n) {
    VectorMask<Float> counted = counted(n);
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
    FloatVector most = FloatVector.broadcast(F, FewFloatRows.WINDOW);
    FloatVector least = FloatVector.broadcast(F, FewFloatRows.LEAST);
    int last = n - WIDTH;
    for (int r = 0; r < rows; r++) {
      int from = at + r * n;
      int there = to + r * n;
      FloatVector v0 = FloatVector.fromArray(F, x, from + last);
      FloatVector z0 = v0.fma(log2e, magic);
      FloatVector k0 = z0.sub(magic);
      FloatVector t0 = k0.fma(low, k0.fma(high, v0));
      FloatVector u0 = t0.fma(c6, c5).fma(t0, c4).fma(t0, c3).fma(t0, c2);
      u0 = u0.fma(t0, one).fma(t0, one);
      IntVector p0 = z0.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      FloatVector end = u0.mul(p0.reinterpretAsFloats());
      end = end.blend(Float.NaN, v0.compare(VectorOperators.GT, most)).blend(0f, v0.lt(least));
      FloatVector e0 = end.blend(0f, counted);
      DoubleVector even = (DoubleVector) e0.convertShape(VectorOperators.F2D, D, 0);
      DoubleVector odd = (DoubleVector) e0.convertShape(VectorOperators.F2D, D, 1);
      for (int first = 0; first < last; first += CHUNK) {
        int stop = Math.min(first + CHUNK, last);
        FloatVector sum = FloatVector.zero(F);
        for (int i = first; i < stop; i += WIDTH) {
          FloatVector v = FloatVector.fromArray(F, x, from + i);
          FloatVector z = v.fma(log2e, magic);
          FloatVector k = z.sub(magic);
          FloatVector t = k.fma(low, k.fma(high, v));
          FloatVector u = t.fma(c6, c5).fma(t, c4).fma(t, c3).fma(t, c2).fma(t, one).fma(t, one);
          IntVector p = z.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
          FloatVector e = u.mul(p.reinterpretAsFloats());
          e = e.blend(Float.NaN, v.compare(VectorOperators.GT, most)).blend(0f, v.lt(least));
          e.intoArray(y, there + i);
          sum = sum.add(e);
        }
        even = even.add(sum.convertShape(VectorOperators.F2D, D, 0));
        odd = odd.add(sum.convertShape(VectorOperators.F2D, D, 1));
      }
      DoubleVector s = even.add(odd);
      if (HALF > 4) {
        s = s.add(s.rearrange(FewFloatRows.XOR4));
      }
      if (HALF > 2) {
        s = s.add(s.rearrange(FewFloatRows.XOR2));
      }
      double total = s.add(s.rearrange(FewFloatRows.XOR1)).lane(0);
      if (!(total >= FewFloatRows.LEAST_SUM)) {
        return r;
      }
      double factor = 1 / total;
      FloatVector factorHigh = FloatVector.broadcast(F, (float) factor);
      FloatVector factorLow = FloatVector.broadcast(F, (float) (factor - (float) factor));
      for (int i = 0; i < last; i += WIDTH) {
        FloatVector e = FloatVector.fromArray(F, y, there + i);
        e.fma(factorHigh, e.mul(factorLow)).intoArray(y, there + i);
      }
      end.fma(factorHigh, end.mul(factorLow)).intoArray(y, there + last);
    }
    return rows;
  }
}
