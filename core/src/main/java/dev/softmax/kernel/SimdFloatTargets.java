package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The loops of [FloatTargets] over rows that are no shorter than a vector, in `double`. The last vector
/// overlaps the one before it; what was counted is left out.
final class SimdFloatTargets {
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;

  /// As many `float` as a vector has `double`.
  private static final VectorSpecies<Float> H =
      VectorSpecies.of(float.class, VectorShape.forBitSize(D.vectorBitSize() / 2));

  private static final int WIDTH = D.length();

  /// `0, 1, ..`
  private static final DoubleVector LANE = DoubleVector.zero(D).addIndex(1);

  private SimdFloatTargets() {}

  /// See [FloatTargets].
  static void distance(float[] x, int at, int n, float[] w, int from, double top, double[] sums) {
    DoubleVector most = DoubleVector.broadcast(D, top);
    DoubleVector sum = DoubleVector.zero(D);
    DoubleVector total = sum;
    for (int i = 0; i < n; i += WIDTH) {
      int k = Math.min(i, n - WIDTH);
      DoubleVector v =
          (DoubleVector)
              FloatVector.fromArray(H, x, at + k).convertShape(VectorOperators.F2D, D, 0);
      DoubleVector weight =
          (DoubleVector)
              FloatVector.fromArray(H, w, from + k).convertShape(VectorOperators.F2D, D, 0);
      weight = weight.blend(0.0, LANE.lt(i - k));
      VectorMask<Double> none = weight.eq(0);
      total = total.add(weight);
      sum = sum.add(most.sub(v).mul(weight).blend(0.0, none));
    }
    // Written out: a method that the compiler does not take in would have to be handed objects.
    sum = WIDTH > 4 ? sum.add(sum.rearrange(SimdFloatLanes.ROTATE4)) : sum;
    sum = WIDTH > 2 ? sum.add(sum.rearrange(SimdFloatLanes.ROTATE2)) : sum;
    total = WIDTH > 4 ? total.add(total.rearrange(SimdFloatLanes.ROTATE4)) : total;
    total = WIDTH > 2 ? total.add(total.rearrange(SimdFloatLanes.ROTATE2)) : total;
    sums[0] = sum.add(sum.rearrange(SimdFloatLanes.ROTATE1)).lane(0);
    sums[1] = total.add(total.rearrange(SimdFloatLanes.ROTATE1)).lane(0);
  }

  /// See [FloatTargets].
  static void distance(float[] x, int at, int n, double[] w, int from, double top, double[] sums) {
    DoubleVector most = DoubleVector.broadcast(D, top);
    DoubleVector sum = DoubleVector.zero(D);
    DoubleVector total = sum;
    for (int i = 0; i < n; i += WIDTH) {
      int k = Math.min(i, n - WIDTH);
      DoubleVector v =
          (DoubleVector)
              FloatVector.fromArray(H, x, at + k).convertShape(VectorOperators.F2D, D, 0);
      DoubleVector weight = DoubleVector.fromArray(D, w, from + k);
      weight = weight.blend(0.0, LANE.lt(i - k));
      VectorMask<Double> none = weight.eq(0);
      total = total.add(weight);
      sum = sum.add(most.sub(v).mul(weight).blend(0.0, none));
    }
    // Written out: a method that the compiler does not take in would have to be handed objects.
    sum = WIDTH > 4 ? sum.add(sum.rearrange(SimdFloatLanes.ROTATE4)) : sum;
    sum = WIDTH > 2 ? sum.add(sum.rearrange(SimdFloatLanes.ROTATE2)) : sum;
    total = WIDTH > 4 ? total.add(total.rearrange(SimdFloatLanes.ROTATE4)) : total;
    total = WIDTH > 2 ? total.add(total.rearrange(SimdFloatLanes.ROTATE2)) : total;
    sums[0] = sum.add(sum.rearrange(SimdFloatLanes.ROTATE1)).lane(0);
    sums[1] = total.add(total.rearrange(SimdFloatLanes.ROTATE1)).lane(0);
  }

  /// See [FloatTargets]. The last vector is computed first, before what it shares is overwritten.
  static void gradient(float[] g, int at, int n, double factor, float[] w, int from, double scale) {
    DoubleVector more = DoubleVector.broadcast(D, factor);
    DoubleVector less = DoubleVector.broadcast(D, -scale);
    int last = n - WIDTH;
    DoubleVector end =
        (DoubleVector)
            FloatVector.fromArray(H, g, at + last).convertShape(VectorOperators.F2D, D, 0);
    DoubleVector weight =
        (DoubleVector)
            FloatVector.fromArray(H, w, from + last).convertShape(VectorOperators.F2D, D, 0);
    end = end.fma(more, less.mul(weight));
    for (int k = 0; k < last; k += WIDTH) {
      DoubleVector v =
          (DoubleVector)
              FloatVector.fromArray(H, g, at + k).convertShape(VectorOperators.F2D, D, 0);
      weight =
          (DoubleVector)
              FloatVector.fromArray(H, w, from + k).convertShape(VectorOperators.F2D, D, 0);
      v = v.fma(more, less.mul(weight));
      ((FloatVector) v.convertShape(VectorOperators.D2F, H, 0)).intoArray(g, at + k);
    }
    ((FloatVector) end.convertShape(VectorOperators.D2F, H, 0)).intoArray(g, at + last);
  }

  /// As the other, with weights of `double`.
  static void gradient(
      float[] g, int at, int n, double factor, double[] w, int from, double scale) {
    DoubleVector more = DoubleVector.broadcast(D, factor);
    DoubleVector less = DoubleVector.broadcast(D, -scale);
    int last = n - WIDTH;
    DoubleVector end =
        (DoubleVector)
            FloatVector.fromArray(H, g, at + last).convertShape(VectorOperators.F2D, D, 0);
    DoubleVector weight = DoubleVector.fromArray(D, w, from + last);
    end = end.fma(more, less.mul(weight));
    for (int k = 0; k < last; k += WIDTH) {
      DoubleVector v =
          (DoubleVector)
              FloatVector.fromArray(H, g, at + k).convertShape(VectorOperators.F2D, D, 0);
      weight = DoubleVector.fromArray(D, w, from + k);
      v = v.fma(more, less.mul(weight));
      ((FloatVector) v.convertShape(VectorOperators.D2F, H, 0)).intoArray(g, at + k);
    }
    ((FloatVector) end.convertShape(VectorOperators.D2F, H, 0)).intoArray(g, at + last);
  }
}
