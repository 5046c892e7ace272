package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// What is left of a row after its last whole vector: fewer elements than a vector has, read and written
/// with those before them, which a mask leaves as they are. A vector that reached beyond the array would
/// have each lane's index checked, with an object. Kept apart from the loops, whose methods are as large
/// as the compiler inlines.
final class SimdFloatTail {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;

  private static final int WIDTH = F.length();

  /// `0, 1, ..`
  private static final FloatVector LANE = FloatVector.zero(F).addIndex(1);

  private SimdFloatTail() {}

  /// Writes `2^(BIAS - exponent) exp(beta (x - shift))`, 0 below `low`, to `y` where `store`, and
  /// returns their sum without the elements that equal `left`; NaN leaves none out.
  ///
  /// @param at where the `n` elements begin; there is a whole vector before them
  static double exp(
      float[] x,
      int at,
      float[] y,
      int to,
      int n,
      boolean store,
      float shift,
      double beta,
      float low,
      int exponent,
      float left) {
    float high = (float) beta;
    int before = WIDTH - n;
    VectorMask<Float> counted = LANE.lt(before);
    FloatVector scale = FloatVector.broadcast(F, high);
    FloatVector scaleLow = FloatVector.broadcast(F, (float) (beta - high));
    IntVector bias = IntVector.broadcast(SimdFloatLanes.I, FloatExp.BIASED_ONE - exponent);
    FloatVector d = FloatVector.fromArray(F, x, at - before);
    VectorMask<Float> out = counted.or(d.eq(FloatVector.broadcast(F, left)));
    d = d.sub(FloatVector.broadcast(F, shift));
    FloatVector v = d.mul(scale);
    FloatVector e = SimdFloatLanes.power(d, v, scale, scaleLow, bias);
    e = e.blend(0f, v.lt(FloatVector.broadcast(F, low)).or(out));
    if (store) {
      e.intoArray(y, to - before, counted.not());
    }
    DoubleVector even = (DoubleVector) e.convertShape(VectorOperators.F2D, D, 0);
    DoubleVector total = even.add(e.convertShape(VectorOperators.F2D, D, 1));
    total = D.length() > 4 ? total.add(total.rearrange(SimdFloatLanes.ROTATE4)) : total;
    total = D.length() > 2 ? total.add(total.rearrange(SimdFloatLanes.ROTATE2)) : total;
    return total.add(total.rearrange(SimdFloatLanes.ROTATE1)).lane(0);
  }

  /// How many of `x[at .. at + n)` equal `value`.
  static int count(float[] x, int at, int n, float value) {
    int count = 0;
    for (int i = at; i < at + n; i++) {
      count += x[i] == value ? 1 : 0;
    }
    return count;
  }
}
