package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The loops of [FloatJacobian] over one row that is no shorter than a vector. Sums are kept in `float` over
/// [#CHUNK] elements and in `double` beyond. What whole vectors leave is done one element at a time.
final class SimdFloatJacobian {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final int WIDTH = SimdFloatLanes.WIDTH;
  private static final int CHUNK = 8 * WIDTH;

  /// Exponent bits of 1; below this logarithm a probability is no normal number, and counts nothing.
  private static final int ONE = 127;

  private static final float LEAST = -87;

  private SimdFloatJacobian() {}

  /// The product of a row: `y` from `from` on, `v` and `out` from `to`.
  static void row(
      float[] y,
      int from,
      float[] v,
      float[] out,
      int to,
      int n,
      double beta,
      boolean log,
      boolean transposed) {
    if (!log) {
      probabilities(y, from, v, out, to, n, beta, dot(y, from, v, to, n));
    } else if (transposed) {
      lessProbabilities(y, from, v, out, to, n, beta, sum(v, to, n));
    } else {
      lessMean(y, from, v, out, to, n, beta, dotExp(y, from, v, to, n));
    }
  }

  private static double dot(float[] p, int from, float[] v, int to, int n) {
    DoubleVector even = DoubleVector.zero(D);
    DoubleVector odd = even;
    int bound = F.loopBound(n);
    for (int first = 0; first < bound; first += CHUNK) {
      int stop = Math.min(first + CHUNK, bound);
      FloatVector sum = FloatVector.zero(F);
      for (int i = first; i < stop; i += WIDTH) {
        FloatVector a = FloatVector.fromArray(F, p, from + i);
        sum = a.fma(FloatVector.fromArray(F, v, to + i), sum);
      }
      even = even.add(sum.convertShape(VectorOperators.F2D, D, 0));
      odd = odd.add(sum.convertShape(VectorOperators.F2D, D, 1));
    }
    double total = SimdFloatLanes.sum(even.add(odd));
    for (int i = bound; i < n; i++) {
      total += (double) p[from + i] * v[to + i];
    }
    return total;
  }

  /// `Σ exp(y) v`.
  private static double dotExp(float[] y, int from, float[] v, int to, int n) {
    FloatVector least = FloatVector.broadcast(F, LEAST);
    IntVector bias = IntVector.broadcast(SimdFloatLanes.I, ONE);
    DoubleVector even = DoubleVector.zero(D);
    DoubleVector odd = even;
    int bound = F.loopBound(n);
    for (int first = 0; first < bound; first += CHUNK) {
      int stop = Math.min(first + CHUNK, bound);
      FloatVector sum = FloatVector.zero(F);
      for (int i = first; i < stop; i += WIDTH) {
        FloatVector a = FloatVector.fromArray(F, y, from + i);
        FloatVector e = SimdFloatLanes.power(a, bias).blend(0f, a.lt(least));
        sum = e.fma(FloatVector.fromArray(F, v, to + i), sum);
      }
      even = even.add(sum.convertShape(VectorOperators.F2D, D, 0));
      odd = odd.add(sum.convertShape(VectorOperators.F2D, D, 1));
    }
    double total = SimdFloatLanes.sum(even.add(odd));
    for (int i = bound; i < n; i++) {
      total += Math.exp(y[from + i]) * v[to + i];
    }
    return total;
  }

  private static double sum(float[] v, int to, int n) {
    int bound = F.loopBound(n);
    double total = SimdSums.sum(v, to, bound);
    for (int i = bound; i < n; i++) {
      total += v[to + i];
    }
    return total;
  }

  /// `out = beta p (v - mean)`.
  private static void probabilities(
      float[] p, int from, float[] v, float[] out, int to, int n, double beta, double mean) {
    FloatVector scale = FloatVector.broadcast(F, (float) beta);
    FloatVector high = FloatVector.broadcast(F, (float) mean);
    FloatVector low = FloatVector.broadcast(F, (float) (mean - (float) mean));
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector d = FloatVector.fromArray(F, v, to + i).sub(high).sub(low);
      FloatVector.fromArray(F, p, from + i).mul(d).mul(scale).intoArray(out, to + i);
    }
    for (int i = bound; i < n; i++) {
      out[to + i] = (float) (beta * p[from + i] * (v[to + i] - mean));
    }
  }

  /// `out = beta (v - mean)`, 0 where `y` is `-∞`.
  private static void lessMean(
      float[] y, int from, float[] v, float[] out, int to, int n, double beta, double mean) {
    FloatVector scale = FloatVector.broadcast(F, (float) beta);
    FloatVector high = FloatVector.broadcast(F, (float) mean);
    FloatVector low = FloatVector.broadcast(F, (float) (mean - (float) mean));
    FloatVector none = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector d = FloatVector.fromArray(F, v, to + i).sub(high).sub(low).mul(scale);
      d.blend(0f, FloatVector.fromArray(F, y, from + i).eq(none)).intoArray(out, to + i);
    }
    for (int i = bound; i < n; i++) {
      boolean excluded = y[from + i] == Float.NEGATIVE_INFINITY;
      out[to + i] = excluded ? 0 : (float) (beta * (v[to + i] - mean));
    }
  }

  /// `out = beta (v - exp(y) sum)`, 0 where `y` is `-∞`.
  private static void lessProbabilities(
      float[] y, int from, float[] v, float[] out, int to, int n, double beta, double sum) {
    FloatVector scale = FloatVector.broadcast(F, (float) beta);
    FloatVector down = FloatVector.broadcast(F, (float) -sum);
    FloatVector least = FloatVector.broadcast(F, LEAST);
    FloatVector none = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
    IntVector bias = IntVector.broadcast(SimdFloatLanes.I, ONE);
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector a = FloatVector.fromArray(F, y, from + i);
      FloatVector e = SimdFloatLanes.power(a, bias).blend(0f, a.lt(least));
      FloatVector d = e.fma(down, FloatVector.fromArray(F, v, to + i)).mul(scale);
      d.blend(0f, a.eq(none)).intoArray(out, to + i);
    }
    for (int i = bound; i < n; i++) {
      double d = beta * (v[to + i] - Math.exp(y[from + i]) * sum);
      out[to + i] = y[from + i] == Float.NEGATIVE_INFINITY ? 0 : (float) d;
    }
  }
}
