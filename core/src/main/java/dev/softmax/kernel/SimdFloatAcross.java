package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The loops of [FloatAcross]: vectors that lie side by side have a lane each of `(n, lanes)`, one row for
/// each element. The exponential is that of [FloatExp]; each lane has a shift of its own. What an
/// addition loses is summed, too (Dekker's fast two-sum).
final class SimdFloatAcross {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final VectorSpecies<Integer> I = SimdFloatLanes.I;
  private static final int WIDTH = SimdFloatLanes.WIDTH;
  private static final int ROWS = 4;

  /// More than any exponential: sums that begin with it lose nothing, as no term is larger than they.
  private static final float ABOVE = 0x1p66f;

  /// What is left of the bits of a rounded number with [FloatExp#MAGIC] added, less those, is the
  /// exponent of `2^BIAS` less that number.
  static final int MAGIC = FloatExp.BIASED_ONE + Float.floatToRawIntBits(FloatExp.MAGIC);

  private SimdFloatAcross() {}

  /// `s = x`, and `max` of each lane, leaving out NaN. Four rows at a time, the last one again where
  /// there are fewer: that many streams of memory.
  ///
  /// @param x rows `stride` apart from `at` on
  /// @param lanes at least those of a vector; the last vector overlaps the one before it
  /// @param s receives rows `width` apart
  static void copy(
      float[] x, int at, int stride, int n, int lanes, float[] s, int width, float[] max) {
    for (int lane = 0; lane < width; lane += WIDTH) {
      FloatVector.broadcast(F, Float.NEGATIVE_INFINITY).intoArray(max, lane);
    }
    int end = lanes - WIDTH;
    for (int k = 0; k < n; k += ROWS) {
      int k1 = Math.min(k + 1, n - 1);
      int k2 = Math.min(k + 2, n - 1);
      int k3 = Math.min(k + 3, n - 1);
      for (int from = 0; from < lanes; from += WIDTH) {
        int lane = Math.min(from, end);
        FloatVector a = FloatVector.fromArray(F, x, at + k * stride + lane);
        FloatVector b = FloatVector.fromArray(F, x, at + k1 * stride + lane);
        FloatVector c = FloatVector.fromArray(F, x, at + k2 * stride + lane);
        FloatVector d = FloatVector.fromArray(F, x, at + k3 * stride + lane);
        FloatVector m = FloatVector.fromArray(F, max, lane);
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

  /// `s = c exp(s - max)`, where `c` depends on the lane's maximum alone, and the sums of that. A maximum
  /// that is not finite makes NaN of its lane.
  static void exp(float[] s, int n, int lanes, int width, float[] max, double[] sums) {
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      exp(s, n, width, max, sums, lane);
    }
  }

  private static void exp(float[] s, int n, int width, float[] max, double[] sums, int lane) {
    FloatVector most = FloatVector.fromArray(F, max, lane);
    FloatVector magic = FloatVector.broadcast(F, FloatExp.MAGIC);
    VectorMask<Float> far = most.abs().compare(VectorOperators.GT, FloatExp.SHIFT_FREE);
    FloatVector less = FloatVector.zero(F).blend(most, far);
    FloatVector top = most.sub(less);
    FloatVector whole = top.mul(FloatExp.LOG2_E).add(magic);
    IntVector bias = IntVector.broadcast(I, MAGIC).sub(whole.reinterpretAsInts());
    FloatVector least = top.sub(FloatExp.DEPTH);
    FloatVector one = FloatVector.broadcast(F, 1);
    FloatVector sum = FloatVector.broadcast(F, ABOVE);
    FloatVector lost = FloatVector.zero(F);
    for (int k = 0; k < n; k++) {
      FloatVector d = FloatVector.fromArray(F, s, lane + k * width).sub(less);
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
      e = e.mul(power.reinterpretAsFloats()).blend(0f, d.lt(least));
      e.intoArray(s, lane + k * width);
      FloatVector next = sum.add(e);
      lost = lost.add(e.sub(next.sub(sum)));
      sum = next;
    }
    for (int part = 0; part < 2; part++) {
      DoubleVector high = (DoubleVector) sum.convertShape(VectorOperators.F2D, D, part);
      DoubleVector low = (DoubleVector) lost.convertShape(VectorOperators.F2D, D, part);
      high.sub(ABOVE).add(low).intoArray(sums, lane + part * D.length());
    }
  }

  /// Of each lane the sum of `exp(s - max)` over all elements but one that equals `max`; NaN where that is
  /// not finite. With `store` also `s = c exp(s - max)`, and `units`, times which that is
  /// `exp(s - max)`.
  static void rest(
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
      rest(s, lane, width, n, max, lane, store, ties, rest);
    }
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      finish(max, ties, rest, units, lane);
    }
  }

