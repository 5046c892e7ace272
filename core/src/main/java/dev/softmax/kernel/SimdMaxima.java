package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Maxima of the whole blocks of an array on vectors, see [FloatEntmax] and [DoubleEntmax].
final class SimdMaxima {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Integer> I = SimdFloatLanes.I;
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final VectorSpecies<Long> L = VectorSpecies.of(long.class, SimdFloatLanes.SHAPE);
  private static final int INFINITY = 0x7F800000;
  private static final long LONG_INFINITY = 0x7FF0000000000000L;

  private SimdMaxima() {}

  /// Maxima of `blocks` blocks of `block` elements from `x[at]` on; whether there is no NaN. With a
  /// NaN the maxima mean nothing.
  static boolean of(float[] x, int at, int blocks, int block, float[] maxima) {
    IntVector magnitude = IntVector.broadcast(I, Integer.MAX_VALUE);
    IntVector largest = IntVector.zero(I);
    for (int b = 0; b < blocks; b++) {
      FloatVector max = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
      int end = at + (b + 1) * block;
      for (int i = at + b * block; i < end; i += F.length()) {
        FloatVector v = FloatVector.fromArray(F, x, i);
        largest = largest.max(v.reinterpretAsInts().and(magnitude));
        max = max.blend(v, max.lt(v));
      }
      // As integers that order as the floats do: the largest of those is found in fewer steps.
      IntVector bits = max.reinterpretAsInts();
      IntVector keys =
          bits.lanewise(
              VectorOperators.XOR, bits.lanewise(VectorOperators.ASHR, 31).and(magnitude));
      int key = keys.reduceLanes(VectorOperators.MAX);
      maxima[b] = Float.intBitsToFloat(key ^ ((key >> 31) & Integer.MAX_VALUE));
    }
    return largest.reduceLanes(VectorOperators.MAX) <= INFINITY;
  }

  /// The same of `double` numbers.
  static boolean of(double[] x, int at, int blocks, int block, double[] maxima) {
    LongVector magnitude = LongVector.broadcast(L, Long.MAX_VALUE);
    LongVector largest = LongVector.zero(L);
    for (int b = 0; b < blocks; b++) {
      DoubleVector max = DoubleVector.broadcast(D, Double.NEGATIVE_INFINITY);
      int end = at + (b + 1) * block;
      for (int i = at + b * block; i < end; i += D.length()) {
        DoubleVector v = DoubleVector.fromArray(D, x, i);
        largest = largest.max(v.reinterpretAsLongs().and(magnitude));
        max = max.blend(v, max.lt(v));
      }
      LongVector bits = max.reinterpretAsLongs();
      LongVector keys =
          bits.lanewise(
              VectorOperators.XOR, bits.lanewise(VectorOperators.ASHR, 63).and(magnitude));
      long key = keys.reduceLanes(VectorOperators.MAX);
      maxima[b] = Double.longBitsToDouble(key ^ ((key >> 63) & Long.MAX_VALUE));
    }
    return largest.reduceLanes(VectorOperators.MAX) <= LONG_INFINITY;
  }
}
