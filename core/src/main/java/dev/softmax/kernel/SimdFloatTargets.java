package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The loops of [FloatTargets] on vectors. What whole vectors leave is done one element at a time.
final class SimdFloatTargets {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;

  /// As many `float` as a vector has `double`.
  private static final VectorSpecies<Float> H =
      VectorSpecies.of(float.class, VectorShape.forBitSize(D.vectorBitSize() / 2));

  private static final int WIDTH = D.length();

  private SimdFloatTargets() {}

  /// See [FloatTargets]; a class without weight that is excluded makes NaN of the sum.
  static void distance(float[] x, int at, int n, float[] w, int from, double top, double[] sums) {
    DoubleVector most = DoubleVector.broadcast(D, top);
    DoubleVector sum = DoubleVector.zero(D);
    DoubleVector total = sum;
    int bound = D.loopBound(n);
    for (int k = 0; k < bound; k += WIDTH) {
      DoubleVector v =
          (DoubleVector)
              FloatVector.fromArray(H, x, at + k).convertShape(VectorOperators.F2D, D, 0);
      DoubleVector weight =
          (DoubleVector)
              FloatVector.fromArray(H, w, from + k).convertShape(VectorOperators.F2D, D, 0);
      total = total.add(weight);
      sum = most.sub(v).fma(weight, sum);
    }
    // Written out: a method that the compiler does not take in would have to be handed objects.
    sum = WIDTH > 4 ? sum.add(sum.rearrange(SimdFloatLanes.ROTATE4)) : sum;
    sum = WIDTH > 2 ? sum.add(sum.rearrange(SimdFloatLanes.ROTATE2)) : sum;
    total = WIDTH > 4 ? total.add(total.rearrange(SimdFloatLanes.ROTATE4)) : total;
    total = WIDTH > 2 ? total.add(total.rearrange(SimdFloatLanes.ROTATE2)) : total;
    double all = sum.add(sum.rearrange(SimdFloatLanes.ROTATE1)).lane(0);
    double weights = total.add(total.rearrange(SimdFloatLanes.ROTATE1)).lane(0);
    for (int k = bound; k < n; k++) {
      double weight = w[from + k];
      all += weight * (top - x[at + k]);
      weights += weight;
    }
    sums[0] = all;
    sums[1] = weights;
  }

  /// As the other, with weights of `double`.
  static void distance(float[] x, int at, int n, double[] w, double top, double[] sums) {
    DoubleVector most = DoubleVector.broadcast(D, top);
    DoubleVector sum = DoubleVector.zero(D);
    DoubleVector total = sum;
    int bound = D.loopBound(n);
    for (int k = 0; k < bound; k += WIDTH) {
      DoubleVector v =
          (DoubleVector)
              FloatVector.fromArray(H, x, at + k).convertShape(VectorOperators.F2D, D, 0);
      DoubleVector weight = DoubleVector.fromArray(D, w, k);
      total = total.add(weight);
      sum = most.sub(v).fma(weight, sum);
    }
    // Written out: a method that the compiler does not take in would have to be handed objects.
    sum = WIDTH > 4 ? sum.add(sum.rearrange(SimdFloatLanes.ROTATE4)) : sum;
    sum = WIDTH > 2 ? sum.add(sum.rearrange(SimdFloatLanes.ROTATE2)) : sum;
    total = WIDTH > 4 ? total.add(total.rearrange(SimdFloatLanes.ROTATE4)) : total;
    total = WIDTH > 2 ? total.add(total.rearrange(SimdFloatLanes.ROTATE2)) : total;
    double all = sum.add(sum.rearrange(SimdFloatLanes.ROTATE1)).lane(0);
    double weights = total.add(total.rearrange(SimdFloatLanes.ROTATE1)).lane(0);
    for (int k = bound; k < n; k++) {
      double weight = w[k];
      all += weight * (top - x[at + k]);
      weights += weight;
    }
    sums[0] = all;
    sums[1] = weights;
  }

  /// `g = factor g - scale w` in whole vectors; returns how many elements those are.
  static int gradient(float[] g, int at, int n, double factor, float[] w, int from, double scale) {
    FloatVector high = FloatVector.broadcast(F, (float) factor);
    FloatVector low = FloatVector.broadcast(F, (float) (factor - (float) factor));
    FloatVector less = FloatVector.broadcast(F, (float) -scale);
    int bound = F.loopBound(n);
    for (int k = 0; k < bound; k += F.length()) {
      FloatVector v = FloatVector.fromArray(F, g, at + k);
      v = v.fma(high, v.mul(low));
      FloatVector.fromArray(F, w, from + k).fma(less, v).intoArray(g, at + k);
    }
    return bound;
  }

  /// As the other, with weights of `double`.
  static int gradient(float[] g, int at, int n, double factor, double[] w, double scale) {
    DoubleVector more = DoubleVector.broadcast(D, factor);
    DoubleVector less = DoubleVector.broadcast(D, -scale);
    int bound = D.loopBound(n);
    for (int k = 0; k < bound; k += WIDTH) {
      DoubleVector v =
          (DoubleVector)
              FloatVector.fromArray(H, g, at + k).convertShape(VectorOperators.F2D, D, 0);
      v = v.fma(more, less.mul(DoubleVector.fromArray(D, w, k)));
      ((FloatVector) v.convertShape(VectorOperators.D2F, H, 0)).intoArray(g, at + k);
    }
    return bound;
  }
}
