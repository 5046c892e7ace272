package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/// The loop of [DoubleDots] on vectors.
final class SimdDoubleDots {
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final int WIDTH = D.length();

  private SimdDoubleDots() {}

  static double dot(double[] a, int aAt, double[] b, int bAt, int n) {
    DoubleVector s0 = DoubleVector.zero(D);
    DoubleVector s1 = s0;
    DoubleVector s2 = s0;
    DoubleVector s3 = s0;
    int i = 0;
    for (; i <= n - 4 * WIDTH; i += 4 * WIDTH) {
      int p = aAt + i;
      int q = bAt + i;
      s0 = DoubleVector.fromArray(D, a, p).fma(DoubleVector.fromArray(D, b, q), s0);
      s1 = DoubleVector.fromArray(D, a, p + WIDTH).fma(DoubleVector.fromArray(D, b, q + WIDTH), s1);
      s2 =
          DoubleVector.fromArray(D, a, p + 2 * WIDTH)
              .fma(DoubleVector.fromArray(D, b, q + 2 * WIDTH), s2);
      s3 =
          DoubleVector.fromArray(D, a, p + 3 * WIDTH)
              .fma(DoubleVector.fromArray(D, b, q + 3 * WIDTH), s3);
    }
    double sum = SimdFloatLanes.sum(s0.add(s1).add(s2.add(s3)));
    for (; i < n; i++) {
      sum += a[aAt + i] * b[bAt + i];
    }
    return sum;
  }
}
