package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The maximum of [FloatPools] on whole vectors of channels.
final class SimdPools {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Integer> I = SimdFloatLanes.I;

  private SimdPools() {}

  /// Where `x` is larger than `y`, or NaN, it takes its place. `n` is a multiple of the vector's length.
  static void max(float[] x, int at, float[] y, int to, int n) {
    for (int i = 0; i < n; i += F.length()) {
      FloatVector v = FloatVector.fromArray(F, x, at + i);
      FloatVector most = FloatVector.fromArray(F, y, to + i);
      VectorMask<Float> larger =
          v.compare(VectorOperators.GT, most).or(v.test(VectorOperators.IS_NAN));
      most.blend(v, larger).intoArray(y, to + i);
    }
  }

  /// Where `x` is larger than `y`, or NaN, it takes its place, and `pixel` that of `places`. `n` is a multiple
  /// of the vector's length.
  static void max(float[] x, int at, float[] y, int[] places, int to, int n, int pixel) {
    IntVector here = IntVector.broadcast(I, pixel);
    for (int i = 0; i < n; i += F.length()) {
      FloatVector v = FloatVector.fromArray(F, x, at + i);
      FloatVector most = FloatVector.fromArray(F, y, to + i);
      VectorMask<Float> larger =
          v.compare(VectorOperators.GT, most).or(v.test(VectorOperators.IS_NAN));
      most.blend(v, larger).intoArray(y, to + i);
      IntVector.fromArray(I, places, to + i).blend(here, larger.cast(I)).intoArray(places, to + i);
    }
  }
}
