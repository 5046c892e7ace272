package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// [FloatCandidates] on vectors, with the bits of the plain loops.
final class SimdCandidates {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Integer> I = SimdFloatLanes.I;
  private static final int WIDTH = SimdFloatLanes.WIDTH;
  private static final int INFINITY = 0x7F800000;

  private SimdCandidates() {}

  /// Maxima of `blocks` whole blocks; whether there is no NaN.
  static boolean maxima(float[] x, int blocks, float[] maxima) {
    IntVector magnitude = IntVector.broadcast(I, Integer.MAX_VALUE);
    IntVector largest = IntVector.zero(I);
    for (int block = 0; block < blocks; block++) {
      FloatVector max = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
      int end = (block + 1) * FloatCandidates.BLOCK;
      for (int i = block * FloatCandidates.BLOCK; i < end; i += WIDTH) {
        FloatVector v = FloatVector.fromArray(F, x, i);
        largest = largest.max(v.reinterpretAsInts().and(magnitude));
        max = max.blend(v, max.lt(v));
      }
      // As integers that order as the floats do: the largest of those is found in fewer steps.
      IntVector bits = max.add(0f).reinterpretAsInts();
      IntVector keys =
          bits.lanewise(
              VectorOperators.XOR, bits.lanewise(VectorOperators.ASHR, 31).and(magnitude));
      int key = keys.reduceLanes(VectorOperators.MAX);
      maxima[block] = Float.intBitsToFloat(key ^ ((key >> 31) & Integer.MAX_VALUE));
    }
    return largest.reduceLanes(VectorOperators.MAX) <= INFINITY;
  }

  /// Weights of whole vectors, see [FloatExp#of]; how many.
  static int weights(
      float[] x,
      int n,
      float shift,
      float high,
      float low,
      int exponent,
      float least,
      float[] weights) {
    FloatVector less = FloatVector.broadcast(F, shift);
    FloatVector scale = FloatVector.broadcast(F, high);
    FloatVector scaleLow = FloatVector.broadcast(F, low);
    FloatVector bound = FloatVector.broadcast(F, least);
    IntVector bias = IntVector.broadcast(I, FloatExp.BIASED_ONE - exponent);
    int end = F.loopBound(n);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector d = FloatVector.fromArray(F, x, i).sub(less);
      FloatVector v = d.mul(scale);
      SimdFloatLanes.power(d, v, scale, scaleLow, bias)
          .blend(0f, v.lt(bound))
          .intoArray(weights, i);
    }
    return end;
  }
}
