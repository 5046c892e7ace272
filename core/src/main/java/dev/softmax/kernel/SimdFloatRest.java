package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Sums of exponentials without the largest one, for logarithms that are exact also where it outweighs all
/// others; the vectors have a lane each, as in [SimdFloatAcross]. What an addition loses is summed, too
/// (Dekker's fast two-sum). Long vectors are shifted by a power of two, whose remainder takes `double` at the
/// end; for short ones it is less to find what `s - max` loses in rounding (Knuth's two-sum) and put it back.
final class SimdFloatRest {
  /// Factor of the exponentials of short vectors; with 127 its exponent is even, for what rounds to the
  /// nearest.
  static final float ONE = 0x1p65f;

  /// Rounds to the nearest whole number, which then stands in the low bits with the exponent of [#ONE].
  static final float MAGIC = FloatExp.MAGIC + 127 + 65;

  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final VectorSpecies<Integer> I = SimdFloatLanes.I;
  private static final int WIDTH = SimdFloatLanes.WIDTH;

  private SimdFloatRest() {}

  /// Of each lane the sum of `exp(s - max)` over all elements but one that equals `max`; NaN where that is
  /// not finite. With `store` also `s = c exp(s - max)`, and `units`, times which that is
  /// `exp(s - max)`.
  static void sums(
      float[] s,
      int n,
      int lanes,
      int width,
      float[] max,
      boolean store,
      float[] ties,
      double[] rest,
      double[] units) {
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      sums(s, lane, width, n, max, lane, store, ties, rest);
    }
    finish(max, ties, rest, units, lanes);
  }

  /// [FloatExp#unit] of each maximum, within 1e-11 of it; `rest = rest unit + ties - 1`. Arrays reach a
  /// vector past the last of `count`.
  static void finish(float[] max, float[] ties, double[] rest, double[] units, int count) {
    for (int lane = 0; lane < count; lane += WIDTH) {
      finishVector(max, ties, rest, units, lane);
    }
  }

  /// The sums of one vector of lanes, without those that equal their maximum, and how many do.
  static void sums(
      float[] x,
      int at,
      int stride,
      int n,
      float[] max,
      int lane,
      boolean store,
      float[] tied,
      double[] rest) {
    FloatVector most = FloatVector.fromArray(F, max, lane);
    FloatVector magic = FloatVector.broadcast(F, FloatExp.MAGIC);
    VectorMask<Float> far = most.abs().compare(VectorOperators.GT, FloatExp.SHIFT_FREE);
    FloatVector less = FloatVector.zero(F).blend(most, far);
    FloatVector top = most.sub(less);
    FloatVector whole = top.mul(FloatExp.LOG2_E).add(magic);
    IntVector bias = IntVector.broadcast(I, SimdFloatAcross.MAGIC).sub(whole.reinterpretAsInts());
    FloatVector least = top.sub(FloatExp.DEPTH);
    FloatVector zero = FloatVector.zero(F);
    FloatVector one = FloatVector.broadcast(F, 1);
    FloatVector sum = zero;
    FloatVector lost = zero;
    FloatVector ties = zero;
    for (int k = 0; k < n; k++) {
      FloatVector d = FloatVector.fromArray(F, x, at + k * stride).sub(less);
      FloatVector z = d.fma(FloatVector.broadcast(F, FloatExp.LOG2_E), magic);
      FloatVector w = z.sub(magic);
      FloatVector t = w.fma(FloatVector.broadcast(F, FloatExp.MINUS_LN2_HIGH), d);
      t = w.fma(FloatVector.broadcast(F, FloatExp.MINUS_LN2_LOW), t);
      FloatVector e =
          t.fma(FloatVector.broadcast(F, FloatExp.C6), FloatVector.broadcast(F, FloatExp.C5))
              .fma(t, FloatVector.broadcast(F, FloatExp.C4))
              .fma(t, FloatVector.broadcast(F, FloatExp.C3))
              .fma(t, FloatVector.broadcast(F, FloatExp.C2))
              .fma(t, one)
              .fma(t, one);
      IntVector power = z.reinterpretAsInts().add(bias).lanewise(VectorOperators.LSHL, 23);
      VectorMask<Float> tie = d.eq(top);
      e = e.mul(power.reinterpretAsFloats()).blend(zero, d.lt(least));
      if (store) {
        e.intoArray(x, at + k * stride);
      }
      e = e.blend(zero, tie);
      FloatVector next = sum.add(e);
      lost = lost.add(e.sub(next.sub(sum)));
      sum = next;
      ties = ties.add(zero.blend(one, tie));
    }
    ties.intoArray(tied, lane);
    for (int part = 0; part < 2; part++) {
      DoubleVector high = (DoubleVector) sum.convertShape(VectorOperators.F2D, D, part);
      DoubleVector low = (DoubleVector) lost.convertShape(VectorOperators.F2D, D, part);
      high.add(low).intoArray(rest, lane + part * D.length());
    }
  }

  private static void finishVector(
      float[] max, float[] ties, double[] rest, double[] units, int lane) {
    FloatVector most = FloatVector.fromArray(F, max, lane);
    VectorMask<Float> far = most.abs().compare(VectorOperators.GT, FloatExp.SHIFT_FREE);
    FloatVector top = most.sub(FloatVector.zero(F).blend(most, far));
    FloatVector n = top.mul(FloatExp.LOG2_E).add(FloatExp.MAGIC).sub(FloatExp.MAGIC);
    FloatVector others = FloatVector.fromArray(F, ties, lane).sub(1);
    for (int part = 0; part < 2; part++) {
      DoubleVector d = (DoubleVector) top.convertShape(VectorOperators.F2D, D, part);
      DoubleVector w = (DoubleVector) n.convertShape(VectorOperators.F2D, D, part);
      DoubleVector t = w.fma(DoubleVector.broadcast(D, DoubleExp.LN2), d.neg());
      DoubleVector e =
          t.fma(DoubleVector.broadcast(D, DoubleExp.C9), DoubleVector.broadcast(D, DoubleExp.C8))
              .fma(t, DoubleVector.broadcast(D, DoubleExp.C7))
              .fma(t, DoubleVector.broadcast(D, DoubleExp.C6))
              .fma(t, DoubleVector.broadcast(D, DoubleExp.C5))
              .fma(t, DoubleVector.broadcast(D, DoubleExp.C4))
              .fma(t, DoubleVector.broadcast(D, DoubleExp.C3))
              .fma(t, DoubleVector.broadcast(D, DoubleExp.C2))
              .fma(t, DoubleVector.broadcast(D, 1))
              .fma(t, DoubleVector.broadcast(D, 1))
              .mul(0x1p-64);
      int to = lane + part * D.length();
      DoubleVector sum = DoubleVector.fromArray(D, rest, to);
      DoubleVector tied = (DoubleVector) others.convertShape(VectorOperators.F2D, D, part);
      sum.fma(e, tied).intoArray(rest, to);
      e.intoArray(units, to);
    }
  }

  /// Of each lane `rest + restLow = ONE sum(exp(s - max))` over all elements but one that equals `max`; NaN where that is
  /// not finite. With `store` also `s = ONE exp(s - max)` and `high + low = 1 / (ONE + rest)`. All in one method,
  /// which is too large to be taken in: further in, the compiler would make objects of the vectors.
  static void rests(
      float[] s,
      int n,
      int lanes,
      int width,
      float[] max,
      boolean store,
      float[] rest,
      float[] restLow,
      float[] high,
      float[] low) {
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      rest(s, n, width, max, lane, store, rest, restLow, high, low);
    }
  }

  private static void rest(
      float[] s,
      int n,
      int width,
      float[] max,
      int lane,
      boolean store,
      float[] rest,
      float[] restLow,
      float[] high,
      float[] low) {
    FloatVector most = FloatVector.fromArray(F, max, lane);
    FloatVector magic = FloatVector.broadcast(F, MAGIC);
    FloatVector zero = FloatVector.zero(F);
    FloatVector one = FloatVector.broadcast(F, 1);
    FloatVector sum = zero;
    FloatVector less = zero;
    FloatVector ties = zero;
    for (int k = 0; k < n; k++) {
      FloatVector x = FloatVector.fromArray(F, s, lane + k * width);
      FloatVector d = x.sub(most);
      FloatVector back = d.sub(x);
      FloatVector lost = x.sub(d.sub(back)).sub(most.add(back));
      FloatVector z = d.fma(FloatVector.broadcast(F, FloatExp.LOG2_E), magic);
      FloatVector w = z.sub(magic);
      FloatVector t = w.fma(FloatVector.broadcast(F, FloatExp.MINUS_LN2_HIGH), d).add(lost);
      t = w.fma(FloatVector.broadcast(F, FloatExp.MINUS_LN2_LOW), t);
      FloatVector e =
          t.fma(FloatVector.broadcast(F, FloatExp.C6), FloatVector.broadcast(F, FloatExp.C5))
              .fma(t, FloatVector.broadcast(F, FloatExp.C4))
              .fma(t, FloatVector.broadcast(F, FloatExp.C3))
              .fma(t, FloatVector.broadcast(F, FloatExp.C2))
              .fma(t, one)
              .fma(t, one);
      IntVector power = z.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      VectorMask<Float> tie = d.eq(zero);
      e = e.mul(power.reinterpretAsFloats()).blend(zero, d.lt(-FloatExp.DEPTH));
      if (store) {
        e.intoArray(s, lane + k * width);
      }
      e = e.blend(zero, tie);
      FloatVector next = sum.add(e);
      less = less.add(e.sub(next.sub(sum)));
      sum = next;
      ties = ties.add(one, tie);
    }
    FloatVector unit = FloatVector.broadcast(F, ONE);
    FloatVector more = ties.sub(one).mul(unit);
    FloatVector others = more.add(sum);
    FloatVector back = others.sub(more);
    less = less.add(more.sub(others.sub(back)).add(sum.sub(back)));
    FloatVector all = others.add(less);
    FloatVector lost = less.sub(all.sub(others));
    all.intoArray(rest, lane);
    lost.intoArray(restLow, lane);
    if (store) {
      others = all;
      all = others.add(unit);
      back = all.sub(others);
      lost = lost.add(others.sub(all.sub(back)).add(unit.sub(back)));
      FloatVector factor = one.div(all);
      factor.intoArray(high, lane);
      factor.neg().fma(all, one).sub(factor.mul(lost)).mul(factor).intoArray(low, lane);
    }
  }

  /// [#rests] of `exp(beta (s - max))`, for `beta` above 0.
  static void scaledRests(
      float[] s,
      int n,
      int lanes,
      int width,
      float[] max,
      double beta,
      boolean store,
      float[] rest,
      float[] restLow,
      float[] high,
      float[] low) {
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      scaledRest(s, n, width, max, lane, beta, store, rest, restLow, high, low);
    }
  }

  private static void scaledRest(
      float[] s,
      int n,
      int width,
      float[] max,
      int lane,
      double beta,
      boolean store,
      float[] rest,
      float[] restLow,
      float[] high,
      float[] low) {
    FloatVector most = FloatVector.fromArray(F, max, lane);
    FloatVector magic = FloatVector.broadcast(F, MAGIC);
    FloatVector zero = FloatVector.zero(F);
    FloatVector one = FloatVector.broadcast(F, 1);
    FloatVector betaHigh = FloatVector.broadcast(F, (float) beta);
    FloatVector betaLow = FloatVector.broadcast(F, (float) (beta - (float) beta));
    FloatVector sum = zero;
    FloatVector less = zero;
    FloatVector ties = zero;
    for (int k = 0; k < n; k++) {
      FloatVector x = FloatVector.fromArray(F, s, lane + k * width);
      FloatVector d = x.sub(most);
      FloatVector back = d.sub(x);
      FloatVector lost = x.sub(d.sub(back)).sub(most.add(back));
      FloatVector v = d.mul(betaHigh);
      lost = lost.fma(betaHigh, d.fma(betaLow, d.fma(betaHigh, v.neg())));
      FloatVector z = v.fma(FloatVector.broadcast(F, FloatExp.LOG2_E), magic);
      FloatVector w = z.sub(magic);
      FloatVector t = w.fma(FloatVector.broadcast(F, FloatExp.MINUS_LN2_HIGH), v).add(lost);
      t = w.fma(FloatVector.broadcast(F, FloatExp.MINUS_LN2_LOW), t);
      FloatVector e =
          t.fma(FloatVector.broadcast(F, FloatExp.C6), FloatVector.broadcast(F, FloatExp.C5))
              .fma(t, FloatVector.broadcast(F, FloatExp.C4))
              .fma(t, FloatVector.broadcast(F, FloatExp.C3))
              .fma(t, FloatVector.broadcast(F, FloatExp.C2))
              .fma(t, one)
              .fma(t, one);
      IntVector power = z.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      VectorMask<Float> tie = d.eq(zero);
      e = e.mul(power.reinterpretAsFloats()).blend(zero, v.lt(-FloatExp.DEPTH));
      if (store) {
        e.intoArray(s, lane + k * width);
      }
      e = e.blend(zero, tie);
      FloatVector next = sum.add(e);
      less = less.add(e.sub(next.sub(sum)));
      sum = next;
      ties = ties.add(one, tie);
    }
    FloatVector unit = FloatVector.broadcast(F, ONE);
    FloatVector more = ties.sub(one).mul(unit);
    FloatVector others = more.add(sum);
    FloatVector back = others.sub(more);
    less = less.add(more.sub(others.sub(back)).add(sum.sub(back)));
    FloatVector all = others.add(less);
    FloatVector lost = less.sub(all.sub(others));
    all.intoArray(rest, lane);
    lost.intoArray(restLow, lane);
    if (store) {
      others = all;
      all = others.add(unit);
      back = all.sub(others);
      lost = lost.add(others.sub(all.sub(back)).add(unit.sub(back)));
      FloatVector factor = one.div(all);
      factor.intoArray(high, lane);
      factor.neg().fma(all, one).sub(factor.mul(lost)).mul(factor).intoArray(low, lane);
    }
  }
}
