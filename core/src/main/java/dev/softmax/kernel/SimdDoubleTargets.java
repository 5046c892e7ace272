package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// The loops of [DoubleTargets] over rows that are no shorter than a vector, in `double`. The last vector
/// overlaps the one before it; what was counted is left out.
final class SimdDoubleTargets {
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final int WIDTH = D.length();

  /// `0, 1, ..`
  private static final DoubleVector LANE = DoubleVector.zero(D).addIndex(1);

  private SimdDoubleTargets() {}

  /// See [DoubleTargets].
  static void distance(double[] x, int at, int n, double[] w, int from, double top, double[] sums) {
    DoubleVector most = DoubleVector.broadcast(D, top);
    DoubleVector sum = DoubleVector.zero(D);
    DoubleVector total = sum;
    for (int i = 0; i < n; i += WIDTH) {
      int k = Math.min(i, n - WIDTH);
      DoubleVector v = DoubleVector.fromArray(D, x, at + k);
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

  /// See [DoubleTargets]. The last vector is computed first, before what it shares is overwritten.
  static void gradient(
      double[] g, int at, int n, double factor, double[] w, int from, double scale) {
    DoubleVector more = DoubleVector.broadcast(D, factor);
    DoubleVector less = DoubleVector.broadcast(D, -scale);
    int last = n - WIDTH;
    DoubleVector end = DoubleVector.fromArray(D, g, at + last);
    DoubleVector weight = DoubleVector.fromArray(D, w, from + last);
    end = end.fma(more, less.mul(weight));
    for (int k = 0; k < last; k += WIDTH) {
      DoubleVector v = DoubleVector.fromArray(D, g, at + k);
      weight = DoubleVector.fromArray(D, w, from + k);
      v = v.fma(more, less.mul(weight));
      v.intoArray(g, at + k);
    }
    end.intoArray(g, at + last);
  }
}
