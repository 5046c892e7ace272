package dev.softmax.kernel;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The loops of [FloatAcross]: vectors that lie side by side have a lane each of `(n, lanes)`, one row for
/// each element. The exponential is that of [FloatExp].
final class SimdFloatAcross {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final VectorSpecies<Integer> I = SimdFloatLanes.I;

  /// The lower halves of two vectors.
  private static final VectorShuffle<Float> JOIN =
      VectorShuffle.fromOp(F, i -> i < D.length() ? i : i - D.length() - F.length());

  private static final int WIDTH = SimdFloatLanes.WIDTH;

  /// Rows that are read side by side: fewer than a set of the first cache has lines, for rows of the array may
  /// be a power of two apart.
  private static final int TOGETHER = 7;

  private static final int ROWS = 4;

  /// What is left of the bits of a rounded number with [FloatExp#MAGIC] added, less those, is the
  /// exponent of `2^BIAS` less that number.
  static final int MAGIC = FloatExp.BIASED_ONE + Float.floatToRawIntBits(FloatExp.MAGIC);

  /// Rounds to the nearest whole number, which then stands in the low bits with that of `2^BIAS`.
  private static final float WINDOW_MAGIC = FloatExp.MAGIC + FloatExp.BIASED_ONE;

  /// More than the exponential of any maximum below the window, times `2^BIAS`.
  static final double LEAST = Math.scalb(1.5, FloatExp.BIAS - FloatExp.WINDOW_EXPONENT - 1);

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

