package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/// The loops of [DoubleJacobian] over one row that is no shorter than a vector. What whole vectors leave is
/// done one element at a time.
final class SimdDoubleJacobian {
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final VectorSpecies<Long> L = VectorSpecies.of(long.class, SimdFloatLanes.SHAPE);
  private static final int WIDTH = D.length();

  /// Exponent bits of 1; below this logarithm a probability is no normal number, and counts nothing.
  private static final long ONE = 1023;

  private static final double LEAST = -708;

  private SimdDoubleJacobian() {}

  /// The product of a row: `y` from `from` on, `v` and `out` from `to`.
  static void row(
      double[] y,
      int from,
      double[] v,
      double[] out,
      int to,
      int n,
      double beta,
      boolean log,
      boolean transposed) {
    if (!log) {
      probabilities(y, from, v, out, to, n, beta, SimdDoubleDots.dot(y, from, v, to, n));
    } else if (transposed) {
      lessProbabilities(y, from, v, out, to, n, beta, sum(v, to, n));
    } else {
      lessMean(y, from, v, out, to, n, beta, dotExp(y, from, v, to, n));
    }
  }

  /// `Σ exp(y) v`.
  private static double dotExp(double[] y, int from, double[] v, int to, int n) {
    DoubleVector least = DoubleVector.broadcast(D, LEAST);
    LongVector bias = LongVector.broadcast(L, ONE);
    DoubleVector sum = DoubleVector.zero(D);
    int bound = D.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      DoubleVector a = DoubleVector.fromArray(D, y, from + i);
      DoubleVector e = SimdDoubleLanes.power(a, bias).blend(0.0, a.lt(least));
      sum = e.fma(DoubleVector.fromArray(D, v, to + i), sum);
    }
    double total = SimdFloatLanes.sum(sum);
    for (int i = bound; i < n; i++) {
      total += Math.exp(y[from + i]) * v[to + i];
    }
    return total;
  }

  private static double sum(double[] v, int to, int n) {
    DoubleVector sum = DoubleVector.zero(D);
    int bound = D.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      sum = sum.add(DoubleVector.fromArray(D, v, to + i));
    }
    double total = SimdFloatLanes.sum(sum);
    for (int i = bound; i < n; i++) {
      total += v[to + i];
    }
    return total;
  }

  /// `out = beta p (v - mean)`.
  private static void probabilities(
      double[] p, int from, double[] v, double[] out, int to, int n, double beta, double mean) {
    DoubleVector scale = DoubleVector.broadcast(D, beta);
    DoubleVector less = DoubleVector.broadcast(D, mean);
    int bound = D.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      DoubleVector d = DoubleVector.fromArray(D, v, to + i).sub(less);
      DoubleVector.fromArray(D, p, from + i).mul(scale).mul(d).intoArray(out, to + i);
    }
    for (int i = bound; i < n; i++) {
      out[to + i] = beta * p[from + i] * (v[to + i] - mean);
    }
  }

  /// `out = beta (v - mean)`, 0 where `y` is `-∞`.
  private static void lessMean(
      double[] y, int from, double[] v, double[] out, int to, int n, double beta, double mean) {
    DoubleVector scale = DoubleVector.broadcast(D, beta);
    DoubleVector less = DoubleVector.broadcast(D, mean);
    DoubleVector none = DoubleVector.broadcast(D, Double.NEGATIVE_INFINITY);
    int bound = D.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      DoubleVector d = DoubleVector.fromArray(D, v, to + i).sub(less).mul(scale);
      d.blend(0.0, DoubleVector.fromArray(D, y, from + i).eq(none)).intoArray(out, to + i);
    }
    for (int i = bound; i < n; i++) {
      boolean excluded = y[from + i] == Double.NEGATIVE_INFINITY;
      out[to + i] = excluded ? 0 : beta * (v[to + i] - mean);
    }
  }

  /// `out = beta (v - exp(y) sum)`, 0 where `y` is `-∞`.
  private static void lessProbabilities(
      double[] y, int from, double[] v, double[] out, int to, int n, double beta, double sum) {
    DoubleVector scale = DoubleVector.broadcast(D, beta);
    DoubleVector down = DoubleVector.broadcast(D, -sum);
    DoubleVector least = DoubleVector.broadcast(D, LEAST);
    DoubleVector none = DoubleVector.broadcast(D, Double.NEGATIVE_INFINITY);
    LongVector bias = LongVector.broadcast(L, ONE);
    int bound = D.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      DoubleVector a = DoubleVector.fromArray(D, y, from + i);
      DoubleVector e = SimdDoubleLanes.power(a, bias).blend(0.0, a.lt(least));
      DoubleVector d = e.fma(down, DoubleVector.fromArray(D, v, to + i)).mul(scale);
      d.blend(0.0, a.eq(none)).intoArray(out, to + i);
    }
    for (int i = bound; i < n; i++) {
      double d = beta * (v[to + i] - Math.exp(y[from + i]) * sum);
      out[to + i] = y[from + i] == Double.NEGATIVE_INFINITY ? 0 : d;
    }
  }
}
