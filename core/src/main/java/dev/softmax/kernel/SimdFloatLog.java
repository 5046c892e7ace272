package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Logarithms of `1 + rest` in `float`, a vector of lanes at a time, in two parts: within a unit in the last place
/// together with a sum that is known as well. [VectorLog] is for sums of `double`.
final class SimdFloatLog {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Integer> I = SimdFloatLanes.I;
  private static final int WIDTH = SimdFloatLanes.WIDTH;

  /// Bits of the square root of one half: less these, the exponent bits of `1 + rest` are `k`.
  private static final int SQRT_HALF = 0x3f3504f3;

  /// `ln 2`, so short that whole multiples of it are exact, and what that leaves.
  private static final float LN2_HIGH = 0x1.62e4p-1f;

  private static final float LN2_LOW = 0x1.7f7d1cp-20f;

  /// Coefficients of `q`, with `log(1 + f) = f + f^2 q(f)`, that have the least largest error beside `log(1 + f)`,
  /// 4e-9, for `sqrt(1/2) <= 1 + f <= sqrt(2)` (Remez).
  private static final float Q0 = -0x1.fffff8p-2f;

  private static final float Q1 = 0x1.55555p-2f;
  private static final float Q2 = -0x1.000426p-2f;
  private static final float Q3 = 0x1.99a3f2p-3f;
  private static final float Q4 = -0x1.54276ep-3f;
  private static final float Q5 = 0x1.22719cp-3f;
  private static final float Q6 = -0x1.0f3766p-3f;
  private static final float Q7 = 0x1.084864p-3f;
  private static final float Q8 = -0x1.383022p-4f;

  private SimdFloatLog() {}

