package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// One vector of columns of a batch normalisation of `(N, D)`, from `column` on; see [NormColumns].
final class SimdColumns {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;

  private SimdColumns() {}

  static void forward(
      float[] x,
      int n,
      int d,
      int column,
      float[] gamma,
      float[] beta,
      double epsilon,
      float[] y,
      float[] mean,
      float[] rstd,
      double[] sums,
      double[] squares) {
    means(x, n, d, column, sums);
    squares(x, n, d, column, sums, squares);
    for (int j = 0; j < F.length(); j++) {
      mean[column + j] = (float) sums[j];
      rstd[column + j] = (float) (1 / Math.sqrt(squares[j] / n + epsilon));
    }
    FloatVector centre = FloatVector.fromArray(F, mean, column);
    FloatVector scale = FloatVector.fromArray(F, rstd, column);
    FloatVector slope = FloatVector.fromArray(F, gamma, column);
    FloatVector shift = FloatVector.fromArray(F, beta, column);
    for (int r = 0; r < n; r++) {
      FloatVector v = FloatVector.fromArray(F, x, r * d + column).sub(centre).mul(scale);
      v.fma(slope, shift).intoArray(y, r * d + column);
    }
  }

  private static void means(float[] x, int n, int d, int column, double[] means) {
    DoubleVector low = DoubleVector.zero(D);
    DoubleVector high = low;
    for (int r = 0; r < n; r++) {
      FloatVector v = FloatVector.fromArray(F, x, r * d + column);
      low = low.add(v.convertShape(VectorOperators.F2D, D, 0));
      high = high.add(v.convertShape(VectorOperators.F2D, D, 1));
    }
    low.div(n).intoArray(means, 0);
    high.div(n).intoArray(means, D.length());
  }

  private static void squares(
      float[] x, int n, int d, int column, double[] means, double[] squares) {
    DoubleVector lowMean = DoubleVector.fromArray(D, means, 0);
    DoubleVector highMean = DoubleVector.fromArray(D, means, D.length());
    DoubleVector low = DoubleVector.zero(D);
    DoubleVector high = low;
    for (int r = 0; r < n; r++) {
      FloatVector v = FloatVector.fromArray(F, x, r * d + column);
      DoubleVector a = ((DoubleVector) v.convertShape(VectorOperators.F2D, D, 0)).sub(lowMean);
      DoubleVector b = ((DoubleVector) v.convertShape(VectorOperators.F2D, D, 1)).sub(highMean);
      low = a.fma(a, low);
      high = b.fma(b, high);
    }
    low.intoArray(squares, 0);
    high.intoArray(squares, D.length());
  }

  /// `sums = Σ dy`, `products = Σ dy x̂`, products in `float`.
  static void sums(
      float[] x,
      int n,
      int d,
      int column,
      float[] mean,
      float[] rstd,
      float[] dy,
      double[] sums,
      double[] products) {
    FloatVector centre = FloatVector.fromArray(F, mean, column);
    FloatVector scale = FloatVector.fromArray(F, rstd, column);
    DoubleVector low = DoubleVector.zero(D);
    DoubleVector high = low;
    DoubleVector lowProduct = low;
    DoubleVector highProduct = low;
    for (int r = 0; r < n; r++) {
      FloatVector g = FloatVector.fromArray(F, dy, r * d + column);
      FloatVector p = FloatVector.fromArray(F, x, r * d + column).sub(centre).mul(scale).mul(g);
      low = low.add(g.convertShape(VectorOperators.F2D, D, 0));
      high = high.add(g.convertShape(VectorOperators.F2D, D, 1));
      lowProduct = lowProduct.add(p.convertShape(VectorOperators.F2D, D, 0));
      highProduct = highProduct.add(p.convertShape(VectorOperators.F2D, D, 1));
    }
    low.intoArray(sums, 0);
    high.intoArray(sums, D.length());
    lowProduct.intoArray(products, 0);
    highProduct.intoArray(products, D.length());
  }

  /// `dx += scale (dy + x̂ slope + shift)`.
  static void gradient(
      float[] x,
      int n,
      int d,
      int column,
      float[] mean,
      float[] rstd,
      float[] dy,
      float[] dx,
      float[] scales,
      float[] slopes,
      float[] shifts) {
    FloatVector centre = FloatVector.fromArray(F, mean, column);
    FloatVector unit = FloatVector.fromArray(F, rstd, column);
    FloatVector scale = FloatVector.fromArray(F, scales, 0);
    FloatVector slope = FloatVector.fromArray(F, slopes, 0);
    FloatVector shift = FloatVector.fromArray(F, shifts, 0);
    for (int r = 0; r < n; r++) {
      int at = r * d + column;
      FloatVector v = FloatVector.fromArray(F, x, at).sub(centre).mul(unit).fma(slope, shift);
      FloatVector g = FloatVector.fromArray(F, dy, at).add(v);
      g.fma(scale, FloatVector.fromArray(F, dx, at)).intoArray(dx, at);
    }
  }
}
