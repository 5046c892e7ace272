package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Loops of [NormRows] on vectors. Sums take whole vectors only.
final class SimdNorms {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final int WIDTH = SimdFloatLanes.WIDTH;

  private SimdNorms() {}

  /// `Σ (x - centre)²`.
  static double squares(float[] x, int at, int n, double centre) {
    DoubleVector middle = DoubleVector.broadcast(D, centre);
    DoubleVector even = DoubleVector.zero(D);
    DoubleVector odd = even;
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, at + i);
      DoubleVector a = ((DoubleVector) v.convertShape(VectorOperators.F2D, D, 0)).sub(middle);
      DoubleVector b = ((DoubleVector) v.convertShape(VectorOperators.F2D, D, 1)).sub(middle);
      even = a.fma(a, even);
      odd = b.fma(b, odd);
    }
    DoubleVector total = even.add(odd);
    total = D.length() > 4 ? total.add(total.rearrange(SimdFloatLanes.ROTATE4)) : total;
    total = D.length() > 2 ? total.add(total.rearrange(SimdFloatLanes.ROTATE2)) : total;
    return total.add(total.rearrange(SimdFloatLanes.ROTATE1)).lane(0);
  }

  /// `Σ a b`, products in `float`.
  static double dot(float[] a, int aFrom, float[] b, int bFrom, int n) {
    DoubleVector even = DoubleVector.zero(D);
    DoubleVector odd = even;
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, a, aFrom + i);
      v = v.mul(FloatVector.fromArray(F, b, bFrom + i));
      even = even.add(v.convertShape(VectorOperators.F2D, D, 0));
      odd = odd.add(v.convertShape(VectorOperators.F2D, D, 1));
    }
    DoubleVector total = even.add(odd);
    total = D.length() > 4 ? total.add(total.rearrange(SimdFloatLanes.ROTATE4)) : total;
    total = D.length() > 2 ? total.add(total.rearrange(SimdFloatLanes.ROTATE2)) : total;
    return total.add(total.rearrange(SimdFloatLanes.ROTATE1)).lane(0);
  }

  /// `Σ dy γ x̂`, products in `float`.
  static double product(
      float[] x, int at, int n, float mean, float rstd, float[] gamma, float[] dy) {
    DoubleVector even = DoubleVector.zero(D);
    DoubleVector odd = even;
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, at + i).sub(mean).mul(rstd);
      FloatVector g = FloatVector.fromArray(F, dy, at + i).mul(FloatVector.fromArray(F, gamma, i));
      v = v.mul(g);
      even = even.add(v.convertShape(VectorOperators.F2D, D, 0));
      odd = odd.add(v.convertShape(VectorOperators.F2D, D, 1));
    }
    DoubleVector total = even.add(odd);
    total = D.length() > 4 ? total.add(total.rearrange(SimdFloatLanes.ROTATE4)) : total;
    total = D.length() > 2 ? total.add(total.rearrange(SimdFloatLanes.ROTATE2)) : total;
    return total.add(total.rearrange(SimdFloatLanes.ROTATE1)).lane(0);
  }

  /// `y = (x - mean) rstd γ + β`.
  static void affine(
      float[] x, int at, int n, float mean, float rstd, float[] gamma, float[] beta, float[] y) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, at + i).sub(mean).mul(rstd);
      FloatVector shift = FloatVector.fromArray(F, beta, i);
      v.fma(FloatVector.fromArray(F, gamma, i), shift).intoArray(y, at + i);
    }
    for (int i = bound; i < n; i++) {
      y[at + i] = Math.fma((x[at + i] - mean) * rstd, gamma[i], beta[i]);
    }
  }

  /// `dx += rstd (dy γ + x̂ slope + less)`.
  static void gradient(
      float[] x,
      int at,
      int n,
      float mean,
      float rstd,
      float[] gamma,
      float[] dy,
      float less,
      float slope,
      float[] dx) {
    FloatVector steep = FloatVector.broadcast(F, slope);
    FloatVector shift = FloatVector.broadcast(F, less);
    FloatVector scale = FloatVector.broadcast(F, rstd);
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector unit = FloatVector.fromArray(F, x, at + i).sub(mean).mul(rstd);
      FloatVector g = FloatVector.fromArray(F, dy, at + i);
      g = g.fma(FloatVector.fromArray(F, gamma, i), unit.fma(steep, shift));
      g.fma(scale, FloatVector.fromArray(F, dx, at + i)).intoArray(dx, at + i);
    }
    for (int i = bound; i < n; i++) {
      float unit = (x[at + i] - mean) * rstd;
      float g = Math.fma(dy[at + i], gamma[i], Math.fma(unit, slope, less));
      dx[at + i] = Math.fma(g, rstd, dx[at + i]);
    }
  }
}
