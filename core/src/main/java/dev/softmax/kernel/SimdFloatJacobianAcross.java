package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The loops of [FloatJacobian] over vectors that lie side by side, a lane for each: outputs `y` and vectors `v`
/// are `(n, lanes)` with rows `width` apart.
final class SimdFloatJacobianAcross {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final int WIDTH = F.length();

  /// Exponent bits of 1; below this logarithm a probability is no normal number, and counts nothing.
  private static final int ONE = 127;

  private static final float LEAST = -87;

  private SimdFloatJacobianAcross() {}

  /// `sums = Σ y v`.
  static void dots(float[] y, float[] v, int n, int lanes, int width, double[] sums) {
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      DoubleVector left = DoubleVector.zero(D);
      DoubleVector right = left;
      for (int k = 0; k < n; k++) {
        FloatVector b = FloatVector.fromArray(F, v, lane + k * width);
        FloatVector term = FloatVector.fromArray(F, y, lane + k * width).mul(b);
        left = left.add(term.convertShape(VectorOperators.F2D, D, 0));
        right = right.add(term.convertShape(VectorOperators.F2D, D, 1));
      }
      left.intoArray(sums, lane);
      right.intoArray(sums, lane + D.length());
    }
  }

  /// `sums = Σ exp(y) v`.
  static void dotsOfExp(float[] y, float[] v, int n, int lanes, int width, double[] sums) {
    IntVector bias = IntVector.broadcast(SimdFloatLanes.I, ONE);
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      DoubleVector left = DoubleVector.zero(D);
      DoubleVector right = left;
      for (int k = 0; k < n; k++) {
        FloatVector a = FloatVector.fromArray(F, y, lane + k * width);
        FloatVector b = FloatVector.fromArray(F, v, lane + k * width);
        FloatVector term = SimdFloatLanes.power(a, bias).blend(0f, a.lt(LEAST)).mul(b);
        left = left.add(term.convertShape(VectorOperators.F2D, D, 0));
        right = right.add(term.convertShape(VectorOperators.F2D, D, 1));
      }
      left.intoArray(sums, lane);
      right.intoArray(sums, lane + D.length());
    }
  }

  /// `sums = Σ v`.
  static void sums(float[] v, int n, int lanes, int width, double[] sums) {
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      DoubleVector left = DoubleVector.zero(D);
      DoubleVector right = left;
      for (int k = 0; k < n; k++) {
        FloatVector term = FloatVector.fromArray(F, v, lane + k * width);
        left = left.add(term.convertShape(VectorOperators.F2D, D, 0));
        right = right.add(term.convertShape(VectorOperators.F2D, D, 1));
      }
      left.intoArray(sums, lane);
      right.intoArray(sums, lane + D.length());
    }
  }

  /// `out = beta y (v - mean)`.
  ///
  /// @param out receives rows `stride` apart from `at` on
  static void probabilities(
      float[] y,
      float[] v,
      int n,
      int lanes,
      int width,
      float[] high,
      float[] low,
      float beta,
      float[] out,
      int at,
      int stride) {
    int end = lanes - WIDTH;
    for (int k = 0; k < n; k += 2) {
      int next = Math.min(k + 1, n - 1);
      for (int from = 0; from < lanes; from += WIDTH) {
        int lane = Math.min(from, end);
        FloatVector h = FloatVector.fromArray(F, high, lane);
        FloatVector l = FloatVector.fromArray(F, low, lane);
        FloatVector p = FloatVector.fromArray(F, y, lane + k * width);
        FloatVector q = FloatVector.fromArray(F, y, lane + next * width);
        FloatVector a = FloatVector.fromArray(F, v, lane + k * width);
        FloatVector b = FloatVector.fromArray(F, v, lane + next * width);
        a.sub(h).sub(l).mul(p).mul(beta).intoArray(out, at + k * stride + lane);
        b.sub(h).sub(l).mul(q).mul(beta).intoArray(out, at + next * stride + lane);
      }
    }
  }

  /// `out = beta (v - mean)`, 0 where `y` is `-∞`.
  static void lessMean(
      float[] y,
      float[] v,
      int n,
      int lanes,
      int width,
      float[] high,
      float[] low,
      float beta,
      float[] out,
      int at,
      int stride) {
    FloatVector none = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
    int end = lanes - WIDTH;
    for (int k = 0; k < n; k += 2) {
      int next = Math.min(k + 1, n - 1);
      for (int from = 0; from < lanes; from += WIDTH) {
        int lane = Math.min(from, end);
        FloatVector h = FloatVector.fromArray(F, high, lane);
        FloatVector l = FloatVector.fromArray(F, low, lane);
        FloatVector p = FloatVector.fromArray(F, y, lane + k * width);
        FloatVector q = FloatVector.fromArray(F, y, lane + next * width);
        FloatVector a = FloatVector.fromArray(F, v, lane + k * width);
        FloatVector b = FloatVector.fromArray(F, v, lane + next * width);
        a = a.sub(h).sub(l).mul(beta).blend(0f, p.eq(none));
        b = b.sub(h).sub(l).mul(beta).blend(0f, q.eq(none));
        a.intoArray(out, at + k * stride + lane);
        b.intoArray(out, at + next * stride + lane);
      }
    }
  }

  /// `out = beta (v - exp(y) sum)`, 0 where `y` is `-∞`.
  static void lessProbabilities(
      float[] y,
      float[] v,
      int n,
      int lanes,
      int width,
      float[] sum,
      float beta,
      float[] out,
      int at,
      int stride) {
    FloatVector none = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
    IntVector bias = IntVector.broadcast(SimdFloatLanes.I, ONE);
    int end = lanes - WIDTH;
    for (int k = 0; k < n; k++) {
      for (int from = 0; from < lanes; from += WIDTH) {
        int lane = Math.min(from, end);
        FloatVector a = FloatVector.fromArray(F, y, lane + k * width);
        FloatVector b = FloatVector.fromArray(F, v, lane + k * width);
        FloatVector e = SimdFloatLanes.power(a, bias).blend(0f, a.lt(LEAST));
        b = b.sub(e.mul(FloatVector.fromArray(F, sum, lane))).mul(beta);
        b.blend(0f, a.eq(none)).intoArray(out, at + k * stride + lane);
      }
    }
  }
}
