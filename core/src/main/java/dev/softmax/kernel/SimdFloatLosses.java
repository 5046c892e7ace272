package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// What the losses of [FewFloatAcross] need of their targets: each lane compares its own with every class, which for few
/// classes is less than to look one up. Arrays of lanes reach a vector past the last.
final class SimdFloatLosses {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final VectorSpecies<Integer> I = SimdFloatLanes.I;
  private static final int WIDTH = SimdFloatLanes.WIDTH;

  private SimdFloatLosses() {}

  /// `tops + lows = s[target] - max`; 0 where the target is no class.
  static void tops(
      float[] s,
      int n,
      int lanes,
      int width,
      float[] max,
      int[] targets,
      float[] tops,
      float[] lows) {
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      IntVector target = IntVector.fromArray(I, targets, lane);
      FloatVector most = FloatVector.fromArray(F, max, lane);
      FloatVector x = most;
      for (int k = 0; k < n; k++) {
        x = x.blend(FloatVector.fromArray(F, s, lane + k * width), target.eq(k).cast(F));
      }
      FloatVector d = x.sub(most);
      FloatVector back = d.sub(x);
      FloatVector lost = x.sub(d.sub(back)).sub(most.add(back));
      d.intoArray(tops, lane);
      // Of an excluded class nothing is lost.
      lost.blend(0f, d.lt(-Float.MAX_VALUE)).intoArray(lows, lane);
    }
  }

  /// `losses = log + low - tops - lows`, 0 where the target is `ignored`; returns their sum.
  static double losses(
      float[] log,
      float[] low,
      float[] tops,
      float[] lows,
      int[] targets,
      int ignored,
      int lanes,
      float[] losses) {
    DoubleVector left = DoubleVector.zero(D);
    DoubleVector right = left;
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      FloatVector less = FloatVector.fromArray(F, low, lane);
      less = less.sub(FloatVector.fromArray(F, lows, lane));
      FloatVector loss = FloatVector.fromArray(F, log, lane);
      loss = loss.sub(FloatVector.fromArray(F, tops, lane)).add(less);
      loss = loss.blend(0f, IntVector.fromArray(I, targets, lane).eq(ignored).cast(F));
      loss.intoArray(losses, lane);
      left = left.add(loss.convertShape(VectorOperators.F2D, D, 0));
      right = right.add(loss.convertShape(VectorOperators.F2D, D, 1));
    }
    DoubleVector all = left.add(right);
    // In a fixed order, and written out: a method that the compiler does not take in would be
    // handed an object.
    all = D.length() > 4 ? all.add(all.rearrange(SimdFloatLanes.ROTATE4)) : all;
    all = D.length() > 2 ? all.add(all.rearrange(SimdFloatLanes.ROTATE2)) : all;
    return all.add(all.rearrange(SimdFloatLanes.ROTATE1)).lane(0);
  }

  /// What [#gradient] takes, of losses without options: from `high + low = 1 / (1 + rest)`, each with the
  /// factor of [SimdFloatRest], the same times `scale`, and what becomes of the target.
  ///
  /// @param less receives what its probability is less by, 0 where it is the maximum
  /// @param slopes receives its gradient where it is the maximum, for `p - 1` would cancel
  static void factors(
      double scale,
      float[] rest,
      float[] tops,
      int lanes,
      float[] high,
      float[] low,
      float[] less,
      float[] slopes) {
    FloatVector more = FloatVector.broadcast(F, (float) scale);
    FloatVector rounded = FloatVector.broadcast(F, (float) (scale - (float) scale));
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      FloatVector factor = FloatVector.fromArray(F, high, lane);
      FloatVector lost = FloatVector.fromArray(F, low, lane);
      FloatVector h = factor.mul(more);
      FloatVector l = factor.fma(more, h.neg()).add(lost.mul(more)).add(factor.mul(rounded));
      h.intoArray(high, lane);
      l.intoArray(low, lane);
      FloatVector others = FloatVector.fromArray(F, rest, lane).neg();
      others.fma(h, others.mul(l)).intoArray(slopes, lane);
      VectorMask<Float> tie = FloatVector.fromArray(F, tops, lane).eq(0f);
      more.blend(0f, tie).intoArray(less, lane);
    }
  }

  /// `y = s (high + low)`, at a target less `less`, and `slopes` where that is the maximum; 0 where the target is
  /// `ignored`, whatever `s`.
  ///
  /// @param lanes at least those of a vector; the last vector overlaps the one before it
  /// @param y receives rows `stride` apart from `at` on
  static void gradient(
      float[] s,
      int n,
      int width,
      int lanes,
      float[] high,
      float[] low,
      float[] less,
      float[] slopes,
      float[] tops,
      int[] targets,
      int ignored,
      float[] y,
      int at,
      int stride) {
    FloatVector zero = FloatVector.zero(F);
    int end = lanes - WIDTH;
    for (int from = 0; from < lanes; from += WIDTH) {
      int lane = Math.min(from, end);
      FloatVector h = FloatVector.fromArray(F, high, lane);
      FloatVector l = FloatVector.fromArray(F, low, lane);
      FloatVector minus = FloatVector.fromArray(F, less, lane);
      FloatVector slope = FloatVector.fromArray(F, slopes, lane);
      IntVector target = IntVector.fromArray(I, targets, lane);
      VectorMask<Float> none = target.eq(ignored).cast(F);
      VectorMask<Float> tie = FloatVector.fromArray(F, tops, lane).eq(zero);
      for (int k = 0; k < n; k++) {
        VectorMask<Float> hit = target.eq(k).cast(F);
        FloatVector v = FloatVector.fromArray(F, s, k * width + lane);
        v = v.fma(h, v.mul(l)).sub(zero.blend(minus, hit));
        v.blend(slope, hit.and(tie)).blend(zero, none).intoArray(y, at + k * stride + lane);
      }
    }
  }
}
