package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// [LossColumns] on vectors of lanes, with the exponential of [FloatExp]. Each lane has a shift of its
/// own.
final class SimdLossColumns implements LossColumns {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Integer> I = SimdFloatLanes.I;
  private static final int WIDTH = SimdFloatLanes.WIDTH;

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public void sums(
      float[] x,
      int at,
      int stride,
      int rows,
      int lanes,
      float[] max,
      float[] ties,
      double[] rest) {
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      max(x, at + lane, stride, rows, max, lane);
      SimdFloatRest.sums(x, at + lane, stride, rows, max, lane, false, ties, rest);
    }
    for (int lane = 0; lane < lanes; lane++) {
      float extreme = max[lane];
      rest[lane] =
          Math.abs(extreme) <= Float.MAX_VALUE
              ? rest[lane] * FloatExp.unit(extreme) + (ties[lane] - 1)
              : LossColumns.broken(extreme, x, at + lane, stride, rows);
    }
  }

  private static void max(float[] x, int at, int stride, int rows, float[] max, int to) {
    FloatVector a = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
    FloatVector b = a;
    int i = at;
    for (int v = 1; v < rows; v += 2) {
      FloatVector p = FloatVector.fromArray(F, x, i);
      FloatVector q = FloatVector.fromArray(F, x, i + stride);
      a = a.blend(p, a.lt(p));
      b = b.blend(q, b.lt(q));
      i += 2 * stride;
    }
    if (rows % 2 == 1) {
      FloatVector p = FloatVector.fromArray(F, x, i);
      a = a.blend(p, a.lt(p));
    }
    a.blend(b, a.lt(b)).intoArray(max, to);
  }

  @Override
  public void slopes(
      float[] x,
      int at,
      int stride,
      int rows,
      int lanes,
      float[] max,
      float[] high,
      float[] low,
      float[] y) {
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      slopes(x, at + lane, stride, rows, lanes, max, high, low, lane, y);
    }
  }

  private static void slopes(
      float[] x,
      int at,
      int stride,
      int rows,
      int lanes,
      float[] max,
      float[] highs,
      float[] lows,
      int lane,
      float[] y) {
    FloatVector most = FloatVector.fromArray(F, max, lane);
    FloatVector high = FloatVector.fromArray(F, highs, lane);
    FloatVector low = FloatVector.fromArray(F, lows, lane);
    FloatVector magic = FloatVector.broadcast(F, FloatExp.MAGIC);
    FloatVector one = FloatVector.broadcast(F, 1);
    VectorMask<Float> far = most.abs().compare(VectorOperators.GT, FloatExp.SHIFT_FREE);
    FloatVector less = FloatVector.zero(F).blend(most, far);
    FloatVector whole = most.sub(less).mul(FloatExp.LOG2_E).add(magic);
    IntVector bias = IntVector.broadcast(I, SimdFloatAcross.MAGIC).sub(whole.reinterpretAsInts());
    FloatVector least = most.sub(less).sub(FloatExp.DEPTH);
    for (int v = 0; v < rows; v++) {
      FloatVector d = FloatVector.fromArray(F, x, at + v * stride).sub(less);
      FloatVector z = d.fma(FloatVector.broadcast(F, FloatExp.LOG2_E), magic);
      FloatVector n = z.sub(magic);
      FloatVector t = n.fma(FloatVector.broadcast(F, FloatExp.MINUS_LN2_HIGH), d);
      t = n.fma(FloatVector.broadcast(F, FloatExp.MINUS_LN2_LOW), t);
      FloatVector e =
          t.fma(FloatVector.broadcast(F, FloatExp.C6), FloatVector.broadcast(F, FloatExp.C5))
              .fma(t, FloatVector.broadcast(F, FloatExp.C4))
              .fma(t, FloatVector.broadcast(F, FloatExp.C3))
              .fma(t, FloatVector.broadcast(F, FloatExp.C2))
              .fma(t, one)
              .fma(t, one);
      IntVector power = z.reinterpretAsInts().add(bias).lanewise(VectorOperators.LSHL, 23);
      e = e.mul(power.reinterpretAsFloats()).blend(0f, d.lt(least));
      e.fma(high, e.mul(low)).intoArray(y, lane + v * lanes);
    }
  }
}
