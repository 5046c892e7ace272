package dev.softmax.linear;

import dev.softmax.kernel.DoubleMatrix;
import dev.softmax.kernel.MatrixProduct;
import dev.softmax.kernel.Parallel;

/// Inverse of `Xᵀ diag(weights) X / N + λI`, applied to every class: the Hessian if all classes had
/// the same curvature in a row and did not compete.
final class GramPreconditioner implements Objective.Preconditioner {
  /// Most features it is worth for: the factor costs `D³ / 3` and lies in one array.
  static final int LARGEST = 2000;

  /// Share of the diagonal that is added, so that dependent columns leave it positive.
  private static final double RIDGE = 1e-10;

  private final Cholesky factor;
  private final int columns;
  private final int classes;
  private final boolean intercept;

  private GramPreconditioner(Cholesky factor, int columns, int classes, boolean intercept) {
    this.factor = factor;
    this.columns = columns;
    this.classes = classes;
    this.intercept = intercept;
  }

  /// The diagonal alone where there are more than [#LARGEST] features.
  static Objective.Preconditioner of(
      DoubleMatrix features, double[] weights, double lambda, boolean intercept, int classes) {
    int columns = features.columns();
    if (columns > LARGEST) {
      return diagonal(features, weights, lambda, classes);
    }
    int order = columns + (intercept ? 1 : 0);
    double[] gram = gram(features, weights, order);
    for (int j = 0; j < order; j++) {
      double diagonal = gram[j * order + j] + (j < columns ? lambda : 0);
      gram[j * order + j] = diagonal * (1 + RIDGE) + Double.MIN_NORMAL;
    }
    return new GramPreconditioner(Cholesky.of(gram, order), columns, classes, intercept);
  }

  @Override
  public void apply(double[] vector, double[] image) {
    int order = factor.order();
    Parallel.forEach(
        classes,
        k -> {
          double[] x = new double[order];
          System.arraycopy(vector, k * columns, x, 0, columns);
          if (intercept) {
            x[columns] = vector[classes * columns + k];
          }
          factor.solve(x);
          System.arraycopy(x, 0, image, k * columns, columns);
          if (intercept) {
            image[classes * columns + k] = x[columns];
          }
        });
  }

  /// `(1/N) X̃ᵀ diag(weights) X̃`, where `X̃` has a column of ones at the end if the order says so.
  private static double[] gram(DoubleMatrix features, double[] weights, int order) {
    int columns = features.columns();
    RowPlan plan = RowPlan.of(features.rows(), order, order * order);
    double[][] partial = new double[plan.chunks()][];
    Parallel.forEach(
        plan.chunks(),
        chunk -> {
          double[] sum = new double[order * order];
          double[] scaled = new double[plan.blockRows() * order];
          for (int from = plan.from(chunk); from < plan.to(chunk); from += plan.blockRows()) {
            int rows = Math.min(plan.blockRows(), plan.to(chunk) - from);
            for (int i = 0; i < rows; i++) {
              double root = Math.sqrt(weights[from + i]);
              int at = features.offset() + (from + i) * features.rowStride();
              for (int j = 0; j < columns; j++) {
                scaled[i * order + j] = root * features.data()[at + j];
              }
              if (order > columns) {
                scaled[i * order + columns] = root;
              }
            }
            DoubleMatrix block = DoubleMatrix.of(scaled, rows, order);
            MatrixProduct.multiplyAdd(
                block.transposed(), block, DoubleMatrix.of(sum, order, order));
          }
          partial[chunk] = sum;
        });
    double[] gram = new double[order * order];
    for (double[] sum : partial) {
      Vectors.addScaled(gram, 1.0 / features.rows(), sum);
    }
    return gram;
  }

  /// Inverse of the diagonal of the Gram matrix plus `λ`; the intercepts' is the mean weight's.
  private static Objective.Preconditioner diagonal(
      DoubleMatrix features, double[] weights, double lambda, int classes) {
    int columns = features.columns();
    double[] diagonal = new double[columns];
    double total = 0;
    for (int i = 0; i < features.rows(); i++) {
      int at = features.offset() + i * features.rowStride();
      total += weights[i];
      for (int j = 0; j < columns; j++) {
        double x = features.data()[at + j];
        diagonal[j] += weights[i] * x * x;
      }
    }
    double rows = features.rows();
    double intercept = total / rows + Double.MIN_NORMAL;
    return (vector, image) -> {
      for (int i = 0; i < vector.length; i++) {
        image[i] =
            i < classes * columns
                ? vector[i] / (diagonal[i % columns] / rows + lambda + Double.MIN_NORMAL)
                : vector[i] / intercept;
      }
    };
  }
}
