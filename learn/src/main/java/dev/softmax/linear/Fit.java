package dev.softmax.linear;

import dev.softmax.Progress;
import dev.softmax.io.InputException;

/// One fit: from data and options to the model and its report.
final class Fit {
  private Fit() {}

  static SoftmaxRegression run(FitData data, Options options, Progress progress) {
    long begin = System.nanoTime();
    if (PenalisedFit.suits(options)) {
      return PenalisedFit.run(data, options, progress);
    }
    int classes = data.classes();
    int columns = data.features().columns();
    RowTargets targets = RowTargets.of(data);
    FitFeatures features = FitFeatures.of(data, options);
    FeatureProducts products = products(features.features(), classes, options.fitIntercept());
    double lambda = 1 / (options.c() * targets.total());
    MarginObjective objective =
        new MarginObjective(products, targets, lambda, options.fitIntercept());
    Solver.Choice choice =
        options.solver().map(Solver.Choice::asked).orElseGet(() -> auto(products));
    double[] start =
        options.start().isPresent()
            ? features.enter(given(options, columns, classes))
            : start(options, products, objective, targets);
    Solution solution = choice.solver().minimise(objective, start, options.stopping(), progress);
    requireFinite(solution, choice.solver());
    int weights = classes * products.columns();
    double slope = Vectors.dot(solution.gradient(), solution.gradient(), weights);
    FitReport report =
        new FitReport(
            choice.solver().name(),
            choice.why(),
            solution.converged(),
            solution.iterations(),
            objective.passes(),
            solution.value() * targets.total(),
            Vectors.maxNorm(solution.gradient()),
            slope == 0 ? 0 : targets.total() * slope / (2 * lambda),
            (System.nanoTime() - begin) * 1e-9);
    return model(features.leave(solution.point()), columns, classes, report);
  }

  private static void requireFinite(Solution solution, Solver solver) {
    if (!Double.isFinite(solution.value()) || !Double.isFinite(Vectors.maxNorm(solution.point()))) {
      throw new InputException(
          "softmax regression: "
              + solver.name()
              + " left the finite numbers; scale the features"
              + (solver instanceof GradientDescent ? " or lower the learning rate" : ""));
    }
  }

  private static FeatureProducts products(Features features, int classes, boolean intercept) {
    return switch (features) {
      case DenseFeatures dense -> new DenseProducts(dense, classes, intercept);
      case SparseFeatures sparse -> new SparseProducts(sparse, classes, intercept);
    };
  }

  /// Newton's method also for many features where rows are sparse: products are cheap, and
  /// [SparseProducts#start] leaves few steps to do.
  private static Solver.Choice auto(FeatureProducts products) {
    return products instanceof SparseProducts
        ? new Solver.Choice(
            new TruncatedNewton(), "rows are sparse, which makes Newton's products cheap")
        : Solver.auto(products.columns());
  }

  /// What is cheaply known to be nearer to the answer than zeros are, or zeros.
  private static double[] start(
      Options options, FeatureProducts products, MarginObjective objective, RowTargets targets) {
    if (options.solver().isEmpty()
        && options.c() < Double.POSITIVE_INFINITY
        && products instanceof SparseProducts sparse
        && sparse.columns() > GramPreconditioner.LARGEST) {
      double[] gradient = new double[objective.size()];
      double[] point =
          sparse.start(
              targets,
              objective.lambda(),
              there -> {
                objective.evaluate(there, gradient);
                return Vectors.maxNorm(gradient) <= options.stopping().tolerance();
              });
      // At zeros all classes are as probable.
      if (objective.evaluate(point, gradient) < Math.log(targets.classes())) {
        return point;
      }
    }
    return new double[objective.size()];
  }

  /// The model to start from as a point `(D + 1, K)` or `(D, K)`.
  static double[] given(Options options, int columns, int classes) {
    double[] point = new double[(columns + (options.fitIntercept() ? 1 : 0)) * classes];
    SoftmaxRegression model = options.start().orElseThrow();
    if (model.features() != columns || model.classes() != classes) {
      throw new IllegalArgumentException(
          "softmax regression: a start of coefficients ("
              + model.classes()
              + ", "
              + model.features()
              + ") but "
              + classes
              + " classes and "
              + columns
              + " features");
    }
    double[] coefficients = model.coefficients();
    for (int k = 0; k < classes; k++) {
      for (int j = 0; j < columns; j++) {
        point[j * classes + k] = coefficients[k * columns + j];
      }
    }
    if (options.fitIntercept()) {
      System.arraycopy(model.intercepts(), 0, point, columns * classes, classes);
    }
    return point;
  }

  static SoftmaxRegression model(double[] point, int columns, int classes, FitReport report) {
    double[] coefficients = new double[classes * columns];
    double[] intercepts = new double[classes];
    for (int k = 0; k < classes; k++) {
      for (int j = 0; j < columns; j++) {
        coefficients[k * columns + j] = point[j * classes + k];
      }
      if (point.length > coefficients.length) {
        intercepts[k] = point[coefficients.length + k];
      }
    }
    return SoftmaxRegression.fitted(coefficients, intercepts, report);
  }
}
