package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The loops of [SimdDoubleAcross] at other temperatures than 1. What differences and their products with the
/// reciprocal of the temperature lose in rounding is found and put back.
final class SimdDoubleScaled {
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final VectorSpecies<Long> L = VectorSpecies.of(long.class, SimdFloatLanes.SHAPE);
  private static final int WIDTH = D.length();

  private SimdDoubleScaled() {}

  /// `s = -s`, and `max` of each lane anew.
  static void negate(double[] s, int n, int lanes, int width, double[] max) {
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      DoubleVector most = DoubleVector.broadcast(D, Double.NEGATIVE_INFINITY);
      for (int k = 0; k < n; k++) {
        DoubleVector v = DoubleVector.fromArray(D, s, lane + k * width).neg();
        v.intoArray(s, lane + k * width);
        most = most.blend(v, most.lt(v));
      }
      most.intoArray(max, lane);
    }
  }

  /// With `store` `s = c exp(beta (s - max))`, for `beta` above 0; the sums of that, and in `rests` the sums of
  /// `exp(beta (s - max))` over all elements but one that equals `max`. A maximum that is not finite makes NaN
  /// of its lane.
  static void shares(
      double[] s,
      int n,
      int lanes,
      int width,
      double[] max,
      double beta,
      boolean store,
      double[] sums,
      double[] rests) {
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      shares(s, n, width, max, beta, store, sums, rests, lane);
    }
  }

  private static void shares(
      double[] s,
      int n,
      int width,
      double[] max,
      double beta,
      boolean store,
      double[] sums,
      double[] rests,
      int lane) {
    DoubleVector most = DoubleVector.fromArray(D, max, lane);
    DoubleVector scale = DoubleVector.broadcast(D, beta);
    DoubleVector magic = DoubleVector.broadcast(D, DoubleExp.MAGIC);
    LongVector bias = LongVector.broadcast(L, DoubleExp.BIASED_ONE);
    DoubleVector zero = DoubleVector.zero(D);
    DoubleVector one = DoubleVector.broadcast(D, 1);
    DoubleVector others = DoubleVector.broadcast(D, SimdDoubleAcross.ABOVE);
    DoubleVector less = zero;
    DoubleVector ties = zero;
    for (int k = 0; k < n; k++) {
      DoubleVector x = DoubleVector.fromArray(D, s, lane + k * width);
      DoubleVector d = x.sub(most);
      DoubleVector back = d.sub(x);
      DoubleVector lost = x.sub(d.sub(back)).sub(most.add(back));
      DoubleVector v = d.mul(scale);
      lost = lost.fma(scale, d.fma(scale, v.neg()));
      DoubleVector z = v.fma(DoubleVector.broadcast(D, DoubleExp.LOG2_E), magic);
      DoubleVector w = z.sub(magic);
      DoubleVector t = w.fma(DoubleVector.broadcast(D, DoubleExp.MINUS_LN2_HIGH), v);
      t = w.fma(DoubleVector.broadcast(D, DoubleExp.MINUS_LN2_LOW), t.add(lost));
      DoubleVector e =
          t.fma(DoubleVector.broadcast(D, DoubleExp.C11), DoubleVector.broadcast(D, DoubleExp.C10))
              .fma(t, DoubleVector.broadcast(D, DoubleExp.C9))
              .fma(t, DoubleVector.broadcast(D, DoubleExp.C8))
              .fma(t, DoubleVector.broadcast(D, DoubleExp.C7))
              .fma(t, DoubleVector.broadcast(D, DoubleExp.C6))
              .fma(t, DoubleVector.broadcast(D, DoubleExp.C5))
              .fma(t, DoubleVector.broadcast(D, DoubleExp.C4))
              .fma(t, DoubleVector.broadcast(D, DoubleExp.C3))
              .fma(t, DoubleVector.broadcast(D, DoubleExp.C2))
              .fma(t, one)
              .fma(t, one);
      LongVector power = z.reinterpretAsLongs().add(bias).lanewise(VectorOperators.LSHL, 52);
      VectorMask<Double> tie = d.eq(zero);
      e = e.mul(power.reinterpretAsDoubles()).blend(zero, v.lt(-DoubleExp.DEPTH));
      if (store) {
        e.intoArray(s, lane + k * width);
      }
      e = e.blend(zero, tie);
      DoubleVector next = others.add(e);
      less = less.add(e.sub(next.sub(others)));
      others = next;
      ties = ties.add(zero.blend(one, tie));
    }
    others = others.sub(SimdDoubleAcross.ABOVE).add(less);
    DoubleVector unit = DoubleVector.broadcast(D, Math.scalb(1.0, DoubleExp.BIAS));
    ties.fma(unit, others).intoArray(sums, lane);
    others.mul(Math.scalb(1.0, -DoubleExp.BIAS)).add(ties.sub(one)).intoArray(rests, lane);
  }

  /// `y = beta (s - max) - log`.
  ///
  /// @param lanes at least those of a vector; the last vector overlaps the one before it
  /// @param y receives rows `stride` apart from `at` on
  static void subtract(
      double[] s,
      int n,
      int width,
      int lanes,
      double[] max,
      double beta,
      double[] log,
      double[] y,
      int at,
      int stride) {
    int end = lanes - WIDTH;
    DoubleVector scale = DoubleVector.broadcast(D, beta);
    for (int from = 0; from < lanes; from += WIDTH) {
      int lane = Math.min(from, end);
      DoubleVector m = DoubleVector.fromArray(D, max, lane);
      DoubleVector l = DoubleVector.fromArray(D, log, lane).neg();
      for (int k = 0; k < n; k++) {
        DoubleVector d = DoubleVector.fromArray(D, s, k * width + lane).sub(m);
        d.fma(scale, l).intoArray(y, at + k * stride + lane);
      }
    }
  }
}
