package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/// The loops of [DoubleStrips] on vectors.
final class SimdDoubleStrips {
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final VectorSpecies<Long> I = VectorSpecies.of(long.class, D.vectorShape());
  private static final int WIDTH = D.length();

  /// Exponent bits of 1.
  private static final long ONE = 1023;

  /// Below it the exponential is taken for 0; it is less than the smallest normal number.
  private static final double LEAST = -708;

  private SimdDoubleStrips() {}

  /// Leaves maxima in `logSums` and sums in `room`.
  static void softmax(
      double[] z, int at, int classes, double[] out, int to, double[] logSums, double[] room) {
    LongVector bias = LongVector.broadcast(I, ONE);
    int size = classes * DoubleStrips.STRIP;
    for (int lane = 0; lane < DoubleStrips.STRIP; lane += WIDTH) {
      DoubleVector max = DoubleVector.fromArray(D, z, at + lane);
      for (int i = DoubleStrips.STRIP; i < size; i += DoubleStrips.STRIP) {
        DoubleVector v = DoubleVector.fromArray(D, z, at + lane + i);
        max = max.blend(v, max.lt(v));
      }
      DoubleVector sum = DoubleVector.zero(D);
      for (int i = 0; i < size; i += DoubleStrips.STRIP) {
        DoubleVector v = DoubleVector.fromArray(D, z, at + lane + i).sub(max);
        DoubleVector e = SimdDoubleLanes.power(v, bias).blend(0.0, v.lt(LEAST));
        e.intoArray(out, to + lane + i);
        sum = sum.add(e);
      }
      DoubleVector inverse = DoubleVector.broadcast(D, 1.0).div(sum);
      for (int i = 0; i < size; i += DoubleStrips.STRIP) {
        DoubleVector.fromArray(D, out, to + lane + i).mul(inverse).intoArray(out, to + lane + i);
      }
      max.intoArray(logSums, lane);
      sum.intoArray(room, lane);
    }
  }

  /// See [DoubleStrips#curvature].
  static void curvature(double[] p, int pAt, double[] a, int at, int classes, double[] weights) {
    int size = classes * DoubleStrips.STRIP;
    for (int lane = 0; lane < DoubleStrips.STRIP; lane += WIDTH) {
      DoubleVector mean = DoubleVector.zero(D);
      for (int i = 0; i < size; i += DoubleStrips.STRIP) {
        DoubleVector v = DoubleVector.fromArray(D, a, at + lane + i);
        mean = DoubleVector.fromArray(D, p, pAt + lane + i).fma(v, mean);
      }
      DoubleVector weight = DoubleVector.fromArray(D, weights, lane);
      for (int i = 0; i < size; i += DoubleStrips.STRIP) {
        DoubleVector v = DoubleVector.fromArray(D, a, at + lane + i).sub(mean);
        v.mul(DoubleVector.fromArray(D, p, pAt + lane + i).mul(weight)).intoArray(a, at + lane + i);
      }
    }
  }
}
