package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// One vector of channels of some rows; see [FloatPixelNorms]. Rows are `d` apart, and the first begins at
/// `at`; `c` is the vector's first channel.
final class SimdPixelNorms {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;

  private SimdPixelNorms() {}

  /// `means = Σ x / n`, `squares = Σ (x - mean)²`.
  static void moments(float[] x, int at, int n, int d, double[] means, double[] squares, int to) {
    DoubleVector low = DoubleVector.zero(D);
    DoubleVector high = low;
    for (int r = 0; r < n; r++) {
      FloatVector v = FloatVector.fromArray(F, x, at + r * d);
      low = low.add(v.convertShape(VectorOperators.F2D, D, 0));
      high = high.add(v.convertShape(VectorOperators.F2D, D, 1));
    }
    DoubleVector lowMean = low.div(n);
    DoubleVector highMean = high.div(n);
    lowMean.intoArray(means, to);
    highMean.intoArray(means, to + D.length());
    low = DoubleVector.zero(D);
    high = low;
    for (int r = 0; r < n; r++) {
      FloatVector v = FloatVector.fromArray(F, x, at + r * d);
      DoubleVector a = ((DoubleVector) v.convertShape(VectorOperators.F2D, D, 0)).sub(lowMean);
      DoubleVector b = ((DoubleVector) v.convertShape(VectorOperators.F2D, D, 1)).sub(highMean);
      low = a.fma(a, low);
      high = b.fma(b, high);
    }
    low.intoArray(squares, to);
    high.intoArray(squares, to + D.length());
  }

  /// `y = max((x - mean) rstd γ + β, least)`.
  static void apply(
      float[] x,
      int at,
      int n,
      int d,
      int c,
      float[] mean,
      float[] rstd,
      float[] gamma,
      float[] beta,
      float least,
      float[] y) {
    FloatVector centre = FloatVector.fromArray(F, mean, c);
    FloatVector scale = FloatVector.fromArray(F, rstd, c);
    FloatVector slope = FloatVector.fromArray(F, gamma, c);
    FloatVector shift = FloatVector.fromArray(F, beta, c);
    FloatVector low = FloatVector.broadcast(F, least);
    for (int r = 0; r < n; r++) {
      int i = at + r * d;
      FloatVector v = FloatVector.fromArray(F, x, i).sub(centre).mul(scale).fma(slope, shift);
      v.blend(low, v.lt(low)).intoArray(y, i);
    }
  }

  /// `y = max((x - mean) rstd γ + β + s, least)`.
  static void applyAdd(
      float[] x,
      int at,
      int n,
      int d,
      int c,
      float[] mean,
      float[] rstd,
      float[] gamma,
      float[] beta,
      float[] s,
      float least,
      float[] y) {
    FloatVector centre = FloatVector.fromArray(F, mean, c);
    FloatVector scale = FloatVector.fromArray(F, rstd, c);
    FloatVector slope = FloatVector.fromArray(F, gamma, c);
    FloatVector shift = FloatVector.fromArray(F, beta, c);
    FloatVector low = FloatVector.broadcast(F, least);
    for (int r = 0; r < n; r++) {
      int i = at + r * d;
      FloatVector u = FloatVector.fromArray(F, x, i).sub(centre).mul(scale).fma(slope, shift);
      FloatVector v = u.add(FloatVector.fromArray(F, s, i));
      v.blend(low, v.lt(low)).intoArray(y, i);
    }
  }

