package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Losses of many vectors of logits with a target class each, and what their gradients take. Which target is the
/// largest logit is as good as random, so that nothing here branches.
final class SimdDoubleLosses {
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final int WIDTH = D.length();

  private SimdDoubleLosses() {}

  /// Of each lane the loss `weight (log - top) + zLoss z^2` with `z = max + log`, what its exponentials are multiplied
  /// by to be the gradient, in two parts, and the gradient of the target. A lane that does not count gives 0s.
  ///
  /// @param tops the target's logit less the maximum; receives the losses
  /// @param picks the target's exponential; receives the gradients
  /// @param counts 1, or 0 where the lane does not count
  /// @param weights receives the upper part of the factors
  /// @param lows receives the lower part
  /// @param scale factor of the gradient
  /// @return the sum of the losses
  static double single(
      int lanes,
      double[] max,
      double[] sums,
      double[] rests,
      double[] logs,
      double[] tops,
      double[] picks,
      double[] counts,
      double[] weights,
      double[] lows,
      double zLoss,
      double scale) {
    DoubleVector zero = DoubleVector.zero(D);
    DoubleVector one = DoubleVector.broadcast(D, 1);
    DoubleVector all = zero;
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      DoubleVector weight = DoubleVector.fromArray(D, weights, lane);
      DoubleVector log = DoubleVector.fromArray(D, logs, lane);
      DoubleVector top = DoubleVector.fromArray(D, tops, lane);
      DoubleVector sum = DoubleVector.fromArray(D, sums, lane);
      DoubleVector rest = DoubleVector.fromArray(D, rests, lane);
      DoubleVector pick = DoubleVector.fromArray(D, picks, lane);
      VectorMask<Double> none = DoubleVector.fromArray(D, counts, lane).eq(zero);
      DoubleVector z = log.add(DoubleVector.fromArray(D, max, lane));
      DoubleVector penalty = z.mul(zLoss);
      VectorMask<Double> free = top.lt(-Double.MAX_VALUE).and(weight.eq(zero));
      DoubleVector loss = log.sub(top).mul(weight).blend(zero, free);
      loss = penalty.fma(z, loss).blend(zero, none);
      all = all.add(loss);
      loss.intoArray(tops, lane);
      // Where the target has nearly all the probability, 1 - p would cancel.
      VectorMask<Double> tie = top.eq(zero);
      DoubleVector less = pick.sub(sum).blend(rest.neg(), tie);
      DoubleVector slope = less.div(sum.blend(rest.add(one), tie));
      DoubleVector steep = penalty.add(penalty);
      DoubleVector gradient = slope.mul(weight).add(slope.add(one).mul(steep)).mul(scale);
      gradient.blend(zero, none).intoArray(picks, lane);
      DoubleVector inverse = one.div(sum);
      DoubleVector whole = weight.add(steep).mul(scale);
      DoubleVector factor = whole.mul(inverse);
      factor.neg().fma(sum, whole).mul(inverse).blend(zero, none).intoArray(lows, lane);
      factor.blend(zero, none).intoArray(weights, lane);
    }
    // In a fixed order, and written out: a method that the compiler does not take in would be
    // handed an object.
    all = D.length() > 4 ? all.add(all.rearrange(SimdFloatLanes.ROTATE4)) : all;
    all = D.length() > 2 ? all.add(all.rearrange(SimdFloatLanes.ROTATE2)) : all;
    return all.add(all.rearrange(SimdFloatLanes.ROTATE1)).lane(0);
  }

  /// Of each lane the loss `log - top`, and what becomes of the probability `p` of its target, times `scale`, in the
  /// gradient: `keep p - less`. A lane that does not count has loss 0.
  ///
  /// @param tops the target's logit less the maximum; receives the losses
  /// @param counts 1, or 0 where the lane does not count; receives what is kept
  /// @param factors receives `scale / (1 + rest)`
  /// @return the sum of the losses
  static double plain(
      int lanes,
      double[] rests,
      double[] logs,
      double[] tops,
      double[] counts,
      double[] less,
      double[] factors,
      double scale) {
    DoubleVector zero = DoubleVector.zero(D);
    DoubleVector one = DoubleVector.broadcast(D, 1);
    DoubleVector whole = DoubleVector.broadcast(D, scale);
    DoubleVector all = zero;
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      DoubleVector log = DoubleVector.fromArray(D, logs, lane);
      DoubleVector top = DoubleVector.fromArray(D, tops, lane);
      DoubleVector rest = DoubleVector.fromArray(D, rests, lane);
      VectorMask<Double> none = DoubleVector.fromArray(D, counts, lane).eq(zero);
      DoubleVector loss = log.sub(top).blend(zero, none);
      all = all.add(loss);
      loss.intoArray(tops, lane);
      // Where the target has nearly all the probability, 1 - p would cancel.
      VectorMask<Double> tie = top.eq(zero);
      DoubleVector factor = whole.div(rest.add(one));
      factor.intoArray(factors, lane);
      whole.blend(rest.mul(factor), tie).intoArray(less, lane);
      one.blend(zero, tie).intoArray(counts, lane);
    }
    // In a fixed order, and written out: a method that the compiler does not take in would be
    // handed an object.
    all = D.length() > 4 ? all.add(all.rearrange(SimdFloatLanes.ROTATE4)) : all;
    all = D.length() > 2 ? all.add(all.rearrange(SimdFloatLanes.ROTATE2)) : all;
    return all.add(all.rearrange(SimdFloatLanes.ROTATE1)).lane(0);
  }
}
