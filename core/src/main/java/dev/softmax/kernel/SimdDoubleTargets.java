package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/// The loops of [DoubleTargets] on vectors. What whole vectors leave is done one element at a time.
final class SimdDoubleTargets {
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final int WIDTH = D.length();

  private SimdDoubleTargets() {}

  /// See [DoubleTargets]; a class without weight that is excluded makes NaN of the sum.
  static void distance(double[] x, int at, int n, double[] w, int from, double top, double[] sums) {
    DoubleVector most = DoubleVector.broadcast(D, top);
    DoubleVector sum = DoubleVector.zero(D);
    DoubleVector total = sum;
    int bound = D.loopBound(n);
    for (int k = 0; k < bound; k += WIDTH) {
      DoubleVector v = DoubleVector.fromArray(D, x, at + k);
      DoubleVector weight = DoubleVector.fromArray(D, w, from + k);
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

  /// `g = factor g - scale w` in whole vectors; returns how many elements those are.
  static int gradient(
      double[] g, int at, int n, double factor, double[] w, int from, double scale) {
    DoubleVector more = DoubleVector.broadcast(D, factor);
    DoubleVector less = DoubleVector.broadcast(D, -scale);
    int bound = D.loopBound(n);
    for (int k = 0; k < bound; k += WIDTH) {
      DoubleVector v = DoubleVector.fromArray(D, g, at + k);
      v = v.fma(more, less.mul(DoubleVector.fromArray(D, w, from + k)));
      v.intoArray(g, at + k);
    }
    return bound;
  }
}
