package dev.softmax.linear;

import dev.softmax.kernel.DoubleMatrix;
import dev.softmax.kernel.MatrixProduct;
import dev.softmax.kernel.Parallel;
import java.util.Arrays;

/// Weighted Gram matrices of the rows: `(1/N) X̃ᵀ diag(w) X̃`, where `X̃` is `X` and, with
/// intercepts, a column of ones.
final class Gram {
  /// Curvature of a column, next to its second moment, below which rounding makes it up.
  private static final double FLOOR = 1e-12;

  private final DoubleMatrix features;
  private final boolean intercept;
  private final double[] secondMoments;

  Gram(DoubleMatrix features, boolean intercept) {
    this.features = features;
    this.intercept = intercept;
    secondMoments = secondMoments();
  }

  /// Order of the matrices: columns of `X̃`.
  int order() {
    return features.columns() + (intercept ? 1 : 0);
  }

  /// Factors of the matrices plus `λI` (the intercept without `λ`), one for each column of weights.
  ///
  /// @param weights `(N, groups)`
  Cholesky[] factors(double[] weights, int groups, double lambda) {
    int order = order();
    double[] grams = matrices(weights, groups);
    Cholesky[] factors = new Cholesky[groups];
    Parallel.forEach(
        groups,
        group -> {
          int from = group * order * order;
          double[] gram = Arrays.copyOfRange(grams, from, from + order * order);
          for (int j = 0; j < order; j++) {
            gram[j * order + j] += floor(j, lambda);
          }
          factors[group] = Cholesky.of(gram, order);
        });
    return factors;
  }

  /// The diagonal alone, for one weight a row, `(order)`.
  double[] diagonal(double[] weights, double lambda) {
    double[] diagonal = new double[order()];
    double[] row = new double[order()];
    for (int i = 0; i < features.rows(); i++) {
      copyRow(i, row, 0);
      for (int j = 0; j < row.length; j++) {
        diagonal[j] += weights[i] * row[j] * row[j] / features.rows();
      }
    }
    for (int j = 0; j < row.length; j++) {
      diagonal[j] += floor(j, lambda);
    }
    return diagonal;
  }

  private double floor(int column, double lambda) {
    double penalty = column < features.columns() ? lambda : 0;
    return penalty + FLOOR * secondMoments[column] + Double.MIN_NORMAL;
  }

  /// The matrices one below the other, `(groups · order, order)`. All groups of a block of rows are
  /// one product: `(w₁ ∘ X̃ | w₂ ∘ X̃ | …)ᵀ · X̃`.
  private double[] matrices(double[] weights, int groups) {
    int order = order();
    int height = groups * order;
    RowPlan plan = RowPlan.of(features.rows(), height + order, height * order);
    double[][] partial = new double[plan.chunks()][];
    Parallel.forEach(
        plan.chunks(),
        chunk -> {
          double[] sum = new double[height * order];
          double[] plain = new double[plan.blockRows() * order];
          double[] weighted = new double[plan.blockRows() * height];
          for (int from = plan.from(chunk); from < plan.to(chunk); from += plan.blockRows()) {
            int rows = Math.min(plan.blockRows(), plan.to(chunk) - from);
            for (int i = 0; i < rows; i++) {
              copyRow(from + i, plain, i * order);
              for (int group = 0; group < groups; group++) {
                double weight = weights[(from + i) * groups + group];
                int to = i * height + group * order;
                for (int j = 0; j < order; j++) {
                  weighted[to + j] = weight * plain[i * order + j];
                }
              }
            }
            MatrixProduct.multiplyAdd(
                DoubleMatrix.of(weighted, rows, height).transposed(),
                DoubleMatrix.of(plain, rows, order),
                DoubleMatrix.of(sum, height, order));
          }
          partial[chunk] = sum;
        });
    double[] total = new double[height * order];
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

  private double[] secondMoments() {
    double[] moments = new double[order()];
    double[] row = new double[order()];
    for (int i = 0; i < features.rows(); i++) {
      copyRow(i, row, 0);
      for (int j = 0; j < row.length; j++) {
        moments[j] += row[j] * row[j] / features.rows();
      }
    }
    return moments;
  }
}
