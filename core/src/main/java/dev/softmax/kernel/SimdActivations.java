package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The forward loops of [FloatActivations]; they stop at the last whole vector and return where. Formulas
/// and names are those of [ScalarActivations], to the bit.
final class SimdActivations {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Integer> I = SimdFloatLanes.I;
  private static final int WIDTH = SimdFloatLanes.WIDTH;

  private SimdActivations() {}

  /// `max(x, 0)`; NaN stays.
  static int relu(float[] x, int xFrom, float[] y, int yFrom, int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, xFrom + i);
      v.blend(0f, v.lt(0f)).intoArray(y, yFrom + i);
    }
    return bound;
  }

  static int relu6(float[] x, int xFrom, float[] y, int yFrom, int n) {
    int bound = F.loopBound(n);
    FloatVector six = FloatVector.broadcast(F, 6f);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, xFrom + i);
      v.blend(0f, v.lt(0f)).blend(six, six.lt(v)).intoArray(y, yFrom + i);
    }
    return bound;
  }

  /// As [ScalarActivations#gelu].
  static int gelu(float[] x, int xFrom, float[] y, int yFrom, int n) {
    int bound = F.loopBound(n);
    IntVector bias = IntVector.broadcast(I, FloatExp.BIASED_ONE);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, xFrom + i);
      FloatVector a = v.lanewise(VectorOperators.ABS);
      a =
          a.blend(
              ScalarActivations.GELU_MAX,
              FloatVector.broadcast(F, ScalarActivations.GELU_MAX).lt(a));
      FloatVector h = a.mul(a);
      FloatVector low = a.fma(a, h.neg()).mul(-0.5f);
      FloatVector w = h.mul(-0.5f);
      FloatVector magic = FloatVector.broadcast(F, FloatExp.MAGIC);
      FloatVector z = w.fma(FloatVector.broadcast(F, FloatExp.LOG2_E), magic);
      FloatVector m = z.sub(magic);
      FloatVector t = m.fma(FloatVector.broadcast(F, FloatExp.MINUS_LN2_HIGH), w);
      t = m.fma(FloatVector.broadcast(F, FloatExp.MINUS_LN2_LOW), t).add(low);
      FloatVector e = SimdFloatLanes.raised(t, z, bias);
      FloatVector r =
          FloatVector.broadcast(F, 1f)
              .div(
                  a.fma(
                      FloatVector.broadcast(F, ScalarActivations.R), FloatVector.broadcast(F, 1f)));
      FloatVector p =
          r.fma(
                  FloatVector.broadcast(F, ScalarActivations.R8),
                  FloatVector.broadcast(F, ScalarActivations.R7))
              .fma(r, FloatVector.broadcast(F, ScalarActivations.R6))
              .fma(r, FloatVector.broadcast(F, ScalarActivations.R5))
              .fma(r, FloatVector.broadcast(F, ScalarActivations.R4))
              .fma(r, FloatVector.broadcast(F, ScalarActivations.R3))
              .fma(r, FloatVector.broadcast(F, ScalarActivations.R2))
              .fma(r, FloatVector.broadcast(F, ScalarActivations.R1));
      FloatVector tail = e.mul(p.mul(r)).mul(a).mul(ScalarActivations.UNBIAS);
      v.blend(-0f, v.lt(0f)).sub(tail).intoArray(y, yFrom + i);
    }
    return bound;
  }

  /// As [ScalarActivations#geluTanh].
  static int geluTanh(float[] x, int xFrom, float[] y, int yFrom, int n) {
    int bound = F.loopBound(n);
    IntVector bias = IntVector.broadcast(I, FloatExp.BIASED_ONE);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, xFrom + i);
      FloatVector a = v.lanewise(VectorOperators.ABS);
      a =
          a.blend(
              ScalarActivations.TANH_FORM_MAX,
              FloatVector.broadcast(F, ScalarActivations.TANH_FORM_MAX).lt(a));
      FloatVector w =
          a.mul(a)
              .fma(
                  FloatVector.broadcast(F, ScalarActivations.U3),
                  FloatVector.broadcast(F, ScalarActivations.U1))
              .mul(a);
      w = w.blend(ScalarActivations.DEPTH, FloatVector.broadcast(F, ScalarActivations.DEPTH).lt(w));
      FloatVector e = SimdFloatLanes.power(w.neg(), bias);
      FloatVector tail =
          e.div(
                  e.fma(
                      FloatVector.broadcast(F, ScalarActivations.UNBIAS),
                      FloatVector.broadcast(F, 1f)))
              .mul(a)
              .mul(ScalarActivations.UNBIAS);
      v.blend(-0f, v.lt(0f)).sub(tail).intoArray(y, yFrom + i);
    }
    return bound;
  }

  /// As [ScalarActivations#silu].
  static int silu(float[] x, int xFrom, float[] y, int yFrom, int n) {
    int bound = F.loopBound(n);
    IntVector bias = IntVector.broadcast(I, FloatExp.BIASED_ONE);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, xFrom + i);
      FloatVector a = v.lanewise(VectorOperators.ABS);
      a = a.blend(ScalarActivations.DEPTH, FloatVector.broadcast(F, ScalarActivations.DEPTH).lt(a));
      FloatVector e = SimdFloatLanes.power(a.neg(), bias);
      FloatVector tail =
          e.div(
                  e.fma(
                      FloatVector.broadcast(F, ScalarActivations.UNBIAS),
                      FloatVector.broadcast(F, 1f)))
              .mul(a)
              .mul(ScalarActivations.UNBIAS);
      v.blend(-0f, v.lt(0f)).sub(tail).intoArray(y, yFrom + i);
    }
    return bound;
  }

  /// As [ScalarActivations#sigmoid].
  static int sigmoid(float[] x, int xFrom, float[] y, int yFrom, int n) {
    int bound = F.loopBound(n);
    IntVector bias = IntVector.broadcast(I, FloatExp.BIASED_ONE);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, xFrom + i);
      FloatVector a = v.lanewise(VectorOperators.ABS);
      a = a.blend(ScalarActivations.DEPTH, FloatVector.broadcast(F, ScalarActivations.DEPTH).lt(a));
      FloatVector e = SimdFloatLanes.power(a.neg(), bias);
      FloatVector one = FloatVector.broadcast(F, ScalarActivations.ONE);
      FloatVector unbias = FloatVector.broadcast(F, ScalarActivations.UNBIAS);
      FloatVector top = one.blend(e, v.lt(0f));
      FloatVector d = e.fma(unbias, FloatVector.broadcast(F, 1f));
      FloatVector rest = e.fma(unbias, FloatVector.broadcast(F, 1f).sub(d));
      FloatVector r = FloatVector.broadcast(F, 1f).div(d);
      FloatVector q = top.mul(r);
      FloatVector less = q.neg();
      less.fma(rest, less.fma(d, top)).fma(r, q).mul(unbias).intoArray(y, yFrom + i);
    }
    return bound;
  }

  /// As [ScalarActivations#tanh].
  static int tanh(float[] x, int xFrom, float[] y, int yFrom, int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, xFrom + i);
      FloatVector a = v.lanewise(VectorOperators.ABS).mul(2f);
      a =
          a.blend(
              ScalarActivations.TANH_DEPTH,
              FloatVector.broadcast(F, ScalarActivations.TANH_DEPTH).lt(a));
      FloatVector w = a.neg();
      FloatVector magic = FloatVector.broadcast(F, FloatExp.MAGIC);
      FloatVector z = w.fma(FloatVector.broadcast(F, FloatExp.LOG2_E), magic);
      FloatVector k = z.sub(magic);
      FloatVector t = k.fma(FloatVector.broadcast(F, FloatExp.MINUS_LN2_HIGH), w);
      t = k.fma(FloatVector.broadcast(F, FloatExp.MINUS_LN2_LOW), t);
      FloatVector p =
          t.fma(FloatVector.broadcast(F, FloatExp.C6), FloatVector.broadcast(F, FloatExp.C5))
              .fma(t, FloatVector.broadcast(F, FloatExp.C4))
              .fma(t, FloatVector.broadcast(F, FloatExp.C3))
              .fma(t, FloatVector.broadcast(F, FloatExp.C2));
      FloatVector q = t.mul(t).fma(p, t);
      IntVector power = z.reinterpretAsInts().add(127).lanewise(VectorOperators.LSHL, 23);
      FloatVector s = power.reinterpretAsFloats();
      FloatVector m = s.fma(q, s.sub(1f));
      FloatVector top = m.lanewise(VectorOperators.ABS);
      FloatVector d = m.add(2f);
      FloatVector rest = m.sub(d.sub(2f));
      FloatVector r = FloatVector.broadcast(F, 1f).div(d);
      FloatVector y0 = top.mul(r);
      FloatVector less = y0.neg();
      FloatVector size = less.fma(rest, less.fma(d, top)).fma(r, y0);
      IntVector sign = v.reinterpretAsInts().and(0x80000000);
      size.reinterpretAsInts().or(sign).reinterpretAsFloats().intoArray(y, yFrom + i);
    }
    return bound;
  }
}
