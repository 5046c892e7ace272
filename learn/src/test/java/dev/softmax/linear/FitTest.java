package dev.softmax.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Progress;
import dev.softmax.kernel.Parallel;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a fit promises whatever the solver.
class FitTest {
  private static final Options TIGHT = Options.defaults().withTolerance(1e-10);

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    DenseData data = random(3000, 30, 5);
    int before = Parallel.threads();
    try {
      Parallel.limitThreads(1);
      double[] one = fit(data, Options.defaults()).coefficients();
      Parallel.limitThreads(Integer.MAX_VALUE);
      assertThat(fit(data, Options.defaults()).coefficients()).isEqualTo(one);
      assertThat(fit(data, Options.defaults()).coefficients()).isEqualTo(one);
    } finally {
      Parallel.limitThreads(before);
    }
  }

  @Test
  void theOrderOfRowsAndClassesDoesNotMatter() {
    DenseData data = random(700, 9, 4);
    double[] features = new double[data.features().length];
    int[] labels = new int[data.rows()];
    for (int i = 0; i < labels.length; i++) {
      int from = labels.length - 1 - i;
      System.arraycopy(data.features(), from * 9, features, i * 9, 9);
      labels[i] = 3 - data.labels()[from];
    }
    SoftmaxRegression there = fit(data, TIGHT);
    SoftmaxRegression back = fit(DenseData.of(features, labels, 4), TIGHT);
    for (int i = 0; i < 36; i++) {
      assertThat(back.coefficients()[(3 - i / 9) * 9 + i % 9])
          .isCloseTo(there.coefficients()[i], within(1e-8));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void standardisingIsAFitToTheStandardisedTable(boolean weighted) {
    DenseData data = random(400, 3, 3);
    double[] raw = data.features().clone();
    for (int i = 0; i < raw.length; i++) {
      // Columns of different scale far from 0; the last one is constant.
      raw[i] = i % 3 == 0 ? 1000 + 50 * raw[i] : i % 3 == 1 ? raw[i] / 100 : 7;
    }
    double[] weights = new double[400];
    for (int i = 0; i < 400; i++) {
      weights[i] = weighted ? 1 + i % 3 : 1;
    }
    double[] standardised = raw.clone();
    double[] means = new double[3];
    double[] deviations = new double[3];
    standardise(standardised, weights, means, deviations);
    Targets targets = new Targets.Classes(data.labels(), 3);
    SoftmaxRegression expected =
        SoftmaxRegression.fit(
            FitData.of(new DenseFeatures(standardised, 3), targets).withWeights(weights),
            TIGHT,
            Progress.NONE);
    SoftmaxRegression actual =
        SoftmaxRegression.fit(
            FitData.of(new DenseFeatures(raw, 3), targets).withWeights(weights),
            TIGHT.withStandardise(true),
            Progress.NONE);
    for (int k = 0; k < 3; k++) {
      double intercept = expected.intercepts()[k];
      for (int j = 0; j < 3; j++) {
        double w = expected.coefficients()[k * 3 + j] / deviations[j];
        intercept -= w * means[j];
        assertThat(actual.coefficients()[k * 3 + j]).isCloseTo(w, within(1e-7 * (1 + Math.abs(w))));
      }
      assertThat(actual.intercepts()[k]).isCloseTo(intercept, within(1e-6));
    }
    assertThat(actual.coefficients()[2]).isZero();
    // A start speaks of the features as they are.
    SoftmaxRegression again =
        SoftmaxRegression.fit(
            FitData.of(new DenseFeatures(raw, 3), targets).withWeights(weights),
            TIGHT.withStandardise(true).withTolerance(1e-8).withStart(actual),
            Progress.NONE);
    assertThat(again.report().orElseThrow().iterations()).isZero();
  }

  @Test
  void aStartNearTheAnswerSavesSteps() {
    DenseData data = random(900, 12, 4);
    SoftmaxRegression model = fit(data, TIGHT);
    assertThat(model.report().orElseThrow().iterations()).isGreaterThan(3);
    SoftmaxRegression same = fit(data, TIGHT.withTolerance(1e-9).withStart(model));
    assertThat(same.report().orElseThrow().iterations()).isZero();
    assertThat(same.coefficients()).isEqualTo(model.coefficients());
    SoftmaxRegression next = fit(data, TIGHT.withC(1.1).withStart(model));
    assertThat(next.report().orElseThrow().iterations())
        .isLessThan(model.report().orElseThrow().iterations());
    assertThatThrownBy(() -> fit(random(10, 3, 2), TIGHT.withStart(model)))
        .hasMessage(
            "softmax regression: a start of coefficients (4, 12) but 2 classes and 3 features");
  }

  /// So many rows and columns that Hessian products are of a sample.
  @Test
  void samplesOfRowsLeadToTheSameAnswer() {
    DenseData data = random(15_000, 70, 3);
    Options options = Options.defaults().withC(1e-3).withTolerance(1e-9);
    SoftmaxRegression newton = fit(data, options);
    SoftmaxRegression lbfgs = fit(data, options.withSolver(new Lbfgs()));
    FitReport report = newton.report().orElseThrow();
    assertThat(report.converged()).isTrue();
    // A step has two passes for its gradient; what is left are products of a part of the rows.
    assertThat(report.passes()).isLessThan(5L * report.iterations());
    assertThat(newton.coefficients()).containsExactly(lbfgs.coefficients(), within(1e-6));
    assertThat(newton.intercepts()).containsExactly(lbfgs.intercepts(), within(1e-6));
  }

  @Test
  void dualAscentReachesTheSameAnswer() {
    DenseData data = random(900, 12, 4);
    SoftmaxRegression newton = fit(data, TIGHT);
    Options dual = TIGHT.withTolerance(1e-9).withSolver(new StochasticDualAscent(5));
    SoftmaxRegression model = fit(data, dual);
    FitReport report = model.report().orElseThrow();
    assertThat(report.solver()).isEqualTo("sdca");
    assertThat(report.converged()).isTrue();
    assertThat(model.coefficients()).containsExactly(newton.coefficients(), within(1e-6));
    assertThat(model.intercepts()).containsExactly(newton.intercepts(), within(1e-6));
    assertThat(fit(data, dual).coefficients()).isEqualTo(model.coefficients());
    assertThat(fit(data, dual.withStart(model)).report().orElseThrow().iterations()).isZero();
    assertThatThrownBy(() -> fit(data, dual.withC(Double.POSITIVE_INFINITY)))
        .hasMessageContaining("no dual problem without an L2 penalty");
  }

  @Test
  void saysWhichSolverAndWhy() {
    DenseData data = random(50, 3, 2);
    FitReport chosen = fit(data, TIGHT).report().orElseThrow();
    assertThat(chosen.solver()).isEqualTo("newton");
    assertThat(chosen.why()).contains("3 features are few enough");
    FitReport asked = fit(data, TIGHT.withSolver(new Lbfgs())).report().orElseThrow();
    assertThat(asked.why()).isEqualTo("it was asked for");
  }

  /// Whole numbers are kept as bytes, others as floats with their rest; columns of any size must do.
  @ParameterizedTest
  @ValueSource(strings = {"whole", "odd", "huge", "tiny", "mixed", "zeros"})
  void anyKindOfNumbersReachesTheSameOptimum(String kind) {
    DenseData data = random(300, 5, 3);
    double[] x = data.features().clone();
    for (int i = 0; i < x.length; i++) {
      x[i] =
          switch (kind) {
            case "whole" -> Math.rint(Math.abs(x[i]) * 20) / 20;
            case "odd" -> x[i] / 3;
            case "huge" -> x[i] * 1e50;
            case "tiny" -> x[i] * 1e-50;
            case "mixed" -> x[i] * Math.pow(10, 20 * (i % 5 - 2));
            default -> i % 5 < 2 && i < 200 * 5 ? 0 : x[i];
          };
    }
    // Of features that are all alike in size, C makes up for the size.
    double size = kind.equals("huge") ? 1e50 : kind.equals("tiny") ? 1e-50 : 1;
    DenseData scaled = DenseData.of(x, data.labels(), 3);
    FitReport newton = fit(scaled, TIGHT.withC(1 / size / size)).report().orElseThrow();
    double[] back = x.clone();
    for (int i = 0; i < back.length; i++) {
      back[i] /= size;
    }
    FitReport lbfgs =
        fit(
                DenseData.of(back, data.labels(), 3),
                TIGHT.withSolver(new Lbfgs()).withTolerance(1e-8).withMaxIterations(20_000))
            .report()
            .orElseThrow();
    // L-BFGS ends early where columns differ by many orders of magnitude.
    assertThat(newton.objective())
        .isGreaterThan(kind.equals("mixed") ? 0 : lbfgs.objective() * (1 - 1e-6))
        .isLessThan(lbfgs.objective() * (1 + 1e-6));
  }

  @Test
  void refusesOptionsThatAreNone() {
    assertThatThrownBy(() -> Options.defaults().withL1Ratio(1.5)).hasMessageContaining("1.5");
    assertThatThrownBy(() -> Options.defaults().withReference(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> Bounds.all(1, 0, 1)).hasMessageContaining("between 1.0 and 0.0");
  }

  private static void standardise(
      double[] x, double[] weights, double[] means, double[] deviations) {
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    for (int j = 0; j < means.length; j++) {
      for (int i = 0; i < weights.length; i++) {
        means[j] += weights[i] * x[i * means.length + j] / total;
      }
      for (int i = 0; i < weights.length; i++) {
        x[i * means.length + j] -= means[j];
        deviations[j] += weights[i] * Math.pow(x[i * means.length + j], 2) / total;
      }
      deviations[j] = deviations[j] < 1e-18 ? 1 : Math.sqrt(deviations[j]);
      for (int i = 0; i < weights.length; i++) {
        x[i * means.length + j] /= deviations[j];
      }
    }
  }

  private static SoftmaxRegression fit(DenseData data, Options options) {
    return SoftmaxRegression.fit(data, options, Progress.NONE);
  }

  private static DenseData random(int rows, int columns, int classes) {
    RandomGenerator random = new SplittableRandom(rows + columns);
    double[] features = new double[rows * columns];
    int[] labels = new int[rows];
    for (int i = 0; i < features.length; i++) {
      features[i] = random.nextGaussian();
    }
    for (int i = 0; i < rows; i++) {
      labels[i] = features[i * columns] > 0.5 ? 0 : random.nextInt(classes);
    }
    return DenseData.of(features, labels, classes);
  }
}
