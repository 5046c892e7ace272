package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The loops of [DoubleAcross]: vectors that lie side by side have a lane each of `(n, lanes)`, one row for
/// each element. The exponential is that of [DoubleExp]. What an addition loses is summed, too.
final class SimdDoubleAcross {
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final VectorSpecies<Long> L = VectorSpecies.of(long.class, SimdFloatLanes.SHAPE);
  private static final int WIDTH = D.length();
  private static final int ROWS = 4;

  /// More than any exponential: a sum that begins with it is never less than what is added.
  static final double ABOVE = 0x1p402;

  /// What is left of the bits of a rounded number with [DoubleExp#MAGIC] added, less those, is the
  /// exponent of `2^BIAS` less that number.
  private static final long MAGIC =
      DoubleExp.BIASED_ONE + Double.doubleToRawLongBits(DoubleExp.MAGIC);

  private SimdDoubleAcross() {}

  /// `s = x`, and `max` of each lane, leaving out NaN. Four rows at a time, the last one again where
  /// there are fewer: that many streams of memory.
  ///
  /// @param x rows `stride` apart from `at` on
  /// @param lanes at least those of a vector; the last vector overlaps the one before it
  /// @param s receives rows `width` apart
  static void copy(
      double[] x, int at, int stride, int n, int lanes, double[] s, int width, double[] max) {
    for (int lane = 0; lane < width; lane += WIDTH) {
      DoubleVector.broadcast(D, Double.NEGATIVE_INFINITY).intoArray(max, lane);
    }
    int end = lanes - WIDTH;
    for (int k = 0; k < n; k += ROWS) {
      int k1 = Math.min(k + 1, n - 1);
      int k2 = Math.min(k + 2, n - 1);
      int k3 = Math.min(k + 3, n - 1);
      for (int from = 0; from < lanes; from += WIDTH) {
        int lane = Math.min(from, end);
        DoubleVector a = DoubleVector.fromArray(D, x, at + k * stride + lane);
        DoubleVector b = DoubleVector.fromArray(D, x, at + k1 * stride + lane);
        DoubleVector c = DoubleVector.fromArray(D, x, at + k2 * stride + lane);
        DoubleVector d = DoubleVector.fromArray(D, x, at + k3 * stride + lane);
        DoubleVector m = DoubleVector.fromArray(D, max, lane);
        a.intoArray(s, k * width + lane);
        b.intoArray(s, k1 * width + lane);
        c.intoArray(s, k2 * width + lane);
        d.intoArray(s, k3 * width + lane);
        m = m.blend(a, m.lt(a));
        m = m.blend(b, m.lt(b));
        m = m.blend(c, m.lt(c));
        m.blend(d, m.lt(d)).intoArray(max, lane);
      }
    }
  }

