package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// What follows the sums of a tile: bias, shortcut, bounds and the store.
final class SimdFilterEnds {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final int WIDTH = F.length();

  private SimdFilterEnds() {}

  /// Pixels of two vectors: `y = clamp(sums + bias + shortcut)`, the shortcut at the same place as `y`.
  static void two(
      float[] sums,
      int from,
      int pixels,
      float[] bias,
      int biasAt,
      float[] shortcut,
      boolean add,
      float[] y,
      int at,
      int stride,
      float least,
      float most) {
    FloatVector z0 = FloatVector.fromArray(F, bias, biasAt);
    FloatVector z1 = FloatVector.fromArray(F, bias, biasAt + WIDTH);
    FloatVector low = FloatVector.broadcast(F, least);
    FloatVector high = FloatVector.broadcast(F, most);
    for (int i = 0; i < pixels; i++) {
      int to = at + i * stride;
      FloatVector v0 = FloatVector.fromArray(F, sums, from + i * 2 * WIDTH).add(z0);
      FloatVector v1 = FloatVector.fromArray(F, sums, from + i * 2 * WIDTH + WIDTH).add(z1);
      if (add) {
        v0 = v0.add(FloatVector.fromArray(F, shortcut, to));
        v1 = v1.add(FloatVector.fromArray(F, shortcut, to + WIDTH));
      }
      v0 = v0.blend(low, v0.lt(low));
      v1 = v1.blend(low, v1.lt(low));
      v0.blend(high, high.lt(v0)).intoArray(y, to);
      v1.blend(high, high.lt(v1)).intoArray(y, to + WIDTH);
    }
  }

  /// The same for one vector.
  static void one(
      float[] sums,
      int from,
      int pixels,
      float[] bias,
      int biasAt,
      float[] shortcut,
      boolean add,
      float[] y,
      int at,
      int stride,
      float least,
      float most) {
    FloatVector z = FloatVector.fromArray(F, bias, biasAt);
    FloatVector low = FloatVector.broadcast(F, least);
    FloatVector high = FloatVector.broadcast(F, most);
    for (int i = 0; i < pixels; i++) {
      int to = at + i * stride;
      FloatVector v = FloatVector.fromArray(F, sums, from + i * WIDTH).add(z);
      if (add) {
        v = v.add(FloatVector.fromArray(F, shortcut, to));
      }
      v = v.blend(low, v.lt(low));
      v.blend(high, high.lt(v)).intoArray(y, to);
    }
  }
}
