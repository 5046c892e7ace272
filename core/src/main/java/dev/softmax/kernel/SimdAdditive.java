package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The vector loops of [FloatAdditive].
final class SimdAdditive {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final int WIDTH = SimdFloatLanes.WIDTH;

  private SimdAdditive() {}

  /// `Σ a[i] b[i]`, in two sums, then what is left of a vector.
  static float dot(float[] a, int aFrom, float[] b, int bFrom, int n) {
    FloatVector even = FloatVector.zero(F);
    FloatVector odd = FloatVector.zero(F);
    int i = 0;
    for (; i + 2 * WIDTH <= n; i += 2 * WIDTH) {
      even =
          FloatVector.fromArray(F, a, aFrom + i).fma(FloatVector.fromArray(F, b, bFrom + i), even);
      odd =
          FloatVector.fromArray(F, a, aFrom + i + WIDTH)
              .fma(FloatVector.fromArray(F, b, bFrom + i + WIDTH), odd);
    }
    FloatVector all = even.add(odd);
    DoubleVector left = (DoubleVector) all.convertShape(VectorOperators.F2D, D, 0);
    DoubleVector right = (DoubleVector) all.convertShape(VectorOperators.F2D, D, 1);
    left = left.add(right);
    // In a fixed order, and written out: a method that the compiler does not take in would be
    // handed an object.
    left = D.length() > 4 ? left.add(left.rearrange(SimdFloatLanes.ROTATE4)) : left;
    left = D.length() > 2 ? left.add(left.rearrange(SimdFloatLanes.ROTATE2)) : left;
    float sum = (float) left.add(left.rearrange(SimdFloatLanes.ROTATE1)).lane(0);
    for (; i < n; i++) {
      sum = Math.fma(a[aFrom + i], b[bFrom + i], sum);
    }
    return sum;
  }
}