  /// [#exp] of a tile of `x` in one pass and without the maxima, where all of these are in the window of
  /// [FloatExp#WINDOW]; anything where they are not. The constant `c` is `2^64`.
  ///
  /// @param store whether `s` receives the exponentials
  /// @return whether no maximum is above the window; one below it has a sum of less than `n` [#LEAST]
  static boolean expInWindow(
      float[] x,
      int at,
      int stride,
      int n,
      int lanes,
      boolean store,
      float[] s,
      int width,
      double[] sums) {
    FloatVector magic = FloatVector.broadcast(F, WINDOW_MAGIC);
    FloatVector least = FloatVector.broadcast(F, FloatExp.WINDOW_LOW);
    FloatVector one = FloatVector.broadcast(F, 1);
    IntVector top = IntVector.zero(I);
    Arrays.fill(sums, 0, width, 0);
    int end = lanes - WIDTH;
    for (int first = 0; first < n; first += TOGETHER) {
      int stop = Math.min(first + TOGETHER, n);
      for (int from = 0; from < lanes; from += WIDTH) {
        int lane = Math.min(from, end);
        DoubleVector left = DoubleVector.fromArray(D, sums, from);
        DoubleVector right = DoubleVector.fromArray(D, sums, from + D.length());
        for (int k = first; k < stop; k++) {
          FloatVector d = FloatVector.fromArray(F, x, at + k * stride + lane);
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
          IntVector bits = z.reinterpretAsInts();
          e = e.mul(bits.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
          e = e.blend(0f, d.lt(least));
          top = top.max(bits);
          if (store) {
            e.intoArray(s, k * width + lane);
          }
          left = left.add(e.convertShape(VectorOperators.F2D, D, 0));
          right = right.add(e.convertShape(VectorOperators.F2D, D, 1));
        }
        left.intoArray(sums, from);
        right.intoArray(sums, from + D.length());
      }
    }
    // The last vector has its sums in a place of its own, as it overlaps the one before it.
    int own = F.loopBound(lanes + WIDTH - 1) - lanes;
    for (int lane = F.loopBound(lanes); lane < lanes; lane++) {
      sums[lane] = sums[lane + own];
    }
    int largest = top.reduceLanes(VectorOperators.MAX) - Float.floatToRawIntBits(WINDOW_MAGIC);
    return largest <= FloatExp.WINDOW_EXPONENT;
  }

  /// `s = c exp(s)`, where `c` depends on the lane's maximum alone, and the sums of that, which differ
  /// from those of [#expInWindow] by a power of two. A maximum that is not finite makes NaN of its lane.
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
    DoubleVector left = DoubleVector.zero(D);
    DoubleVector right = left;
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
      left = left.add(e.convertShape(VectorOperators.F2D, D, 0));
      right = right.add(e.convertShape(VectorOperators.F2D, D, 1));
    }
    left.intoArray(sums, lane);
    right.intoArray(sums, lane + D.length());
  }

  /// The constants of [#exp] out of its sums: for maxima in the window what [#expInWindow] gives; of
  /// others the logarithm is larger by `offsets`.
  static void restore(float[] max, int lanes, double[] sums, double[] offsets) {
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      FloatVector most = FloatVector.fromArray(F, max, lane);
      VectorMask<Float> far = most.abs().compare(VectorOperators.GT, FloatExp.SHIFT_FREE);
      FloatVector less = FloatVector.zero(F).blend(most, far);
      FloatVector n = most.sub(less).mul(FloatExp.LOG2_E).add(FloatExp.MAGIC).sub(FloatExp.MAGIC);
      VectorMask<Float> out = n.abs().compare(VectorOperators.GT, FloatExp.WINDOW_EXPONENT);
      FloatVector near = n.blend(0f, out);
      for (int part = 0; part < 2; part++) {
        int to = lane + part * D.length();
        // As in the exponential itself, the number stands in the low bits of a sum.
        DoubleVector power = (DoubleVector) near.convertShape(VectorOperators.F2D, D, part);
        LongVector bits = power.add(DoubleExp.MAGIC + 1023).reinterpretAsLongs();
        DoubleVector scale = bits.lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles();
        DoubleVector.fromArray(D, sums, to).mul(scale).intoArray(sums, to);
        DoubleVector left = (DoubleVector) n.sub(near).convertShape(VectorOperators.F2D, D, part);
        DoubleVector shift = (DoubleVector) less.convertShape(VectorOperators.F2D, D, part);
        left.fma(DoubleVector.broadcast(D, DoubleExp.LN2), shift).intoArray(offsets, to);
      }
    }
  }

  /// `high + low = 1 / sums`.
  ///
  /// @return whether no sum is less than `least`
  static boolean factors(double[] sums, int lanes, double least, float[] high, float[] low) {
    VectorMask<Double> less = D.maskAll(false);
    FloatVector one = FloatVector.broadcast(F, 1);
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      DoubleVector a = DoubleVector.fromArray(D, sums, lane);
      DoubleVector b = DoubleVector.fromArray(D, sums, lane + D.length());
      less = less.or(a.lt(least).or(b.lt(least)));
      FloatVector left = (FloatVector) a.convertShape(VectorOperators.D2F, F, 0);
      FloatVector right = (FloatVector) b.convertShape(VectorOperators.D2F, F, 0);
      FloatVector all = left.rearrange(JOIN, right);
      a = a.sub(all.convertShape(VectorOperators.F2D, D, 0));
      b = b.sub(all.convertShape(VectorOperators.F2D, D, 1));
      left = (FloatVector) a.convertShape(VectorOperators.D2F, F, 0);
      right = (FloatVector) b.convertShape(VectorOperators.D2F, F, 0);
      FloatVector lost = left.rearrange(JOIN, right);
      FloatVector factor = one.div(all);
      factor.intoArray(high, lane);
      factor.neg().fma(all, one).sub(factor.mul(lost)).mul(factor).intoArray(low, lane);
    }
    return !less.anyTrue();
  }

  /// `high + low = values`.
  static void split(double[] values, int lanes, float[] high, float[] low) {
    for (int lane = 0; lane < lanes; lane++) {
      float rounded = (float) values[lane];
      high[lane] = rounded;
      low[lane] = (float) (values[lane] - rounded);
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

  /// `s = -s`, and `max` of each lane anew.
  static void negate(float[] s, int n, int lanes, int width, float[] max) {
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      FloatVector most = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
      for (int k = 0; k < n; k++) {
        FloatVector v = FloatVector.fromArray(F, s, lane + k * width).neg();
        v.intoArray(s, lane + k * width);
        most = most.blend(v, most.lt(v));
      }
      most.intoArray(max, lane);
    }
  }

  /// `y = beta (s - max) - log`.
  ///
  /// @param y receives rows `stride` apart from `at` on
  static void subtract(
      float[] s,
      int n,
      int width,
      int lanes,
      float[] max,
      double beta,
      float[] log,
      float[] y,
      int at,
      int stride) {
    int end = lanes - WIDTH;
    FloatVector high = FloatVector.broadcast(F, (float) beta);
    FloatVector low = FloatVector.broadcast(F, (float) (beta - (float) beta));
    for (int from = 0; from < lanes; from += WIDTH) {
      int lane = Math.min(from, end);
      FloatVector m = FloatVector.fromArray(F, max, lane);
      FloatVector l = FloatVector.fromArray(F, log, lane).neg();
      // Of an excluded element, which times the low part may be no number.
      FloatVector least = l.add(Float.NEGATIVE_INFINITY);
      for (int k = 0; k < n; k++) {
        FloatVector d = FloatVector.fromArray(F, s, k * width + lane).sub(m);
        FloatVector v = d.fma(high, d.fma(low, l));
        v.blend(least, d.lt(-Float.MAX_VALUE)).intoArray(y, at + k * stride + lane);
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
