package dev.softmax.linear;

import dev.softmax.Progress;
import java.util.Arrays;
import java.util.OptionalInt;

/// A fit with what is asked of each coefficient by itself: an L1 penalty, limits, a reference
/// class.
final class PenalisedFit {
  private final FitData data;
  private final Options options;
  private final FitFeatures features;
  private final int classes;
  private final int columns;

  private PenalisedFit(FitData data, Options options) {
    this.data = data;
    this.options = options;
    classes = data.classes();
    columns = data.features().columns();
    requireFitting();
    features = FitFeatures.of(data, options);
  }

  /// Do the options ask for one?
  static boolean suits(Options options) {
    return options.l1Ratio() > 0 || options.bounds().isPresent() || options.reference().isPresent();
  }

  static SoftmaxRegression run(FitData data, Options options, Progress progress) {
    PenalisedFit fit = new PenalisedFit(data, options);
    boolean penalised = options.c() < Double.POSITIVE_INFINITY;
    return penalised || options.bounds().isPresent() || options.reference().isEmpty()
        ? fit.minimise(progress)
        : fit.shift(progress);
  }

  private void requireFitting() {
    if (options.solver().isPresent()) {
      throw new IllegalArgumentException(
          "softmax regression: "
              + options.solver().get().name()
              + " knows neither an L1 penalty nor bounds nor a reference class; leave the solver to"
              + " the data");
    }
    if (options.reference().isPresent() && options.reference().getAsInt() >= classes) {
      throw new IllegalArgumentException(
          "softmax regression: reference "
              + options.reference().getAsInt()
              + " but "
              + classes
              + " classes");
    }
    if (options.bounds().isPresent()
        && options.bounds().get().lower().length != classes * columns) {
      throw new IllegalArgumentException(
          "softmax regression: bounds of "
              + options.bounds().get().lower().length
              + " coefficients but coefficients ("
              + classes
              + ", "
              + columns
              + ")");
    }
  }

  /// Without a penalty the reference class is a matter of names.
  private SoftmaxRegression shift(Progress progress) {
    Options free =
        new Options(
            options.c(),
            0,
            options.fitIntercept(),
            options.standardise(),
            options.solver(),
            options.stopping(),
            options.bounds(),
            OptionalInt.empty(),
            options.start());
    SoftmaxRegression model = Fit.run(data, free, progress);
    int reference = options.reference().orElseThrow();
    double[] coefficients = model.coefficients();
    double[] intercepts = model.intercepts();
    double[] held =
        Arrays.copyOfRange(coefficients, reference * columns, (reference + 1) * columns);
    for (int i = 0; i < coefficients.length; i++) {
      coefficients[i] -= held[i % columns];
    }
    double heldIntercept = intercepts[reference];
    Arrays.setAll(intercepts, k -> intercepts[k] - heldIntercept);
    return SoftmaxRegression.fitted(coefficients, intercepts, model.report().orElseThrow());
  }

  private SoftmaxRegression minimise(Progress progress) {
    long begin = System.nanoTime();
    double[] start = new double[classes * (columns + 1)];
    if (options.start().isPresent()) {
      start = byClass(features.enter(Fit.given(options, columns, classes)));
    }
    ProximalNewton solver = new ProximalNewton(data, features.features(), penalty());
    ProximalNewton.Ended ended = solver.minimise(start, options.stopping(), progress);
    Solution solution = ended.solution();
    double[] point = solution.point();
    boolean symmetric = options.reference().isEmpty() && options.bounds().isEmpty();
    if (symmetric && options.l1Ratio() == 1) {
      chooseAmongEqual(point);
    }
    double[] left = features.leave(byColumn(point));
    if (options.fitIntercept() && options.reference().isEmpty()) {
      centre(left);
    }
    FitReport report =
        new FitReport(
            ProximalNewton.NAME,
            "an L1 penalty, bounds and a reference class are kept coordinate by coordinate",
            solution.converged(),
            solution.iterations(),
            ended.passes(),
            solution.value(),
            Vectors.maxNorm(solution.gradient()),
            ended.gap(),
            (System.nanoTime() - begin) * 1e-9);
    return Fit.model(left, columns, classes, report);
  }

