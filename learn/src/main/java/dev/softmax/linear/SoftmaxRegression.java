package dev.softmax.linear;

import dev.softmax.Progress;
import dev.softmax.io.InputException;
import dev.softmax.kernel.DoubleMatrix;
import dev.softmax.kernel.MatrixProduct;
import dev.softmax.kernel.Parallel;
import java.util.Optional;

/// A fitted softmax regression: features `(N, D)` → probabilities `softmax(X Wᵀ + b)` `(N, K)`.
///
/// It minimises `Σ_i −log p_i(y_i) + ‖W‖² / (2C)`, the same for every class and therefore
/// independent of their order; intercepts are not penalised. That is the objective of
/// scikit-learn's `LogisticRegression` for three classes and more. For two, scikit-learn has one
/// vector `w = w₁ − w₀`, and its `C` gives what `C / 2` gives here.
///
/// Immutable.
public final class SoftmaxRegression {
  private final double[] coefficients;
  private final double[] intercepts;
  private final int features;
  private final Optional<FitReport> report;

  private SoftmaxRegression(
      double[] coefficients, double[] intercepts, Optional<FitReport> report) {
    this.coefficients = coefficients;
    this.intercepts = intercepts;
    this.features = coefficients.length / intercepts.length;
    this.report = report;
  }

  /// The model with coefficients `(K, D)` and intercepts `(K)`, which are copied.
  ///
  /// @throws IllegalArgumentException if there is no class, `K` does not divide the number of
  ///     coefficients, or a number is not finite
  public static SoftmaxRegression of(double[] coefficients, double[] intercepts) {
    if (intercepts.length == 0 || coefficients.length % intercepts.length != 0) {
      throw new IllegalArgumentException(
          "softmax regression: "
              + coefficients.length
              + " coefficients but "
              + intercepts.length
              + " intercepts");
    }
    if (!Double.isFinite(Vectors.maxNorm(coefficients))
        || !Double.isFinite(Vectors.maxNorm(intercepts))) {
      throw new IllegalArgumentException(
          "softmax regression: coefficients or intercepts are not finite");
    }
    return new SoftmaxRegression(coefficients.clone(), intercepts.clone(), Optional.empty());
  }

  /// Fits a model to rows that all count the same: [#fit(FitData, Options, Progress)].
  ///
  /// @throws InputException if the features are so large that the objective is not finite
  public static SoftmaxRegression fit(DenseData data, Options options, Progress progress) {
    return fit(FitData.of(data), options, progress);
  }

  /// Fits a model.
  ///
  /// @param data rows, what they belong to and count; a class without rows gets a probability near
  ///     0
  /// @param options penalty, solver, when to stop
  /// @param progress hears stage `fitting` after each iteration, with the mean objective
  /// @throws IllegalArgumentException if options do not fit each other or the data
  /// @throws InputException if the features are so large that the objective is not finite
  public static SoftmaxRegression fit(FitData data, Options options, Progress progress) {
    return Fit.run(data, options, progress);
  }

  /// A model that shares its arrays, with its report.
  static SoftmaxRegression fitted(double[] coefficients, double[] intercepts, FitReport report) {
    return new SoftmaxRegression(coefficients, intercepts, Optional.of(report));
  }

  /// Number of classes `K`.
  public int classes() {
    return intercepts.length;
  }

  /// Number of features `D`.
  public int features() {
    return features;
  }

  /// A copy of the coefficients `(K, D)`.
  public double[] coefficients() {
    return coefficients.clone();
  }

  /// A copy of the intercepts `(K)`: zeros if they were not fitted.
  public double[] intercepts() {
    return intercepts.clone();
  }

  /// How the fit went; empty for a model made from its numbers.
  public Optional<FitReport> report() {
    return report;
  }

  /// Features `(N, D)` → logits `(N, K)`: `X Wᵀ + b`.
  ///
  /// @throws IllegalArgumentException if the features are no rows of `D`
  /// @throws InputException if a feature is not finite or beyond 1e100; it names row and column,
  ///     from 1
  public double[] logits(double[] features) {
    return logits(features, rowsOf(features));
  }

  /// Features `(rows, D)` → logits `(rows, K)`, also for `D` = 0, where an array cannot tell how
  /// many rows there are.
  ///
  /// @throws IllegalArgumentException if the features are not that many rows of `D`
  /// @throws InputException if a feature is not finite or beyond 1e100
  public double[] logits(double[] features, int rows) {
    double[] out = new double[outputs(features, rows)];
    forEachBlock(rows, (from, to) -> multiply(features, from, to, out));
    return out;
  }

