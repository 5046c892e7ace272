package dev.softmax.linear;

import dev.softmax.kernel.DoubleMatrix;
import dev.softmax.kernel.FloatMatrix;
import dev.softmax.kernel.MatrixProduct;
import dev.softmax.kernel.Parallel;

/// Weighted Gram matrices of the rows: `(1/N) X̃ᵀ diag(c) X̃ + λI`, where `X̃` is `X` and, with
/// intercepts, a column of ones, which `λ` leaves alone.
///
/// They serve a preconditioner, so where there are many more rows than columns a sample is enough. It
/// is systematic: rows are drawn at even distances along the cumulated `c`, so that each that is drawn
/// stands for the same curvature. Late in a fit most rows have next to none.
final class Gram {
  /// Curvature of a column, next to its second moment, below which rounding makes it up.
  private static final double FLOOR = 1e-12;

  /// Rows a column, below which a sample says too little.
  private static final int ROWS_A_COLUMN = 3;

  /// Rows times columns, below which there is nothing to save.
  private static final int SAMPLE_VALUES = 1 << 16;

  /// Rows of a matrix that one product makes.
  private static final int TILE = 128;

  /// Columns from which on products of `float` are worth their copies.
  private static final int MANY = 128;

  /// Strength of the penalty, next to the largest diagonal element, that hides the rounding of `float`.
  private static final double HIDING = 1e-5;

  private final DoubleMatrix features;
  private final boolean intercept;
  private final double lambda;
  private final int sampled;

  /// @param sampled most rows that the matrices are of
  Gram(DoubleMatrix features, boolean intercept, double lambda, int sampled) {
    this.features = features;
    this.intercept = intercept;
    this.lambda = lambda;
    this.sampled = Math.min(sampled, features.rows());
  }

  /// Of as many rows as pay.
  static Gram of(DoubleMatrix features, boolean intercept, double lambda) {
    int columns = Math.max(features.columns(), 1);
    int enough = Math.max(ROWS_A_COLUMN * columns, SAMPLE_VALUES / columns);
    return new Gram(features, intercept, lambda, enough);
  }

  /// Order of the matrices: columns of `X̃`.
  int order() {
    return features.columns() + (intercept ? 1 : 0);
  }

  /// Number of rows `N`.
  int rows() {
    return features.rows();
  }

  /// Number of rows that a matrix is of.
  int sampledRows() {
    return sampled;
  }

  /// The matrices without `λ`, one for each column of curvatures; their upper triangles.
  ///
  /// @param curvatures `c (N, groups)`
  /// @param diagonals `(1/N) Σ_i c_i x̃_ij²` of all rows, `(order, groups)`, so that no rare column is
  ///     missed
  double[][] matrices(double[] curvatures, int groups, double[] diagonals) {
    int order = order();
    double[][] matrices = new double[groups][];
    for (int group = 0; group < groups; group++) {
      double[] matrix = matrix(curvatures, groups, group, diagonals);
      for (int j = 0; j < order; j++) {
        int at = j * order + j;
        matrix[at] = Math.max(matrix[at], diagonals[j * groups + group]);
      }
      matrices[group] = matrix;
    }
    return matrices;
  }

  /// Adds `λ` and factors the matrices in place.
  static Cholesky[] factors(double[][] matrices, int columns, double lambda) {
    Cholesky[] factors = new Cholesky[matrices.length];
    int order = (int) Math.round(Math.sqrt(matrices[0].length));
    Parallel.forEach(
        matrices.length,
        group -> {
          double[] matrix = matrices[group];
          for (int j = 0; j < order; j++) {
            int at = j * order + j;
            double penalty = j < columns ? lambda : 0;
            matrix[at] = matrix[at] * (1 + FLOOR) + penalty + Double.MIN_NORMAL;
          }
          factors[group] = Cholesky.of(matrix, order);
        });
    return factors;
  }

  /// Whether the penalty hides the rounding of sums of `float` in matrices with these diagonals.
  static boolean hidesRounding(double lambda, double largest) {
    return lambda > HIDING * largest && largest < 1e30 && largest > 1e-30;
  }

  private double[] matrix(double[] curvatures, int groups, int group, double[] diagonals) {
    Sample sample = Sample.of(curvatures, groups, group, sampled);
    double largest = 0;
    for (int j = 0; j < features.columns(); j++) {
      largest = Math.max(largest, diagonals[j * groups + group]);
    }
    return order() >= MANY && hidesRounding(lambda, largest) ? ofFloats(sample) : ofDoubles(sample);
  }

  private double[] ofDoubles(Sample sample) {
    int order = order();
    double[] rows = new double[Math.multiplyExact(sample.count(), order)];
    double[] data = features.data();
    Parallel.forEach(
        sample.count(),
        i -> {
          double root = sample.roots()[i];
          int from = features.offset() + sample.rows()[i] * features.rowStride();
          for (int j = 0; j < features.columns(); j++) {
            rows[i * order + j] = root * data[from + j];
          }
          if (intercept) {
            rows[i * order + order - 1] = root;
          }
        });
    double[] matrix = new double[order * order];
    for (int from = 0; from < order; from += TILE) {
      int height = Math.min(TILE, order - from);
      MatrixProduct.multiplyAdd(
          new DoubleMatrix(rows, from, sample.count(), height, order, 1).transposed(),
          new DoubleMatrix(rows, from, sample.count(), order - from, order, 1),
          new DoubleMatrix(matrix, from * order + from, height, order - from, order, 1));
    }
    return matrix;
  }

  private double[] ofFloats(Sample sample) {
    int order = order();
    float[] rows = new float[Math.multiplyExact(sample.count(), order)];
    double[] data = features.data();
    Parallel.forEach(
        sample.count(),
        i -> {
          double root = sample.roots()[i];
          int from = features.offset() + sample.rows()[i] * features.rowStride();
          for (int j = 0; j < features.columns(); j++) {
            rows[i * order + j] = (float) (root * data[from + j]);
          }
          if (intercept) {
            rows[i * order + order - 1] = (float) root;
          }
        });
    float[] sums = new float[order * order];
    for (int from = 0; from < order; from += TILE) {
      int height = Math.min(TILE, order - from);
      MatrixProduct.multiplyAdd(
          new FloatMatrix(rows, from, sample.count(), height, order, 1).transposed(),
          new FloatMatrix(rows, from, sample.count(), order - from, order, 1),
          new FloatMatrix(sums, from * order + from, height, order - from, order, 1));
    }
    double[] matrix = new double[order * order];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = sums[i];
    }
    return matrix;
  }

  /// Rows, and the square roots of what each counts for.
  private record Sample(int[] rows, double[] roots, int count) {

    static Sample of(double[] curvatures, int groups, int group, int most) {
      int n = curvatures.length / groups;
      int[] rows = new int[most];
      double[] roots = new double[most];
      int count = 0;
      if (most >= n) {
        for (int i = 0; i < n; i++) {
          rows[count] = i;
          roots[count++] = Math.sqrt(curvatures[i * groups + group] / n);
        }
        return new Sample(rows, roots, count);
      }
      double total = 0;
      for (int i = 0; i < n; i++) {
        total += curvatures[i * groups + group];
      }
      double distance = total / most;
      double next = distance / 2;
      double sum = 0;
      for (int i = 0; i < n && count < most; i++) {
        sum += curvatures[i * groups + group];
        if (sum > next) {
          int hits = (int) Math.ceil((sum - next) / distance);
          rows[count] = i;
          roots[count++] = Math.sqrt(hits * distance / n);
          next += hits * distance;
        }
      }
      return new Sample(rows, roots, count);
    }
  }
}
