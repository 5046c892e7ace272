package dev.softmax.kernel;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// [FloatDropout] on vectors: one index a lane of 64 bits, in whose lower half stands a word of
/// [Philox].
final class SimdDropout {
  private static final VectorSpecies<Long> L = VectorSpecies.of(long.class, SimdFloatLanes.SHAPE);
  private static final VectorSpecies<Integer> I = SimdFloatLanes.I;
  private static final LongVector LANES = LongVector.zero(L).addIndex(1);

  private SimdDropout() {}

  /// `from` and `to` are multiples of [FloatDropout#GROUP].
  static void mask(
      long seed, long number, int threshold, float kept, float[] mask, int from, int to) {
    int one = Float.floatToRawIntBits(kept);
    LongVector low = LongVector.broadcast(L, Philox.MASK);
    LongVector factor0 = LongVector.broadcast(L, Philox.MULTIPLIER0);
    LongVector factor1 = LongVector.broadcast(L, Philox.MULTIPLIER1);
    int lanes = L.length();
    for (int i = from; i < to; i += 4 * lanes) {
      // Within a group of eight indices, a vector holds the indices `part` and those after it.
      int part = i % FloatDropout.GROUP / 4;
      int group = i / FloatDropout.GROUP;
      LongVector x0 = LANES.add(8L * group + part);
      LongVector x1 = LongVector.zero(L);
      LongVector x2 = LongVector.broadcast(L, number & Philox.MASK);
      LongVector x3 = LongVector.broadcast(L, number >>> 32);
      int key0 = (int) seed;
      int key1 = (int) (seed >>> 32);
      for (int round = 0; round < Philox.ROUNDS; round++) {
        LongVector product0 = x0.mul(factor0);
        LongVector product1 = x2.mul(factor1);
        x0 = product1.lanewise(VectorOperators.LSHR, 32);
        x0 = x0.lanewise(VectorOperators.XOR, x1).lanewise(VectorOperators.XOR, key0 & Philox.MASK);
        x1 = product1.and(low);
        x2 = product0.lanewise(VectorOperators.LSHR, 32);
        x2 = x2.lanewise(VectorOperators.XOR, x3).lanewise(VectorOperators.XOR, key1 & Philox.MASK);
        x3 = product0.and(low);
        key0 += Philox.WEYL0;
        key1 += Philox.WEYL1;
      }
      IntVector even = x0.or(x1.lanewise(VectorOperators.LSHL, 32)).reinterpretAsInts();
      IntVector odd = x2.or(x3.lanewise(VectorOperators.LSHL, 32)).reinterpretAsInts();
      even = even.lanewise(VectorOperators.LSHR, 8);
      odd = odd.lanewise(VectorOperators.LSHR, 8);
      IntVector none = IntVector.zero(I);
      int at = group * FloatDropout.GROUP + 2 * part;
      none.blend(one, even.lt(threshold)).reinterpretAsFloats().intoArray(mask, at);
      none.blend(one, odd.lt(threshold)).reinterpretAsFloats().intoArray(mask, at + 16);
    }
  }
}
