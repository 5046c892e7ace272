package dev.softmax.linear;

import dev.softmax.kernel.DoubleMatrix;
import dev.softmax.kernel.MatrixProduct;
import dev.softmax.kernel.Parallel;
import java.util.Arrays;
import java.util.Optional;

/// The second derivatives of a softmax regression's penalised log-likelihood in all its coefficients,
/// `Σ (diag p − p pᵀ) ⊗ x xᵀ + Λ`, and what is on the diagonal of its inverse. Letters: `P = K (D + 1)`
/// coefficients with the intercepts, class by class.
public final class PosteriorCurvature {
  /// Rows whose products are summed together.
  private static final int BLOCK = 256;

  /// Multiplications that take about a second; of more rows only some are taken, evenly.
  private static final double WORK = 4e9;

  /// What a pivot must keep of its diagonal for the coefficient to be told from the others.
  private static final double LEAST_PIVOT = 1e-10;

  private final SoftmaxRegression model;
  private final int classes;
  private final int order;
  private final boolean intercept;
  private final double[] values;
  private final int rows;
  private final double scale;

  /// Takes rows, all or some of them evenly, so that the matrix takes about a second.
  ///
  /// @param model the coefficients
  /// @param features `(N, D)`, of any rows: the curvature at a row needs no class
  /// @param intercept whether classes have intercepts
  /// @param trained how many rows those given stand for
  public PosteriorCurvature(
      SoftmaxRegression model, Features features, boolean intercept, int trained) {
    this.model = model;
    this.classes = model.classes();
    this.intercept = intercept;
    this.order = model.features() + (intercept ? 1 : 0);
    double size = (double) classes * order;
    this.rows = Math.clamp((long) (WORK / (size * size)), 1, features.rows());
    this.values = chosen(features);
    this.scale = (double) trained / rows;
  }

  /// How many rows are taken.
  public int rows() {
    return rows;
  }

  /// The rows taken, evenly from all, with a 1 at the end for the intercept.
  private double[] chosen(Features features) {
    double[] chosen = new double[rows * order];
    for (int i = 0; i < rows; i++) {
      int row = (int) ((long) i * features.rows() / rows);
      RowSelection.write(features, row, chosen, i * order);
      if (intercept) {
        chosen[i * order + order - 1] = 1;
      }
    }
    return chosen;
  }

  /// Standard errors of the coefficients `(K, D)`, of what each is above its mean over the classes, since
  /// that is all that probabilities depend on; empty where the rows do not tell them apart.
  ///
  /// @param c inverse strength of the penalty, infinite for none
  /// @param standardised whether the penalty is on coefficients of features divided by their deviation
  public Optional<double[]> errors(double c, boolean standardised) {
    int size = classes * order;
    double[] matrix = likelihood();
    double[] penalty = penalty(c, standardised);
    // The likelihood does not see what all classes have in common. There the matrix is made
    // `raised` instead of the penalty alone, and its inverse taken away again.
    double raised = 0;
    for (int i = 0; i < size; i++) {
      raised = Math.max(raised, matrix[i * size + i]);
    }
    for (int k = 0; k < classes; k++) {
      for (int l = 0; l < classes; l++) {
        for (int j = 0; j < order; j++) {
          matrix[(k * order + j) * size + l * order + j] +=
              (raised - penalty[j]) / classes + (k == l ? penalty[j] : 0);
        }
      }
    }
    double[] inverse = inverseDiagonal(matrix, size);
    if (inverse.length == 0) {
      return Optional.empty();
    }
    double[] errors = new double[classes * model.features()];
    for (int i = 0; i < errors.length; i++) {
      int at = i / model.features() * order + i % model.features();
      errors[i] = Math.sqrt(Math.max(0, inverse[at] - 1 / (classes * raised)));
    }
    return Optional.of(errors);
  }

  /// What the penalty adds to the second derivative of each feature's coefficients; 0 for intercepts.
  private double[] penalty(double c, boolean standardised) {
    double[] penalty = new double[order];
    for (int j = 0; j < model.features(); j++) {
      penalty[j] = 1 / c;
      if (standardised) {
        double sum = 0;
        double squares = 0;
        for (int i = j; i < values.length; i += order) {
          sum += values[i] / rows;
          squares += values[i] * values[i] / rows;
        }
        penalty[j] *= squares - sum * sum;
      }
    }
    return penalty;
  }

  private double[] likelihood() {
    int size = classes * order;
    double[] matrix = new double[size * size];
    double[] probabilities = new double[rows * classes];
    for (int i = 0; i < rows; i++) {
      int at = i * order;
      double[] row = Arrays.copyOfRange(values, at, at + model.features());
      System.arraycopy(model.probabilities(row, 1), 0, probabilities, i * classes, classes);
    }
    double[] outer = new double[BLOCK * size];
    double[] less = new double[BLOCK * size];
    double[] weighted = new double[BLOCK * order];
    for (int from = 0; from < rows; from += BLOCK) {
      int count = Math.min(BLOCK, rows - from);
      DoubleMatrix x = new DoubleMatrix(values, from * order, count, order, order, 1);
      for (int k = 0; k < classes; k++) {
        for (int i = 0; i < count; i++) {
          double p = probabilities[(from + i) * classes + k];
          for (int j = 0; j < order; j++) {
            double product = p * values[(from + i) * order + j];
            weighted[i * order + j] = scale * product;
            outer[i * size + k * order + j] = product;
            less[i * size + k * order + j] = -scale * product;
          }
        }
        MatrixProduct.multiplyAdd(
            DoubleMatrix.of(weighted, count, order).transposed(),
            x,
            new DoubleMatrix(matrix, k * order * (size + 1), order, order, size, 1));
      }
      MatrixProduct.multiplyAdd(
          DoubleMatrix.of(less, count, size).transposed(),
          DoubleMatrix.of(outer, count, size),
          DoubleMatrix.of(matrix, size, size));
    }
    return matrix;
  }

  /// The diagonal of the inverse of a symmetric matrix; empty where it is not positive definite. The matrix
  /// is overwritten.
  private static double[] inverseDiagonal(double[] matrix, int size) {
    Cholesky factor = Cholesky.of(matrix, size);
    if (factor.firstDependent(LEAST_PIVOT) >= 0) {
      return new double[0];
    }
    double[] inverse = new double[size];
    Parallel.forEach(size, i -> inverse[i] = factor.inverseColumn(i)[i]);
    return inverse;
  }
}