  /// `sums = Σ g`, `products = Σ g x̂` with `g = dy` where `y > least`, else 0.
  static void sums(
      float[] x,
      int at,
      int n,
      int d,
      int c,
      float[] mean,
      float[] rstd,
      float[] y,
      float least,
      float[] dy,
      double[] sums,
      double[] products,
      int to) {
    FloatVector centre = FloatVector.fromArray(F, mean, c);
    FloatVector scale = FloatVector.fromArray(F, rstd, c);
    FloatVector low = FloatVector.broadcast(F, least);
    DoubleVector a = DoubleVector.zero(D);
    DoubleVector b = a;
    DoubleVector p = a;
    DoubleVector q = a;
    for (int r = 0; r < n; r++) {
      int i = at + r * d;
      FloatVector v = FloatVector.fromArray(F, y, i);
      FloatVector g = FloatVector.fromArray(F, dy, i).blend(0f, v.compare(VectorOperators.LE, low));
      FloatVector u = FloatVector.fromArray(F, x, i).sub(centre).mul(scale).mul(g);
      a = a.add(g.convertShape(VectorOperators.F2D, D, 0));
      b = b.add(g.convertShape(VectorOperators.F2D, D, 1));
      p = p.add(u.convertShape(VectorOperators.F2D, D, 0));
      q = q.add(u.convertShape(VectorOperators.F2D, D, 1));
    }
    a.intoArray(sums, to);
    b.intoArray(sums, to + D.length());
    p.intoArray(products, to);
    q.intoArray(products, to + D.length());
  }

  /// `dx = scale (g + x̂ slope + shift)`, added to what is there where `add`.
  static void gradient(
      float[] x,
      int at,
      int n,
      int d,
      int c,
      float[] mean,
      float[] rstd,
      float[] y,
      float least,
      float[] dy,
      float[] scales,
      float[] slopes,
      float[] shifts,
      boolean add,
      float[] dx) {
    FloatVector centre = FloatVector.fromArray(F, mean, c);
    FloatVector unit = FloatVector.fromArray(F, rstd, c);
    FloatVector scale = FloatVector.fromArray(F, scales, c);
    FloatVector slope = FloatVector.fromArray(F, slopes, c);
    FloatVector shift = FloatVector.fromArray(F, shifts, c);
    FloatVector low = FloatVector.broadcast(F, least);
    if (add) {
      for (int r = 0; r < n; r++) {
        int i = at + r * d;
        FloatVector v = FloatVector.fromArray(F, y, i);
        FloatVector g =
            FloatVector.fromArray(F, dy, i).blend(0f, v.compare(VectorOperators.LE, low));
        FloatVector u = FloatVector.fromArray(F, x, i).sub(centre).mul(unit).fma(slope, shift);
        g.add(u).fma(scale, FloatVector.fromArray(F, dx, i)).intoArray(dx, i);
      }
      return;
    }
    for (int r = 0; r < n; r++) {
      int i = at + r * d;
      FloatVector v = FloatVector.fromArray(F, y, i);
      FloatVector g = FloatVector.fromArray(F, dy, i).blend(0f, v.compare(VectorOperators.LE, low));
      FloatVector u = FloatVector.fromArray(F, x, i).sub(centre).mul(unit).fma(slope, shift);
      g.add(u).mul(scale).intoArray(dx, i);
    }
  }

  /// `to = dy` where `y > least`, else 0, for `n` consecutive elements, a multiple of a vector's; added
  /// where `add`.
  static void pass(float[] y, float least, float[] dy, int at, int n, boolean add, float[] to) {
    FloatVector low = FloatVector.broadcast(F, least);
    if (add) {
      for (int i = at; i < at + n; i += F.length()) {
        FloatVector v = FloatVector.fromArray(F, y, i);
        FloatVector g =
            FloatVector.fromArray(F, dy, i).blend(0f, v.compare(VectorOperators.LE, low));
        g.add(FloatVector.fromArray(F, to, i)).intoArray(to, i);
      }
      return;
    }
    for (int i = at; i < at + n; i += F.length()) {
      FloatVector v = FloatVector.fromArray(F, y, i);
      FloatVector g = FloatVector.fromArray(F, dy, i).blend(0f, v.compare(VectorOperators.LE, low));
      g.intoArray(to, i);
    }
  }
}
