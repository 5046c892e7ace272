package dev.softmax.linear;

import dev.softmax.kernel.DoubleMatrix;
import dev.softmax.kernel.MatrixProduct;
import dev.softmax.kernel.Parallel;
import java.util.Arrays;

/// Weighted Gram matrices of the rows: `(1/N) X̃ᵀ diag(w) X̃ + λI`, where `X̃` is `X` and, with
/// intercepts, a column of ones, which `λ` leaves alone.
///
/// They serve a preconditioner, so where there are many more rows than columns every so-manieth
/// row is enough; the diagonal is of all rows, so that no rare column is missed.
final class Gram {
  /// Curvature of a column, next to its second moment, below which rounding makes it up.
  private static final double FLOOR = 1e-12;

  /// Rows a column, below which a sample says too little.
  private static final int ROWS_A_COLUMN = 8;

  /// Rows times columns, below which there is nothing to save.
  private static final int SAMPLE_VALUES = 1 << 22;

  /// Rows of a matrix that one task makes.
  private static final int TILE = 128;

  /// Values of a block of rows, which a tile's product reads from the cache.
  private static final int BLOCK_VALUES = 1 << 14;

  private final DoubleMatrix features;
  private final boolean intercept;
  private final double lambda;
  private final int stride;
  private final double[] secondMoments;

  /// @param stride distance between the rows that the matrices are of
  Gram(DoubleMatrix features, boolean intercept, double lambda, int stride) {
    this.features = features;
    this.intercept = intercept;
    this.lambda = lambda;
    this.stride = stride;
    double[] ones = new double[features.rows()];
    Arrays.fill(ones, 1);
    secondMoments = sumsOfSquares(ones, 1);
  }

  /// Of as many rows as pay.
  static Gram of(DoubleMatrix features, boolean intercept, double lambda) {
    int columns = Math.max(features.columns(), 1);
    int enough = Math.max(ROWS_A_COLUMN * columns, SAMPLE_VALUES / columns);
    return new Gram(features, intercept, lambda, Math.max(1, features.rows() / enough));
  }

  /// Order of the matrices: columns of `X̃`.
  int order() {
    return features.columns() + (intercept ? 1 : 0);
  }

  /// Number of rows `N`.
  int rows() {
    return features.rows();
  }

  /// Number of rows that the matrices are of.
  int sampledRows() {
    return Math.ceilDiv(features.rows(), stride);
  }

  /// Factors of the matrices, one for each column of weights.
  ///
  /// @param weights `(N, groups)`
  Cholesky[] factors(double[] weights, int groups) {
    int order = order();
    int tiles = Math.ceilDiv(order, TILE);
    double[][] matrices = new double[groups][order * order];
    Parallel.forEach(
        groups * tiles,
        task -> {
          int group = task / tiles;
          int from = task % tiles * TILE;
          fill(matrices[group], from, Math.min(from + TILE, order), weights, group);
        });
    double[] exact = diagonals(weights, groups);
    Cholesky[] factors = new Cholesky[groups];
    Parallel.forEach(
        groups,
        group -> {
          double[] matrix = matrices[group];
          for (int j = 0; j < order; j++) {
            double sampled = matrix[j * order + j] + floor(j);
            matrix[j * order + j] = Math.max(sampled, exact[group * order + j]);
          }
          factors[group] = Cholesky.of(matrix, order);
        });
    return factors;
  }

  /// The diagonals of the matrices of all rows, `(groups, order)`.
  ///
  /// @param weights `(N, groups)`
  double[] diagonals(double[] weights, int groups) {
    double[] diagonals = sumsOfSquares(weights, groups);
    for (int i = 0; i < diagonals.length; i++) {
      diagonals[i] += floor(i % order());
    }
    return diagonals;
  }

  private double floor(int column) {
    double penalty = column < features.columns() ? lambda : 0;
    return penalty + FLOOR * secondMoments[column] + Double.MIN_NORMAL;
  }

  /// Rows `from` to `to` of a matrix, up to and with the diagonal: what a factorisation reads.
  private void fill(double[] matrix, int from, int to, double[] weights, int group) {
    int order = order();
    int groups = weights.length / features.rows();
    int height = to - from;
    int sampled = sampledRows();
    int blockRows = Math.clamp(BLOCK_VALUES / order, 64, 1024);
    double[] plain = new double[blockRows * order];
    double[] weighted = new double[blockRows * height];
    DoubleMatrix tile = new DoubleMatrix(matrix, from * order, height, to, order, 1);
    for (int first = 0; first < sampled; first += blockRows) {
      int rows = Math.min(blockRows, sampled - first);
      for (int i = 0; i < rows; i++) {
        int row = (first + i) * stride;
        double weight = weights[row * groups + group] / sampled;
        copyRow(row, plain, i * order);
        for (int j = 0; j < height; j++) {
          weighted[i * height + j] = weight * plain[i * order + from + j];
        }
      }
      MatrixProduct.multiplyAdd(
          DoubleMatrix.of(weighted, rows, height).transposed(),
          new DoubleMatrix(plain, 0, rows, to, order, 1),
          tile);
    }
  }

  /// `(1/N) Σ_i w_ig x̃_ij²`, `(groups, order)`.
  private double[] sumsOfSquares(double[] weights, int groups) {
    int order = order();
    RowPlan plan = RowPlan.of(features.rows(), order + groups, groups * order);
    double[][] partial = new double[plan.chunks()][groups * order];
    Parallel.forEach(
        plan.chunks(),
        chunk -> {
          double[] squares = new double[plan.blockRows() * order];
          for (int from = plan.from(chunk); from < plan.to(chunk); from += plan.blockRows()) {
            int rows = Math.min(plan.blockRows(), plan.to(chunk) - from);
            for (int i = 0; i < rows; i++) {
              copyRow(from + i, squares, i * order);
            }
            for (int i = 0; i < rows * order; i++) {
              squares[i] *= squares[i];
            }
            MatrixProduct.multiplyAdd(
                DoubleMatrix.of(weights, features.rows(), groups)
                    .rows(from, from + rows)
                    .transposed(),
                DoubleMatrix.of(squares, rows, order),
                DoubleMatrix.of(partial[chunk], groups, order));
          }
        });
    double[] total = new double[groups * order];
    for (double[] sum : partial) {
      Vectors.addScaled(total, 1.0 / features.rows(), sum);
    }
    return total;
  }

  private void copyRow(int row, double[] to, int at) {
    int from = features.offset() + row * features.rowStride();
    System.arraycopy(features.data(), from, to, at, features.columns());
    if (intercept) {
      to[at + features.columns()] = 1;
    }
  }
}
