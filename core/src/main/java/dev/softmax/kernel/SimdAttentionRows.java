package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// [AttentionRows] on vectors. Lengths are multiples of a vector's.
final class SimdAttentionRows {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Integer> I = SimdFloatLanes.I;
  static final int WIDTH = F.length();

  private SimdAttentionRows() {}

  static float max(float[] x, int at, int n) {
    FloatVector a = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
    FloatVector b = a;
    int i = 0;
    for (; i <= n - 2 * WIDTH; i += 2 * WIDTH) {
      FloatVector p = FloatVector.fromArray(F, x, at + i);
      FloatVector q = FloatVector.fromArray(F, x, at + i + WIDTH);
      a = a.blend(p, a.lt(p));
      b = b.blend(q, b.lt(q));
    }
    for (; i < n; i += WIDTH) {
      FloatVector p = FloatVector.fromArray(F, x, at + i);
      a = a.blend(p, a.lt(p));
    }
    a = a.blend(b, a.lt(b));
    return a.reduceLanes(VectorOperators.MAX);
  }

  static void bias(float[] x, int at, float[] bias, int from, int n) {
    FloatVector unit = FloatVector.broadcast(F, FloatExp.LOG2_E);
    FloatVector never = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector b = FloatVector.fromArray(F, bias, from + i);
      FloatVector s = FloatVector.fromArray(F, x, at + i);
      b.fma(unit, s).blend(never, b.eq(never)).intoArray(x, at + i);
    }
  }

  /// `y = factor x`.
  static void scaled(float[] x, int at, float[] y, int to, int n, float factor) {
    FloatVector times = FloatVector.broadcast(F, factor);
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector.fromArray(F, x, at + i).mul(times).intoArray(y, to + i);
    }
  }

  /// `y += x`.
  static void add(float[] x, int at, float[] y, int to, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, at + i);
      v.add(FloatVector.fromArray(F, y, to + i)).intoArray(y, to + i);
    }
  }

  /// `x = 2^(x - shift)`; the sums of each lane go to `sums`.
  static void power(float[] x, int at, int n, float shift, float[] sums, int sumsAt) {
    FloatVector less = FloatVector.broadcast(F, shift);
    FloatVector magic = FloatVector.broadcast(F, FloatExp.MAGIC);
    FloatVector low = FloatVector.broadcast(F, AttentionRows.LOW);
    IntVector one = IntVector.broadcast(I, 127);
    FloatVector sum = FloatVector.zero(F);
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, at + i).sub(less);
      FloatVector z = v.add(magic);
      FloatVector t = v.sub(z.sub(magic));
      FloatVector p =
          t.fma(
                  FloatVector.broadcast(F, AttentionRows.C5),
                  FloatVector.broadcast(F, AttentionRows.C4))
              .fma(t, FloatVector.broadcast(F, AttentionRows.C3))
              .fma(t, FloatVector.broadcast(F, AttentionRows.C2))
              .fma(t, FloatVector.broadcast(F, AttentionRows.C1))
              .fma(t, FloatVector.broadcast(F, 1f));
      IntVector power = z.reinterpretAsInts().add(one).lanewise(VectorOperators.LSHL, 23);
      p = p.mul(power.reinterpretAsFloats()).blend(0f, v.lt(low));
      p.intoArray(x, at + i);
      sum = sum.add(p);
    }
    sum.intoArray(sums, sumsAt);
  }

  /// `x = 2^(x - log)`, and `y = x (y - delta) scale`.
  static void slopes(
      float[] x, int at, float[] y, int to, int n, float log, float delta, float scale) {
    FloatVector less = FloatVector.broadcast(F, log);
    FloatVector mean = FloatVector.broadcast(F, delta);
    FloatVector factor = FloatVector.broadcast(F, scale);
    FloatVector magic = FloatVector.broadcast(F, FloatExp.MAGIC);
    FloatVector low = FloatVector.broadcast(F, AttentionRows.LOW);
    IntVector one = IntVector.broadcast(I, 127);
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, at + i).sub(less);
      FloatVector z = v.add(magic);
      FloatVector t = v.sub(z.sub(magic));
      FloatVector p =
          t.fma(
                  FloatVector.broadcast(F, AttentionRows.C5),
                  FloatVector.broadcast(F, AttentionRows.C4))
              .fma(t, FloatVector.broadcast(F, AttentionRows.C3))
              .fma(t, FloatVector.broadcast(F, AttentionRows.C2))
              .fma(t, FloatVector.broadcast(F, AttentionRows.C1))
              .fma(t, FloatVector.broadcast(F, 1f));
      IntVector power = z.reinterpretAsInts().add(one).lanewise(VectorOperators.LSHL, 23);
      VectorMask<Float> none = v.lt(low);
      p = p.mul(power.reinterpretAsFloats()).blend(0f, none);
      p.intoArray(x, at + i);
      FloatVector d = FloatVector.fromArray(F, y, to + i).sub(mean).mul(factor);
      p.mul(d).blend(0f, none).intoArray(y, to + i);
    }
  }
}