  /// The sums of one vector of lanes, without those that equal their maximum, and how many do.
  static void rest(
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
    IntVector bias = IntVector.broadcast(I, MAGIC).sub(whole.reinterpretAsInts());
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

  /// [FloatExp#unit] of one vector of lanes, within 1e-11 of each; `rest = rest unit + ties - 1`.
  private static void finish(float[] max, float[] ties, double[] rest, double[] units, int lane) {
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

  /// `log -= log c` with the constants of [#exp].
  static void restore(float[] max, int lanes, double[] log) {
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      FloatVector most = FloatVector.fromArray(F, max, lane);
      VectorMask<Float> far = most.abs().compare(VectorOperators.GT, FloatExp.SHIFT_FREE);
      FloatVector less = FloatVector.zero(F).blend(most, far);
      FloatVector n = most.sub(less).mul(FloatExp.LOG2_E).add(FloatExp.MAGIC).sub(FloatExp.MAGIC);
      for (int part = 0; part < 2; part++) {
        DoubleVector shift = (DoubleVector) less.convertShape(VectorOperators.F2D, D, part);
        DoubleVector power = (DoubleVector) n.convertShape(VectorOperators.F2D, D, part);
        int to = lane + part * D.length();
        DoubleVector sum = DoubleVector.fromArray(D, log, to).add(shift);
        power
            .sub(FloatExp.BIAS)
            .fma(DoubleVector.broadcast(D, DoubleExp.LN2), sum)
            .intoArray(log, to);
      }
    }
  }

  /// `y = s (high + low)`; 0 where `high` is, whatever `s`.
  ///
  /// @param y receives rows `stride` apart from `at` on
  static void scale(
      float[] s,
      int n,
      int width,
      int lanes,
      float[] high,
      float[] low,
      float[] y,
      int at,
      int stride) {
    int end = lanes - WIDTH;
    for (int k = 0; k < n; k += ROWS) {
      int k1 = Math.min(k + 1, n - 1);
      int k2 = Math.min(k + 2, n - 1);
      int k3 = Math.min(k + 3, n - 1);
      for (int from = 0; from < lanes; from += WIDTH) {
        int lane = Math.min(from, end);
        FloatVector h = FloatVector.fromArray(F, high, lane);
        FloatVector l = FloatVector.fromArray(F, low, lane);
        VectorMask<Float> none = h.eq(0f);
        FloatVector a = FloatVector.fromArray(F, s, k * width + lane);
        FloatVector b = FloatVector.fromArray(F, s, k1 * width + lane);
        FloatVector c = FloatVector.fromArray(F, s, k2 * width + lane);
        FloatVector d = FloatVector.fromArray(F, s, k3 * width + lane);
        a.fma(h, a.mul(l)).blend(0f, none).intoArray(y, at + k * stride + lane);
        b.fma(h, b.mul(l)).blend(0f, none).intoArray(y, at + k1 * stride + lane);
        c.fma(h, c.mul(l)).blend(0f, none).intoArray(y, at + k2 * stride + lane);
        d.fma(h, d.mul(l)).blend(0f, none).intoArray(y, at + k3 * stride + lane);
      }
    }
  }

  /// `y = s - max - log`.
  ///
  /// @param y receives rows `stride` apart from `at` on
  static void subtract(
      float[] s,
      int n,
      int width,
      int lanes,
      float[] max,
      float[] log,
      float[] y,
      int at,
      int stride) {
    int end = lanes - WIDTH;
    for (int k = 0; k < n; k += ROWS) {
      int k1 = Math.min(k + 1, n - 1);
      int k2 = Math.min(k + 2, n - 1);
      int k3 = Math.min(k + 3, n - 1);
      for (int from = 0; from < lanes; from += WIDTH) {
        int lane = Math.min(from, end);
        FloatVector m = FloatVector.fromArray(F, max, lane);
        FloatVector l = FloatVector.fromArray(F, log, lane);
        FloatVector a = FloatVector.fromArray(F, s, k * width + lane);
        FloatVector b = FloatVector.fromArray(F, s, k1 * width + lane);
        FloatVector c = FloatVector.fromArray(F, s, k2 * width + lane);
        FloatVector d = FloatVector.fromArray(F, s, k3 * width + lane);
        a.sub(m).sub(l).intoArray(y, at + k * stride + lane);
        b.sub(m).sub(l).intoArray(y, at + k1 * stride + lane);
        c.sub(m).sub(l).intoArray(y, at + k2 * stride + lane);
        d.sub(m).sub(l).intoArray(y, at + k3 * stride + lane);
      }
    }
  }
}
