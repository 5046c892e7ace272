package dev.softmax.linear;

import dev.softmax.kernel.Parallel;
import dev.softmax.kernel.SparseMatrix;
import dev.softmax.kernel.SparseProduct;
import dev.softmax.linear.Objective.Preconditioner;
import java.util.Arrays;

/// Weighted Gram matrices `(1/N) X̃ᵀ diag(w) X̃ + λI` of sparse rows, where `X̃` is `X` and, with
/// intercepts, a column of ones, which `λ` leaves alone; and their diagonals.
///
/// Column `j` of a matrix is the sum of the rows that have an entry in it: nothing is written out,
/// and columns are independent of each other.
final class SparseGram {
  /// Curvature of a column, next to its second moment, below which rounding makes it up.
  private static final double FLOOR = 1e-12;

  private final SparseMatrix features;
  private final SparseMatrix turned;
  private final SparseMatrix squares;
  private final boolean intercept;
  private final double lambda;
  private final int order;
  private final double[] secondMoments;

  SparseGram(SparseMatrix features, SparseMatrix turned, boolean intercept, double lambda) {
    this.features = features;
    this.turned = turned;
    this.intercept = intercept;
    this.lambda = lambda;
    order = features.columns() + (intercept ? 1 : 0);
    double[] squared = turned.values().clone();
    for (int e = 0; e < squared.length; e++) {
      squared[e] *= squared[e];
    }
    squares = new SparseMatrix(turned.offsets(), turned.indices(), squared, turned.columns());
    double[] ones = new double[features.rows()];
    Arrays.fill(ones, 1);
    secondMoments = sumsOfSquares(ones, 1);
  }

  /// Factors of the matrices as a preconditioner.
  ///
  /// @param weights `(N, K)`, or `(N, 1)` for one matrix that serves all classes
  Preconditioner preconditioner(double[] weights, int classes) {
    int groups = weights.length / features.rows();
    double pairs = 0;
    for (int row = 0; row < features.rows(); row++) {
      double length = features.offsets()[row + 1] - features.offsets()[row] + 1;
      pairs += length * length / 2;
    }
    // Operations, of which a Hessian product has one an entry and class, twice.
    double cost =
        groups * (pairs + Math.pow(order, 3) / 3) / (2.0 * (features.entries() + 1.0) * classes);
    return new GramPreconditioner(
        factors(weights, groups), classes, cost, Double.POSITIVE_INFINITY, false);
  }

  /// `λ^¾ · diagonal^¼`, between the curvature that the penalty gives to every column and that of
  /// the rows: the diagonal alone promises rare columns what only many of them together could keep.
  /// In a trial on news20 (C = 1) the diagonal needed more passes than nothing at all, and this the
  /// fewest.
  ///
  /// @param weights `(N, 1)`, the mean curvature of each row
  Preconditioner tempered(double[] weights, int classes) {
    double[] inverse = sumsOfSquares(weights, 1);
    for (int j = 0; j < order; j++) {
      double own = inverse[j] + floor(j);
      inverse[j] =
          j < features.columns() && lambda > 0
              ? 1 / (Math.sqrt(lambda) * Math.sqrt(Math.sqrt(own * lambda)))
              : 1 / own;
    }
    return new DiagonalPreconditioner(inverse, classes);
  }

  /// Factors of the matrices, one for each column of weights `(N, groups)`.
  Cholesky[] factors(double[] weights, int groups) {
    double[][] matrices = new double[groups][order * order];
    Parallel.forEach(
        groups * order,
        task -> fillColumn(matrices[task / order], task % order, weights, task / order));
    Cholesky[] factors = new Cholesky[groups];
    Parallel.forEach(
        groups,
        group -> {
          mirror(matrices[group]);
          for (int j = 0; j < order; j++) {
            matrices[group][j * order + j] += floor(j);
          }
          factors[group] = Cholesky.of(matrices[group], order);
        });
    return factors;
  }

  /// Copies the lower triangle to the upper one, which a factorisation reads.
  private void mirror(double[] matrix) {
    for (int i = 0; i < order; i++) {
      for (int j = i + 1; j < order; j++) {
        matrix[i * order + j] = matrix[j * order + i];
      }
    }
  }

  /// Row `j` of a matrix up to and with the diagonal: the entries of a row lie together.
  private void fillColumn(double[] matrix, int j, double[] weights, int group) {
    int groups = weights.length / features.rows();
    int at = j * order;
    if (j == features.columns()) {
      for (int row = 0; row < features.rows(); row++) {
        addRow(matrix, at, j, row, weights[row * groups + group] / features.rows());
        matrix[at + j] += weights[row * groups + group] / features.rows();
      }
      return;
    }
    for (int e = turned.offsets()[j]; e < turned.offsets()[j + 1]; e++) {
      int row = turned.indices()[e];
      double weight = weights[row * groups + group] * turned.values()[e] / features.rows();
      addRow(matrix, at, j, row, weight);
    }
  }

  /// Adds what a row has in columns up to `last`, times `weight`.
  private void addRow(double[] matrix, int at, int last, int row, double weight) {
    int[] indices = features.indices();
    double[] values = features.values();
    int end = features.offsets()[row + 1];
    for (int e = features.offsets()[row]; e < end && indices[e] <= last; e++) {
      matrix[at + indices[e]] += weight * values[e];
    }
  }

  /// `(1/N) Σ_i w_ig x̃_ij²`, `(order, groups)`.
  private double[] sumsOfSquares(double[] weights, int groups) {
    double[] sums = new double[order * groups];
    SparseProduct.multiplyAdd(squares, 0, features.columns(), weights, groups, sums, 0);
    for (int i = 0; intercept && i < weights.length; i++) {
      sums[features.columns() * groups + i % groups] += weights[i];
    }
    Vectors.scale(sums, 1.0 / features.rows());
    return sums;
  }

  private double floor(int column) {
    double penalty = column < features.columns() ? lambda : 0;
    return penalty + FLOOR * secondMoments[column] + Double.MIN_NORMAL;
  }
}
