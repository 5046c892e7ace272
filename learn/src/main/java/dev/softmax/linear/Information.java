package dev.softmax.linear;

import dev.softmax.io.InputException;
import dev.softmax.kernel.DoubleMatrix;
import dev.softmax.kernel.MatrixProduct;
import dev.softmax.kernel.Parallel;
import java.util.Arrays;

/// The information that rows hold on coefficients against a reference class: the Hessian of minus the
/// log-likelihood, `Σ_i w_i (diag(p) − p pᵀ) ⊗ x xᵀ` over the other classes, and the sum of the products of
/// the rows' scores.
final class Information {
  /// Most coefficients: their covariance is one array, and its inverse takes half a minute.
  private static final int LARGEST = 4000;

  /// Rows that are weighted at a time.
  private static final int BLOCK = 256;

  /// A pivot this small beside its diagonal says that a column is made of those before it.
  private static final double SINGULAR = 1e-11;

  private final FitData data;
  private final RowTargets targets;
  private final double[] probabilities;
  private final int classes;
  private final int columns;
  private final int order;
  private final boolean intercept;
  private final int reference;

  Information(SoftmaxRegression model, FitData data, int reference, boolean intercept) {
    this.data = data;
    this.reference = reference;
    this.intercept = intercept;
    targets = RowTargets.of(data);
    classes = data.classes();
    columns = data.features().columns();
    order = columns + (intercept ? 1 : 0);
    if (model.classes() != classes || model.features() != columns || reference >= classes) {
      throw new IllegalArgumentException(
          "inference: a model of coefficients (%d, %d) but %d classes and %d features, and class %d as reference"
              .formatted(model.classes(), model.features(), classes, columns, reference));
    }
    if (classes < 2 || (long) order * (classes - 1) > LARGEST) {
      throw new IllegalArgumentException(
          "inference: %d classes and %d features make %d coefficients, but from 1 to %d can be judged"
              .formatted(classes, columns, (long) order * (classes - 1), LARGEST));
    }
    probabilities = model.probabilities(data.features());
  }

  /// Number of coefficients of a class, the intercept first.
  int order() {
    return order;
  }

  double observations() {
    return targets.total();
  }

  double logLikelihood() {
    double sum = 0;
    for (int row = 0; row < data.rows(); row++) {
      double own = 0;
      for (int k = 0; k < classes; k++) {
        double share = share(row, k);
        own += share == 0 ? 0 : share * Math.log(probabilities[row * classes + k]);
      }
      sum += weight(row) * own;
    }
    return sum;
  }

  double nullLogLikelihood() {
    double[] totals = new double[classes];
    for (int row = 0; row < data.rows(); row++) {
      for (int k = 0; k < classes; k++) {
        totals[k] += weight(row) * share(row, k);
      }
    }
    return Arrays.stream(totals)
        .map(total -> total == 0 ? 0 : total * Math.log(total / observations()))
        .sum();
  }

  /// The covariance `((K − 1) order, (K − 1) order)`, row-major, classes in order without the reference.
  double[] covariance(InferenceOptions.Covariance kind) {
    double[] inverse = inverse(sum((row, k, l) -> curvature(row, k, l)));
    if (kind == InferenceOptions.Covariance.OBSERVED) {
      return inverse;
    }
    int size = order * (classes - 1);
    double[] meat = sum((row, k, l) -> weight(row) * score(row, k) * score(row, l));
    DoubleMatrix bread = DoubleMatrix.of(inverse, size, size);
    double[] half = new double[size * size];
    MatrixProduct.multiplyAdd(
        bread, DoubleMatrix.of(meat, size, size), DoubleMatrix.of(half, size, size));
    double[] whole = new double[size * size];
    MatrixProduct.multiplyAdd(
        DoubleMatrix.of(half, size, size), bread, DoubleMatrix.of(whole, size, size));
    return whole;
  }

  /// What a row's `x xᵀ` counts in the block of two classes.
  private interface RowFactor {
    double of(int row, int k, int l);
  }

  private double curvature(int row, int k, int l) {
    double p = probabilities[row * classes + k];
    return weight(row) * p * ((k == l ? 1 : 0) - probabilities[row * classes + l]);
  }

  private double score(int row, int k) {
    return share(row, k) - probabilities[row * classes + k];
  }

  private double weight(int row) {
    return data.weights().isPresent() ? data.weights().get()[row] : 1;
  }

  private double share(int row, int k) {
    return targets.share(row, k);
  }

  /// `Σ_i f_i(k, l) x_i x_iᵀ` in the block of each two classes. A task is a block, and rows are added in
  /// their order, so any number of threads gives the same bits.
  private double[] sum(RowFactor factor) {
    int others = classes - 1;
    int size = order * others;
    double[] all = new double[size * size];
    Parallel.forEach(
        others * (others + 1) / 2,
        task -> {
          int k = (int) ((Math.sqrt(8.0 * task + 1) - 1) / 2);
          int l = task - k * (k + 1) / 2;
          double[] block = block(factor, classOf(k), classOf(l));
          for (int i = 0; i < order; i++) {
            for (int j = 0; j < order; j++) {
              all[(k * order + i) * size + l * order + j] = block[i * order + j];
              all[(l * order + j) * size + k * order + i] = block[i * order + j];
            }
          }
        });
    return all;
  }

  private int classOf(int other) {
    return other < reference ? other : other + 1;
  }

  private double[] block(RowFactor factor, int k, int l) {
    double[] sum = new double[order * order];
    double[] x = new double[BLOCK * order];
    double[] weighted = new double[BLOCK * order];
    for (int from = 0; from < data.rows(); from += BLOCK) {
      int rows = Math.min(BLOCK, data.rows() - from);
      fill(from, rows, x);
      for (int i = 0; i < rows; i++) {
        double f = factor.of(from + i, k, l);
        for (int j = 0; j < order; j++) {
          weighted[i * order + j] = f * x[i * order + j];
        }
      }
      MatrixProduct.multiplyAdd(
          DoubleMatrix.of(weighted, rows, order).transposed(),
          DoubleMatrix.of(x, rows, order),
          DoubleMatrix.of(sum, order, order));
    }
    return sum;
  }

  /// Writes rows, with a 1 before each where there are intercepts.
  private void fill(int from, int rows, double[] to) {
    for (int i = 0; i < rows; i++) {
      if (intercept) {
        to[i * order] = 1;
      }
      RowSelection.write(data.features(), from + i, to, (i + 1) * order - columns);
    }
  }

  private double[] inverse(double[] matrix) {
    int size = order * (classes - 1);
    Cholesky factor = Cholesky.of(matrix, size);
    int dependent = factor.firstDependent(SINGULAR);
    if (dependent >= 0) {
      throw undetermined(dependent);
    }
    double[] inverse = new double[size * size];
    Parallel.forEach(
        size, i -> System.arraycopy(factor.inverseColumn(i), 0, inverse, i * size, size));
    return inverse;
  }

  private InputException undetermined(int at) {
    int feature = at % order - (order - columns);
    return new InputException(
        "inference: the rows do not determine the %s of class %d: %s"
            .formatted(
                feature < 0 ? "intercept" : "coefficient of feature " + (feature + 1),
                classOf(at / order) + 1,
                feature < 0
                    ? "a class is never or always certain"
                    : "the feature is constant or made of others, or the classes are separated"));
  }
}
