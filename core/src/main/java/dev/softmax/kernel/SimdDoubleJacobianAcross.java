package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The loops of [DoubleJacobian] over vectors that lie side by side, a lane for each: outputs `y` and vectors `v`
/// are `(n, lanes)` with rows `width` apart.
final class SimdDoubleJacobianAcross {
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final VectorSpecies<Long> L = VectorSpecies.of(long.class, SimdFloatLanes.SHAPE);
  private static final int WIDTH = D.length();

  /// Exponent bits of 1; below this logarithm a probability is no normal number, and counts nothing.
  private static final long ONE = 1023;

  private static final double LEAST = -708;

  private SimdDoubleJacobianAcross() {}

  /// `sums = Σ y v`.
  static void dots(double[] y, double[] v, int n, int lanes, int width, double[] sums) {
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      DoubleVector left = DoubleVector.zero(D);
      for (int k = 0; k < n; k++) {
        DoubleVector b = DoubleVector.fromArray(D, v, lane + k * width);
        left = left.add(DoubleVector.fromArray(D, y, lane + k * width).mul(b));
      }
      left.intoArray(sums, lane);
    }
  }

  /// `sums = Σ exp(y) v`.
  static void dotsOfExp(double[] y, double[] v, int n, int lanes, int width, double[] sums) {
    LongVector bias = LongVector.broadcast(L, ONE);
    DoubleVector magic = DoubleVector.broadcast(D, DoubleExp.MAGIC);
    DoubleVector one = DoubleVector.broadcast(D, 1);
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      DoubleVector left = DoubleVector.zero(D);
      for (int k = 0; k < n; k++) {
        DoubleVector a = DoubleVector.fromArray(D, y, lane + k * width);
        DoubleVector b = DoubleVector.fromArray(D, v, lane + k * width);
        DoubleVector z = a.fma(DoubleVector.broadcast(D, DoubleExp.LOG2_E), magic);
        DoubleVector w = z.sub(magic);
        DoubleVector t = w.fma(DoubleVector.broadcast(D, DoubleExp.MINUS_LN2_HIGH), a);
        t = w.fma(DoubleVector.broadcast(D, DoubleExp.MINUS_LN2_LOW), t);
        LongVector power = z.reinterpretAsLongs().add(bias).lanewise(VectorOperators.LSHL, 52);
        DoubleVector e =
            t.fma(
                    DoubleVector.broadcast(D, DoubleExp.C11),
                    DoubleVector.broadcast(D, DoubleExp.C10))
                .fma(t, DoubleVector.broadcast(D, DoubleExp.C9))
                .fma(t, DoubleVector.broadcast(D, DoubleExp.C8))
                .fma(t, DoubleVector.broadcast(D, DoubleExp.C7))
                .fma(t, DoubleVector.broadcast(D, DoubleExp.C6))
                .fma(t, DoubleVector.broadcast(D, DoubleExp.C5))
                .fma(t, DoubleVector.broadcast(D, DoubleExp.C4))
                .fma(t, DoubleVector.broadcast(D, DoubleExp.C3))
                .fma(t, DoubleVector.broadcast(D, DoubleExp.C2))
                .fma(t, one)
                .fma(t, one);
        e = e.mul(power.reinterpretAsDoubles());
        left = left.add(e.blend(0.0, a.lt(LEAST)).mul(b));
      }
      left.intoArray(sums, lane);
    }
  }

  /// `sums = Σ v`.
  static void sums(double[] v, int n, int lanes, int width, double[] sums) {
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      DoubleVector left = DoubleVector.zero(D);
      for (int k = 0; k < n; k++) {
        left = left.add(DoubleVector.fromArray(D, v, lane + k * width));
      }
      left.intoArray(sums, lane);
    }
  }

  /// `out = beta y (v - mean)`.
  ///
  /// @param out receives rows `stride` apart from `at` on
  static void probabilities(
      double[] y,
      double[] v,
      int n,
      int lanes,
      int width,
      double[] mean,
      double beta,
      double[] out,
      int at,
      int stride) {
    int end = lanes - WIDTH;
    for (int k = 0; k < n; k += 2) {
      int next = Math.min(k + 1, n - 1);
      for (int from = 0; from < lanes; from += WIDTH) {
        int lane = Math.min(from, end);
        DoubleVector m = DoubleVector.fromArray(D, mean, lane);
        DoubleVector p = DoubleVector.fromArray(D, y, lane + k * width);
        DoubleVector q = DoubleVector.fromArray(D, y, lane + next * width);
        DoubleVector a = DoubleVector.fromArray(D, v, lane + k * width);
        DoubleVector b = DoubleVector.fromArray(D, v, lane + next * width);
        a.sub(m).mul(p).mul(beta).intoArray(out, at + k * stride + lane);
        b.sub(m).mul(q).mul(beta).intoArray(out, at + next * stride + lane);
      }
    }
  }

  /// `out = beta (v - mean)`, 0 where `y` is `-∞`.
  static void lessMean(
      double[] y,
      double[] v,
      int n,
      int lanes,
      int width,
      double[] mean,
      double beta,
      double[] out,
      int at,
      int stride) {
    DoubleVector none = DoubleVector.broadcast(D, Double.NEGATIVE_INFINITY);
    int end = lanes - WIDTH;
    for (int k = 0; k < n; k += 2) {
      int next = Math.min(k + 1, n - 1);
      for (int from = 0; from < lanes; from += WIDTH) {
        int lane = Math.min(from, end);
        DoubleVector m = DoubleVector.fromArray(D, mean, lane);
        DoubleVector p = DoubleVector.fromArray(D, y, lane + k * width);
        DoubleVector q = DoubleVector.fromArray(D, y, lane + next * width);
        DoubleVector a = DoubleVector.fromArray(D, v, lane + k * width);
        DoubleVector b = DoubleVector.fromArray(D, v, lane + next * width);
        a = a.sub(m).mul(beta).blend(0.0, p.eq(none));
        b = b.sub(m).mul(beta).blend(0.0, q.eq(none));
        a.intoArray(out, at + k * stride + lane);
        b.intoArray(out, at + next * stride + lane);
      }
    }
  }

  /// `out = beta (v - exp(y) sum)`, 0 where `y` is `-∞`.
  static void lessProbabilities(
      double[] y,
      double[] v,
      int n,
      int lanes,
      int width,
      double[] sum,
      double beta,
      double[] out,
      int at,
      int stride) {
    DoubleVector none = DoubleVector.broadcast(D, Double.NEGATIVE_INFINITY);
    LongVector bias = LongVector.broadcast(L, ONE);
    DoubleVector magic = DoubleVector.broadcast(D, DoubleExp.MAGIC);
    int end = lanes - WIDTH;
    for (int k = 0; k < n; k++) {
      for (int from = 0; from < lanes; from += WIDTH) {
        int lane = Math.min(from, end);
        DoubleVector a = DoubleVector.fromArray(D, y, lane + k * width);
        DoubleVector b = DoubleVector.fromArray(D, v, lane + k * width);
        DoubleVector z = a.fma(DoubleVector.broadcast(D, DoubleExp.LOG2_E), magic);
        DoubleVector w = z.sub(magic);
        DoubleVector t = w.fma(DoubleVector.broadcast(D, DoubleExp.MINUS_LN2_HIGH), a);
        t = w.fma(DoubleVector.broadcast(D, DoubleExp.MINUS_LN2_LOW), t);
        LongVector power = z.reinterpretAsLongs().add(bias).lanewise(VectorOperators.LSHL, 52);
        DoubleVector e = SimdDoubleLanes.polynomial(t).mul(power.reinterpretAsDoubles());
        e = e.blend(0.0, a.lt(LEAST));
        b = b.sub(e.mul(DoubleVector.fromArray(D, sum, lane))).mul(beta);
        b.blend(0.0, a.eq(none)).intoArray(out, at + k * stride + lane);
      }
    }
  }
}