  /// `max` of each lane, leaving out NaN.
  static void max(double[] s, int n, int lanes, int width, double[] max) {
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      DoubleVector m = DoubleVector.broadcast(D, Double.NEGATIVE_INFINITY);
      for (int k = 0; k < n; k++) {
        DoubleVector v = DoubleVector.fromArray(D, s, lane + k * width);
        m = m.blend(v, m.lt(v));
      }
      m.intoArray(max, lane);
    }
  }

  /// `s = c exp(s)`, where `c` depends on the lane's maximum alone, and the sums of that. A maximum that is
  /// not finite makes NaN of its lane.
  static void exp(double[] s, int n, int lanes, int width, double[] max, double[] sums) {
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      exp(s, n, width, max, sums, lane);
    }
  }

  private static void exp(double[] s, int n, int width, double[] max, double[] sums, int lane) {
    DoubleVector most = DoubleVector.fromArray(D, max, lane);
    DoubleVector magic = DoubleVector.broadcast(D, DoubleExp.MAGIC);
    VectorMask<Double> far = most.abs().compare(VectorOperators.GT, DoubleExp.SHIFT_FREE);
    DoubleVector less = DoubleVector.zero(D).blend(most, far);
    DoubleVector top = most.sub(less);
    DoubleVector whole = top.mul(DoubleExp.LOG2_E).add(magic);
    LongVector bias = LongVector.broadcast(L, MAGIC).sub(whole.reinterpretAsLongs());
    DoubleVector least = top.sub(DoubleExp.DEPTH);
    DoubleVector one = DoubleVector.broadcast(D, 1);
    DoubleVector sum = DoubleVector.broadcast(D, ABOVE);
    DoubleVector lost = DoubleVector.zero(D);
    for (int k = 0; k < n; k++) {
      DoubleVector d = DoubleVector.fromArray(D, s, lane + k * width).sub(less);
      DoubleVector z = d.fma(DoubleVector.broadcast(D, DoubleExp.LOG2_E), magic);
      DoubleVector w = z.sub(magic);
      DoubleVector t = w.fma(DoubleVector.broadcast(D, DoubleExp.MINUS_LN2_HIGH), d);
      t = w.fma(DoubleVector.broadcast(D, DoubleExp.MINUS_LN2_LOW), t);
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
      e = e.mul(power.reinterpretAsDoubles()).blend(0.0, d.lt(least));
      e.intoArray(s, lane + k * width);
      DoubleVector next = sum.add(e);
      lost = lost.add(e.sub(next.sub(sum)));
      sum = next;
    }
    sum.sub(ABOVE).add(lost).intoArray(sums, lane);
  }

  /// As [#exp], which takes a tenth less, and in `rests` the sums of `exp(s - max)` over all elements but one
  /// that equals `max`.
  static void shares(
      double[] s, int n, int lanes, int width, double[] max, double[] sums, double[] rests) {
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      shares(s, n, width, max, sums, rests, lane);
    }
  }

  private static void shares(
      double[] s, int n, int width, double[] max, double[] sums, double[] rests, int lane) {
    DoubleVector most = DoubleVector.fromArray(D, max, lane);
    DoubleVector magic = DoubleVector.broadcast(D, DoubleExp.MAGIC);
    VectorMask<Double> far = most.abs().compare(VectorOperators.GT, DoubleExp.SHIFT_FREE);
    DoubleVector zero = DoubleVector.zero(D);
    DoubleVector one = DoubleVector.broadcast(D, 1);
    DoubleVector less = zero.blend(most, far);
    DoubleVector top = most.sub(less);
    DoubleVector whole = top.mul(DoubleExp.LOG2_E).add(magic);
    LongVector bias = LongVector.broadcast(L, MAGIC).sub(whole.reinterpretAsLongs());
    DoubleVector least = top.sub(DoubleExp.DEPTH);
    DoubleVector others = DoubleVector.broadcast(D, ABOVE);
    DoubleVector lost = zero;
    DoubleVector ties = zero;
    DoubleVector largest = zero;
    for (int k = 0; k < n; k++) {
      DoubleVector d = DoubleVector.fromArray(D, s, lane + k * width).sub(less);
      DoubleVector z = d.fma(DoubleVector.broadcast(D, DoubleExp.LOG2_E), magic);
      DoubleVector w = z.sub(magic);
      DoubleVector t = w.fma(DoubleVector.broadcast(D, DoubleExp.MINUS_LN2_HIGH), d);
      t = w.fma(DoubleVector.broadcast(D, DoubleExp.MINUS_LN2_LOW), t);
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
      e = e.mul(power.reinterpretAsDoubles()).blend(0.0, d.lt(least));
      e.intoArray(s, lane + k * width);
      VectorMask<Double> tie = d.eq(top);
      ties = ties.add(zero.blend(one, tie));
      largest = largest.blend(e, tie);
      e = e.blend(zero, tie);
      DoubleVector next = others.add(e);
      lost = lost.add(e.sub(next.sub(others)));
      others = next;
    }
    others = others.sub(ABOVE).add(lost);
    ties.fma(largest, others).intoArray(sums, lane);
    others.div(largest).add(ties.sub(one)).intoArray(rests, lane);
  }

  /// The sums of `exp(s - max)` over all elements but one that equals `max`. A maximum that is not finite
  /// makes NaN of its lane.
  static void rest(double[] s, int n, int lanes, int width, double[] max, double[] sums) {
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      rest(s, n, width, max, sums, lane);
    }
  }

  /// What `s - max` loses in rounding is found (Knuth's two-sum) and put back, and so is what sums lose.
  private static void rest(double[] s, int n, int width, double[] max, double[] sums, int lane) {
    DoubleVector most = DoubleVector.fromArray(D, max, lane);
    DoubleVector magic = DoubleVector.broadcast(D, DoubleExp.MAGIC);
    LongVector bias = LongVector.broadcast(L, DoubleExp.BIASED_ONE);
    DoubleVector zero = DoubleVector.zero(D);
    DoubleVector one = DoubleVector.broadcast(D, 1);
    DoubleVector sum = zero;
    DoubleVector lost = zero;
    DoubleVector ties = one.neg();
    for (int k = 0; k < n; k++) {
      DoubleVector x = DoubleVector.fromArray(D, s, lane + k * width);
      DoubleVector d = x.sub(most);
      DoubleVector back = d.sub(x);
      DoubleVector error = x.sub(d.sub(back)).sub(most.add(back));
      DoubleVector z = d.fma(DoubleVector.broadcast(D, DoubleExp.LOG2_E), magic);
      DoubleVector w = z.sub(magic);
      DoubleVector t = w.fma(DoubleVector.broadcast(D, DoubleExp.MINUS_LN2_HIGH), d);
      t = w.fma(DoubleVector.broadcast(D, DoubleExp.MINUS_LN2_LOW), t.add(error));
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
      VectorMask<Double> out = d.lt(-DoubleExp.DEPTH).or(tie);
      e = e.mul(power.reinterpretAsDoubles()).blend(zero, out);
      ties = ties.add(zero.blend(one, tie));
      DoubleVector next = sum.add(e);
      DoubleVector gain = next.sub(sum);
      lost = lost.add(sum.sub(next.sub(gain)).add(e.sub(gain)));
      sum = next;
    }
    DoubleVector unit = DoubleVector.broadcast(D, Math.scalb(1.0, -DoubleExp.BIAS));
    sum.add(lost).fma(unit, ties).intoArray(sums, lane);
  }

  /// `sums + low = 1 / sums`, the sums being overwritten.
  static void factors(double[] sums, int lanes, double[] low) {
    for (int lane = 0; lane < lanes; lane++) {
      double factor = 1 / sums[lane];
      low[lane] = Math.fma(-factor, sums[lane], 1) * factor;
      sums[lane] = factor;
    }
  }

  /// `y = s (high + low)`.
  ///
  /// @param y receives rows `stride` apart from `at` on
  static void scale(
      double[] s,
      int n,
      int width,
      int lanes,
      double[] high,
      double[] low,
      double[] y,
      int at,
      int stride) {
    int end = lanes - WIDTH;
    for (int k = 0; k < n; k += ROWS) {
      int k1 = Math.min(k + 1, n - 1);
      int k2 = Math.min(k + 2, n - 1);
      int k3 = Math.min(k + 3, n - 1);
      for (int from = 0; from < lanes; from += WIDTH) {
        int lane = Math.min(from, end);
        DoubleVector h = DoubleVector.fromArray(D, high, lane);
        DoubleVector l = DoubleVector.fromArray(D, low, lane);
        DoubleVector a = DoubleVector.fromArray(D, s, k * width + lane);
        DoubleVector b = DoubleVector.fromArray(D, s, k1 * width + lane);
        DoubleVector c = DoubleVector.fromArray(D, s, k2 * width + lane);
        DoubleVector d = DoubleVector.fromArray(D, s, k3 * width + lane);
        a.fma(h, a.mul(l)).intoArray(y, at + k * stride + lane);
        b.fma(h, b.mul(l)).intoArray(y, at + k1 * stride + lane);
        c.fma(h, c.mul(l)).intoArray(y, at + k2 * stride + lane);
        d.fma(h, d.mul(l)).intoArray(y, at + k3 * stride + lane);
      }
    }
  }

  /// `y = s - max - log`.
  ///
  /// @param y receives rows `stride` apart from `at` on
  static void subtract(
      double[] s,
      int n,
      int width,
      int lanes,
      double[] max,
      double[] log,
      double[] y,
      int at,
      int stride) {
    int end = lanes - WIDTH;
    for (int k = 0; k < n; k += ROWS) {
      int k1 = Math.min(k + 1, n - 1);
      int k2 = Math.min(k + 2, n - 1);
      int k3 = Math.min(k + 3, n - 1);
      for (int from = 0; from < lanes; from += WIDTH) {
        int lane = Math.min(from, end);
        DoubleVector m = DoubleVector.fromArray(D, max, lane);
        DoubleVector l = DoubleVector.fromArray(D, log, lane);
        DoubleVector a = DoubleVector.fromArray(D, s, k * width + lane);
        DoubleVector b = DoubleVector.fromArray(D, s, k1 * width + lane);
        DoubleVector c = DoubleVector.fromArray(D, s, k2 * width + lane);
        DoubleVector d = DoubleVector.fromArray(D, s, k3 * width + lane);
        a.sub(m).sub(l).intoArray(y, at + k * stride + lane);
        b.sub(m).sub(l).intoArray(y, at + k1 * stride + lane);
        c.sub(m).sub(l).intoArray(y, at + k2 * stride + lane);
        d.sub(m).sub(l).intoArray(y, at + k3 * stride + lane);
      }
    }
  }
}
