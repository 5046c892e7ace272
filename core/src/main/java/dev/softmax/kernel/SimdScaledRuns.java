package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// [SimdFloatRuns] at other temperatures than 1: what the product with the reciprocal of the temperature loses in
/// rounding is found and put back, which takes four operations more. Rows are longer than a vector.
final class SimdScaledRuns {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final int WIDTH = SimdFloatLanes.WIDTH;
  private static final int CHUNK = SimdFloatLanes.CHUNK;
  private static final int HALF = WIDTH / 2;

  private SimdScaledRuns() {}

  /// `y = softmax(beta x)` row by row, by the common power of two of [FewFloatRows]. Returns how many rows
  /// are done: all, or those before the first that it does not suit. `y` is not `x`.
  static int softmax(float[] x, int at, float[] y, int to, int rows, int n, double beta) {
    VectorMask<Float> counted = SimdFloatRuns.counted(n);
    FloatVector scale = FloatVector.broadcast(F, (float) beta);
    FloatVector rounded = FloatVector.broadcast(F, (float) (beta - (float) beta));
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
      FloatVector d0 = FloatVector.fromArray(F, x, from + last);
      FloatVector v0 = d0.mul(scale);
      FloatVector z0 = v0.fma(log2e, magic);
      FloatVector k0 = z0.sub(magic);
      FloatVector t0 = k0.fma(high, v0).add(d0.fma(rounded, d0.fma(scale, v0.neg())));
      t0 = k0.fma(low, t0);
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
          FloatVector d = FloatVector.fromArray(F, x, from + i);
          FloatVector v = d.mul(scale);
          FloatVector z = v.fma(log2e, magic);
          FloatVector k = z.sub(magic);
          FloatVector t = k.fma(high, v).add(d.fma(rounded, d.fma(scale, v.neg())));
          t = k.fma(low, t);
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