  private CoordinatePenalty penalty() {
    double inverse = 1 / options.c();
    double[] lower = limits(Double.NEGATIVE_INFINITY);
    double[] upper = limits(Double.POSITIVE_INFINITY);
    int reference = options.reference().orElse(-1);
    for (int i = 0; i < lower.length; i++) {
      boolean intercept = i % (columns + 1) == columns;
      if (i / (columns + 1) == reference) {
        if (lower[i] > 0 || upper[i] < 0) {
          throw new IllegalArgumentException(
              "softmax regression: the coefficients of reference "
                  + reference
                  + " are 0, which is outside of their bounds");
        }
        lower[i] = 0;
        upper[i] = 0;
      } else if (intercept) {
        lower[i] = options.fitIntercept() ? Double.NEGATIVE_INFINITY : 0;
        upper[i] = -lower[i];
      }
    }
    return new CoordinatePenalty(
        options.l1Ratio() * inverse, (1 - options.l1Ratio()) * inverse, columns, lower, upper);
  }

  /// The bounds on one side as the solver meets them, `(K, D + 1)`.
  private double[] limits(double none) {
    double[] limits = new double[classes * (columns + 1)];
    if (options.bounds().isEmpty()) {
      Arrays.fill(limits, none);
      for (int k = 0; k < classes; k++) {
        limits[k * (columns + 1) + columns] = 0;
      }
      return limits;
    }
    Bounds bounds = options.bounds().get();
    double[] given = none < 0 ? bounds.lower() : bounds.upper();
    double[] point = new double[classes * (columns + 1)];
    for (int k = 0; k < classes; k++) {
      for (int j = 0; j < columns; j++) {
        point[j * classes + k] = given[k * columns + j];
      }
    }
    double[] byClass = byClass(features.enter(point));
    for (int k = 0; k < classes; k++) {
      byClass[k * (columns + 1) + columns] = 0;
    }
    return byClass;
  }

  /// An L1 penalty of an even number of classes may leave a feature's coefficients free to shift
  /// together. Of the equal points this takes the one of the least squares: where the elastic net
  /// tends to, whatever the order of the classes.
  private void chooseAmongEqual(double[] point) {
    if (classes % 2 == 1) {
      return;
    }
    double[] own = new double[classes];
    for (int j = 0; j < columns; j++) {
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        own[k] = point[k * (columns + 1) + j];
      }
      Arrays.sort(own);
      for (double w : own) {
        sum += w;
      }
      double shift = Math.min(Math.max(sum / classes, own[classes / 2 - 1]), own[classes / 2]);
      for (int k = 0; k < classes && shift != 0; k++) {
        point[k * (columns + 1) + j] -= shift;
      }
    }
  }

  /// Makes the intercepts sum to 0.
  private void centre(double[] point) {
    double sum = 0;
    for (int i = columns * classes; i < point.length; i++) {
      sum += point[i];
    }
    for (int i = columns * classes; i < point.length; i++) {
      point[i] -= sum / classes;
    }
  }

  /// `(D + 1, K)` or `(D, K)` → `(K, D + 1)`.
  private double[] byClass(double[] point) {
    double[] out = new double[classes * (columns + 1)];
    for (int i = 0; i < point.length; i++) {
      out[i % classes * (columns + 1) + i / classes] = point[i];
    }
    return out;
  }

  /// `(K, D + 1)` → `(D + 1, K)`.
  private double[] byColumn(double[] point) {
    double[] out = new double[point.length];
    for (int i = 0; i < point.length; i++) {
      out[i % (columns + 1) * classes + i / (columns + 1)] = point[i];
    }
    return out;
  }
}
