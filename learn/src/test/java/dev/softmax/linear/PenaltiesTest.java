package dev.softmax.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Compute;
import dev.softmax.Progress;
import dev.softmax.io.InputException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Penalties, bounds and the choice of penalties: conditions of an optimum and what must not
/// matter.
class PenaltiesTest {
  private static final Options TIGHT = Options.defaults().withTolerance(1e-10);

  @AfterEach
  void useAllThreads() {
    Compute.limitThreads(Integer.MAX_VALUE);
  }

  @Test
  void boundsHoldAndGradientsPointOutside() throws IOException {
    FitData data = PenaltiesGoldenTest.data("wine");
    Options options = TIGHT.withBounds(Bounds.all(-0.3, 0.4, 39)).withFitIntercept(false);
    SoftmaxRegression model = SoftmaxRegression.fit(data, options, Progress.NONE);
    double[] w = model.coefficients();
    double[] p = model.probabilities(data.features());
    double[] x = ((DenseFeatures) data.features()).values();
    int[] labels = ((Targets.Classes) data.targets()).labels();
    int limited = 0;
    for (int k = 0; k < 3; k++) {
      for (int j = 0; j < 13; j++) {
        double slope = w[k * 13 + j];
        for (int i = 0; i < labels.length; i++) {
          slope += x[i * 13 + j] * (p[i * 3 + k] - (labels[i] == k ? 1 : 0));
        }
        double at = w[k * 13 + j];
        assertThat(at).isBetween(-0.3, 0.4);
        if (at == -0.3) {
          assertThat(slope).isGreaterThan(-1e-7);
          limited++;
        } else if (at == 0.4) {
          assertThat(slope).isLessThan(1e-7);
          limited++;
        } else {
          assertThat(slope).isCloseTo(0, within(1e-7));
        }
      }
    }
    assertThat(limited).isPositive();
  }

  @Test
  void threadsDoNotMatterAndOrderOfClassesHardly() throws IOException {
    FitData data = PenaltiesGoldenTest.data("sparse");
    Options options = TIGHT.withL1Ratio(1).withC(0.3);
    Compute.limitThreads(1);
    SoftmaxRegression one = SoftmaxRegression.fit(data, options, Progress.NONE);
    Compute.limitThreads(Integer.MAX_VALUE);
    SoftmaxRegression many = SoftmaxRegression.fit(data, options, Progress.NONE);
    assertThat(many.coefficients()).isEqualTo(one.coefficients());
    int[] labels = ((Targets.Classes) data.targets()).labels().clone();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = 3 - labels[i];
    }
    FitData turned = FitData.of(data.features(), new Targets.Classes(labels, 4));
    double[] w = SoftmaxRegression.fit(turned, options, Progress.NONE).coefficients();
    for (int i = 0; i < w.length; i++) {
      assertThat(w[i]).isCloseTo(one.coefficients()[(3 - i / 14) * 14 + i % 14], within(1e-7));
    }
  }

  @Test
  void gapsAreBounds() throws IOException {
    FitData data = PenaltiesGoldenTest.data("wine");
    for (double ratio : new double[] {0.5, 1}) {
      Options options = TIGHT.withL1Ratio(ratio).withFitIntercept(false);
      double least =
          SoftmaxRegression.fit(data, options, Progress.NONE).report().orElseThrow().objective();
      FitReport loose =
          SoftmaxRegression.fit(data, options.withMaxIterations(2), Progress.NONE)
              .report()
              .orElseThrow();
      assertThat(loose.converged()).isFalse();
      assertThat(loose.objective() - least).isBetween(0.0, loose.gap());
    }
  }

  @Test
  void theGramModelAndTheMarginModelMakeTheSameSteps() throws IOException {
    FitData data = PenaltiesGoldenTest.data("wine");
    double[] free = new double[3 * 14];
    double[] least = new double[free.length];
    Arrays.fill(least, Double.NEGATIVE_INFINITY);
    double[] largest = new double[free.length];
    Arrays.fill(largest, Double.POSITIVE_INFINITY);
    double[] slope = new double[free.length];
    Arrays.setAll(slope, i -> Math.sin(i) * 20);
    double[] p = new double[3 * data.rows()];
    double[] weights = new double[data.rows()];
    Arrays.setAll(p, i -> new double[] {0.2, 0.3, 0.5}[i / weights.length]);
    Arrays.setAll(weights, i -> 0.5 + i % 4);
    QuadraticModel.Around around =
        new QuadraticModel.Around(
            FeatureColumns.of(data.features()),
            new CoordinatePenalty(2, 1, 13, least, largest),
            free,
            slope,
            p,
            weights,
            IntStream.range(0, free.length).filter(i -> i % 5 != 2).toArray(),
            0.1);
    QuadraticModel gram = new GramModel(around);
    QuadraticModel margins = new MarginModel(around);
    for (int sweep = 0; sweep < 5; sweep++) {
      assertThat(gram.sweep()).isCloseTo(margins.sweep(), within(1e-9));
    }
    assertThat(gram.steps()).containsExactly(margins.steps(), within(1e-12));
    double[] logits = new double[p.length];
    double[] others = new double[p.length];
    gram.logits(logits);
    margins.logits(others);
    assertThat(logits).containsExactly(others, within(1e-12));
  }

  @Test
  void aPathIsTheFitsOneByOne() throws IOException {
    FitData data = PenaltiesGoldenTest.data("iris");
    List<Double> grid = RegularisationPath.grid(0.01, 10, 4);
    Options options = TIGHT.withL1Ratio(0.7);
    RegularisationPath path = RegularisationPath.fit(data, options, grid, Progress.NONE);
    assertThat(path.models()).hasSize(4);
    for (RegularisationPath.Point point : path.models()) {
      SoftmaxRegression cold = SoftmaxRegression.fit(data, options.withC(point.c()), Progress.NONE);
      assertThat(point.model().coefficients()).containsExactly(cold.coefficients(), within(1e-6));
    }
    assertThatThrownBy(() -> RegularisationPath.fit(data, options, List.of(), Progress.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no C to choose from");
  }

  @Test
  void crossValidationIsRepeatableAndTakesTheSimplerPenaltyIfAsked() throws IOException {
    FitData data = PenaltiesGoldenTest.data("iris");
    CrossValidationOptions choice =
        CrossValidationOptions.defaults()
            .withGrid(RegularisationPath.grid(0.1, 100, 13))
            .withOneStandardError(true);
    Compute.limitThreads(1);
    CrossValidation one = CrossValidation.run(data, Options.defaults(), choice, Progress.NONE);
    Compute.limitThreads(Integer.MAX_VALUE);
    CrossValidation many = CrossValidation.run(data, Options.defaults(), choice, Progress.NONE);
    assertThat(many).isEqualTo(one);
    CrossValidation.Score best = one.scores().get(one.best());
    assertThat(one.chosen().c()).isLessThan(best.c());
    assertThat(one.chosen().mean()).isBetween(best.mean(), best.mean() + best.standardError());
    assertThatThrownBy(
            () ->
                CrossValidation.run(data, Options.defaults(), choice.withFolds(51), Progress.NONE))
        .isInstanceOf(InputException.class)
        .hasMessage("cross-validation: class 1 has 50 rows, fewer than 51 folds");
  }
}