  /// Features `(N, D)` → probabilities `(N, K)`, each row summing to 1.
  ///
  /// @throws IllegalArgumentException if the features are no rows of `D`
  /// @throws InputException if a feature is not finite or beyond 1e100; it names row and column,
  ///     from 1
  public double[] probabilities(double[] features) {
    return probabilities(features, rowsOf(features));
  }

  /// Features `(rows, D)` → probabilities `(rows, K)`, also for `D` = 0.
  ///
  /// @throws IllegalArgumentException if the features are not that many rows of `D`
  /// @throws InputException if a feature is not finite or beyond 1e100
  public double[] probabilities(double[] features, int rows) {
    double[] out = new double[outputs(features, rows)];
    int classes = classes();
    forEachBlock(
        rows,
        (from, to) -> {
          multiply(features, from, to, out);
          for (int row = from; row < to; row++) {
            LogitRows.softmax(out, row * classes, classes, out, row * classes);
          }
        });
    return out;
  }

  /// Features `(N, D)` → logits `(N, K)`.
  ///
  /// @throws IllegalArgumentException if there are not `D` columns
  public double[] logits(Features features) {
    return switch (features) {
      case DenseFeatures dense -> logits(dense.values(), dense.rows());
      case SparseFeatures sparse -> SparseLogits.of(sparse, coefficients, intercepts);
    };
  }

  /// Features `(N, D)` → probabilities `(N, K)`, each row summing to 1.
  ///
  /// @throws IllegalArgumentException if there are not `D` columns
  public double[] probabilities(Features features) {
    return switch (features) {
      case DenseFeatures dense -> probabilities(dense.values(), dense.rows());
      case SparseFeatures sparse -> softmaxed(SparseLogits.of(sparse, coefficients, intercepts));
    };
  }

  private double[] softmaxed(double[] logits) {
    for (int at = 0; at < logits.length; at += classes()) {
      LogitRows.softmax(logits, at, classes(), logits, at);
    }
    return logits;
  }

  private int rowsOf(double[] x) {
    if (features == 0) {
      throw new IllegalArgumentException(
          "softmax regression: coefficients ("
              + classes()
              + ", 0) need the number of rows beside the features");
    }
    if (x.length % features != 0) {
      throw new IllegalArgumentException(
          "softmax regression: "
              + x.length
              + " features are no rows for coefficients ("
              + classes()
              + ", "
              + features
              + ")");
    }
    return x.length / features;
  }

  private int outputs(double[] x, int rows) {
    if (rows < 0 || (long) rows * features != x.length) {
      String shape =
          rows > 0 && x.length % rows == 0
              ? "(" + rows + ", " + x.length / rows + ")"
              : x.length + " in " + rows + " rows";
      throw new IllegalArgumentException(
          "softmax regression: features "
              + shape
              + " but coefficients ("
              + classes()
              + ", "
              + features
              + ")");
    }
    if ((long) rows * classes() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "softmax regression: probabilities ("
              + rows
              + ", "
              + classes()
              + ") are more than one array holds");
    }
    DenseFeatures.requireFinite(x, features);
    return rows * classes();
  }

  /// Logits of the rows `from` to `to`, written to their places.
  private void multiply(double[] x, int from, int to, double[] out) {
    int classes = classes();
    for (int row = from; row < to; row++) {
      System.arraycopy(intercepts, 0, out, row * classes, classes);
    }
    MatrixProduct.multiplyAdd(
        new DoubleMatrix(x, from * features, to - from, features, features, 1),
        DoubleMatrix.of(coefficients, classes, features).transposed(),
        new DoubleMatrix(out, from * classes, to - from, classes, classes, 1));
  }

  private void forEachBlock(int rows, BlockWork work) {
    RowPlan plan = RowPlan.of(rows, features + classes(), 0);
    Parallel.forEach(
        plan.chunks(),
        chunk -> {
          for (int from = plan.from(chunk); from < plan.to(chunk); from += plan.blockRows()) {
            work.run(from, Math.min(from + plan.blockRows(), plan.to(chunk)));
          }
        });
  }

  @FunctionalInterface
  private interface BlockWork {
    void run(int from, int to);
  }
}