  /// `high + low = log(1 + 2^-65 (rest + restLow))` for `rest >= 0`, as [SimdFloatRest] has it: `1 + r = 2^k (1 + f)`. Where
  /// `k` is 0, `f` is `r` itself.
  static void log1p(float[] rest, float[] restLow, int lanes, float[] high, float[] low) {
    FloatVector one = FloatVector.broadcast(F, 1);
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      FloatVector r = FloatVector.fromArray(F, rest, lane).mul(1 / SimdFloatRest.ONE);
      IntVector bits = r.add(one).reinterpretAsInts();
      IntVector k = bits.sub(SQRT_HALF).lanewise(VectorOperators.ASHR, 23);
      IntVector inverse = IntVector.broadcast(I, 127).sub(k).lanewise(VectorOperators.LSHL, 23);
      FloatVector part = inverse.reinterpretAsFloats();
      FloatVector scaled = r.mul(part);
      FloatVector less = part.sub(one);
      FloatVector f = scaled.add(less);
      FloatVector back = f.sub(scaled);
      FloatVector lost = scaled.sub(f.sub(back)).add(less.sub(back));
      FloatVector rounded = FloatVector.fromArray(F, restLow, lane).mul(1 / SimdFloatRest.ONE);
      lost = rounded.fma(part, lost);
      FloatVector q =
          f.fma(FloatVector.broadcast(F, Q8), FloatVector.broadcast(F, Q7))
              .fma(f, FloatVector.broadcast(F, Q6))
              .fma(f, FloatVector.broadcast(F, Q5))
              .fma(f, FloatVector.broadcast(F, Q4))
              .fma(f, FloatVector.broadcast(F, Q3))
              .fma(f, FloatVector.broadcast(F, Q2))
              .fma(f, FloatVector.broadcast(F, Q1))
              .fma(f, FloatVector.broadcast(F, Q0));
      FloatVector power = (FloatVector) k.convertShape(VectorOperators.I2F, F, 0);
      FloatVector product = power.mul(LN2_HIGH);
      FloatVector large = product.add(f);
      lost = lost.add(f.sub(large.sub(product)));
      FloatVector small = q.fma(f.mul(f), power.fma(FloatVector.broadcast(F, LN2_LOW), lost));
      FloatVector log = large.add(small);
      log.intoArray(high, lane);
      small.sub(log.sub(large)).intoArray(low, lane);
    }
  }

  /// `y = max + log + low`; anything where `max` is not finite.
  ///
  /// @return whether every `max` is finite
  static boolean logSumExp(float[] max, float[] log, float[] low, int lanes, float[] y) {
    VectorMask<Float> special = F.maskAll(false);
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      FloatVector most = FloatVector.fromArray(F, max, lane);
      FloatVector more = FloatVector.fromArray(F, log, lane);
      FloatVector sum = most.add(more);
      FloatVector back = sum.sub(most);
      FloatVector lost = most.sub(sum.sub(back)).add(more.sub(back));
      sum.add(lost.add(FloatVector.fromArray(F, low, lane))).intoArray(y, lane);
      special = special.or(most.abs().lt(Float.POSITIVE_INFINITY).not());
    }
    return !special.anyTrue();
  }

  /// `y = x - max - log(sum(exp(x - max)))` of vectors of a few elements in one pass, as [SimdFloatRest] and [#log1p]
  /// have it.
  ///
  /// @param x rows `stride` apart from `at` on
  /// @param lanes whole vectors
  /// @param y receives rows `step` apart from `to` on; may be `x` at the same place
  static void logSoftmax(
      float[] x, int at, int stride, int n, int lanes, float[] y, int to, int step) {
    FloatVector magic = FloatVector.broadcast(F, SimdFloatRest.MAGIC);
    FloatVector zero = FloatVector.zero(F);
    FloatVector one = FloatVector.broadcast(F, 1);
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      FloatVector most = FloatVector.fromArray(F, x, at + lane);
      for (int k = 1; k < n; k++) {
        FloatVector v = FloatVector.fromArray(F, x, at + k * stride + lane);
        most = most.blend(v, most.lt(v));
      }
      FloatVector sum = zero;
      FloatVector less = zero;
      FloatVector others = one.neg();
      for (int k = 0; k < n; k++) {
        FloatVector v = FloatVector.fromArray(F, x, at + k * stride + lane);
        FloatVector d = v.sub(most);
        FloatVector back = d.sub(v);
        FloatVector lost = v.sub(d.sub(back)).sub(most.add(back));
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
        e = e.mul(power.reinterpretAsFloats()).blend(zero, d.lt(-FloatExp.DEPTH).or(tie));
        FloatVector next = sum.add(e);
        less = less.add(e.sub(next.sub(sum)));
        sum = next;
        others = others.add(one, tie);
      }
      FloatVector unit = FloatVector.broadcast(F, 1 / SimdFloatRest.ONE);
      FloatVector all = sum.add(less);
      FloatVector rest = all.fma(unit, others);
      FloatVector lost = less.sub(all.sub(sum)).mul(unit);
      IntVector bits = rest.add(one).reinterpretAsInts();
      IntVector exponent = bits.sub(SQRT_HALF).lanewise(VectorOperators.ASHR, 23);
      IntVector inverse = IntVector.broadcast(I, 127).sub(exponent);
      FloatVector part = inverse.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      FloatVector f = rest.fma(part, part.sub(one));
      FloatVector q =
          f.fma(FloatVector.broadcast(F, Q8), FloatVector.broadcast(F, Q7))
              .fma(f, FloatVector.broadcast(F, Q6))
              .fma(f, FloatVector.broadcast(F, Q5))
              .fma(f, FloatVector.broadcast(F, Q4))
              .fma(f, FloatVector.broadcast(F, Q3))
              .fma(f, FloatVector.broadcast(F, Q2))
              .fma(f, FloatVector.broadcast(F, Q1))
              .fma(f, FloatVector.broadcast(F, Q0));
      FloatVector whole = (FloatVector) exponent.convertShape(VectorOperators.I2F, F, 0);
      FloatVector product = whole.mul(LN2_HIGH);
      FloatVector log = product.add(f);
      lost = lost.mul(part).add(f.sub(log.sub(product)));
      log = log.add(q.fma(f.mul(f), whole.fma(FloatVector.broadcast(F, LN2_LOW), lost)));
      for (int k = 0; k < n; k++) {
        FloatVector v = FloatVector.fromArray(F, x, at + k * stride + lane);
        v.sub(most).sub(log).intoArray(y, to + k * step + lane);
      }
    }
  }
}
