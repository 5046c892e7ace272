package dev.softmax.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Progress;
import dev.softmax.io.InputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SoftmaxRegressionTest {
  private static final DenseData LINE =
      DenseData.of(new double[] {-2, -1, 1, 2, 0, 3}, new int[] {0, 0, 1, 1, 0, 1}, 2);

  static List<Solver> solvers() {
    return List.of(new Lbfgs(), new TruncatedNewton());
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void permutingTheClassesPermutesTheModel(Solver solver) throws IOException {
    DenseData data = GoldenTable.read("iris");
    int[] renamed = Arrays.stream(data.labels()).map(label -> (label + 1) % 3).toArray();
    Options options = Options.defaults().withSolver(solver).withTolerance(1e-11);
    double[] before = SoftmaxRegression.fit(data, options, Progress.NONE).coefficients();
    double[] after =
        SoftmaxRegression.fit(DenseData.of(data.features(), renamed, 3), options, Progress.NONE)
            .coefficients();
    for (int i = 0; i < 12; i++) {
      assertThat(after[(i + 4) % 12]).isCloseTo(before[i], within(1e-8));
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void withoutFeaturesProbabilitiesAreShares(Solver solver) {
    DenseData data = new DenseData(new double[0], new int[] {0, 0, 0, 1, 2, 2}, 0, 3);
    SoftmaxRegression model = fit(data, Options.defaults().withSolver(solver));
    assertThat(model.probabilities(new double[0], 2))
        .containsExactly(
            new double[] {3 / 6.0, 1 / 6.0, 2 / 6.0, 3 / 6.0, 1 / 6.0, 2 / 6.0}, within(1e-6));
    assertThatThrownBy(() -> model.probabilities(new double[0]))
        .hasMessageContaining("number of rows");
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void aClassWithoutRowsGetsAlmostNothing(Solver solver) {
    DenseData data = DenseData.of(new double[] {1, 2, 3, 4}, new int[] {1, 1, 1, 1}, 3);
    double[] p = fit(data, Options.defaults().withSolver(solver)).probabilities(new double[] {2.5});
    assertThat(p[1]).isGreaterThan(0.9999);
    assertThat(p[0]).isBetween(0.0, 1e-4).isCloseTo(p[2], within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void oneClassAloneIsCertain(Solver solver) {
    DenseData data = DenseData.of(new double[] {1, 2}, new int[] {0, 0}, 1);
    SoftmaxRegression model = fit(data, Options.defaults().withSolver(solver));
    assertThat(model.probabilities(new double[] {5, 6, 7})).containsExactly(1, 1, 1);
    assertThat(model.report().orElseThrow().converged()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void separableWithoutPenaltyEndsAndStaysFinite(Solver solver) {
    Options options =
        Options.defaults()
            .withC(Double.POSITIVE_INFINITY)
            .withSolver(solver)
            .withTolerance(0)
            .withMaxIterations(300);
    SoftmaxRegression model = fit(LINE, options);
    FitReport report = model.report().orElseThrow();
    assertThat(report.objective()).isBetween(0.0, 1e-6);
    assertThat(report.gap() == 0 || report.gap() == Double.POSITIVE_INFINITY).isTrue();
    assertThat(model.probabilities(new double[] {-2, 3}))
        .containsExactly(new double[] {1, 0, 0, 1}, within(1e-6));
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void constantAndEqualColumnsAreShared(Solver solver) {
    double[] features = new double[LINE.rows() * 4];
    for (int i = 0; i < LINE.rows(); i++) {
      features[4 * i] = LINE.features()[i];
      features[4 * i + 1] = LINE.features()[i];
      features[4 * i + 2] = 0;
      features[4 * i + 3] = 7;
    }
    SoftmaxRegression model =
        fit(DenseData.of(features, LINE.labels(), 2), Options.defaults().withSolver(solver));
    double[] w = model.coefficients();
    assertThat(w[0]).isCloseTo(w[1], within(1e-6)).isLessThan(-0.1);
    assertThat(w[2]).isZero();
    // The intercept is free, so the penalised column of sevens gets nothing.
    assertThat(w[3]).isCloseTo(0, within(1e-4));
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void badlyScaledFeaturesGiveNumbers(Solver solver) {
    double[] features = {1e90, 1, -1e90, 2, 2e90, 3, 1e-90, 4};
    SoftmaxRegression model =
        fit(
            DenseData.of(features, new int[] {0, 1, 0, 1}, 2),
            Options.defaults().withSolver(solver));
    assertThat(model.probabilities(features)).doesNotContain(Double.NaN);
    assertThat(model.report().orElseThrow().objective()).isBetween(0.0, 4 * Math.log(2));
  }

  @Test
  void twoClassesAreSymmetric() {
    SoftmaxRegression model = fit(LINE, Options.defaults().withTolerance(1e-10));
    assertThat(model.coefficients()[0]).isCloseTo(-model.coefficients()[1], within(1e-12));
    assertThat(model.intercepts()[0]).isCloseTo(-model.intercepts()[1], within(1e-12));
    assertThat(model.report().orElseThrow().solver()).isEqualTo("newton");
  }

  @Test
  void withoutInterceptsTheyAreZero() {
    SoftmaxRegression model = fit(LINE, Options.defaults().withFitIntercept(false));
    assertThat(model.intercepts()).containsExactly(0, 0);
    assertThat(model.probabilities(new double[] {0})).containsExactly(0.5, 0.5);
    DenseData nothing = new DenseData(new double[0], new int[] {0, 1, 1}, 0, 2);
    assertThat(
            fit(nothing, Options.defaults().withFitIntercept(false))
                .probabilities(new double[0], 1))
        .containsExactly(0.5, 0.5);
  }

  @Test
  void gapBoundsTheDistanceToTheMinimum() throws IOException {
    DenseData data = GoldenTable.read("iris");
    double least = GoldenTable.fits("iris").getFirst().objective();
    for (double tolerance : new double[] {1e-2, 1e-3, 1e-4}) {
      Options options = Options.defaults().withTolerance(tolerance);
      FitReport report = fit(data, options).report().orElseThrow();
      // The bound is for the intercepts found; their own distance is the little extra.
      assertThat(report.objective() - least).isBetween(-1e-9, report.gap() + 1e-6);
    }
  }

  @Test
  void stopsAtTheLimitAndSaysSo() throws IOException {
    List<Long> heard = new ArrayList<>();
    SoftmaxRegression model =
        SoftmaxRegression.fit(
            GoldenTable.read("iris"),
            Options.defaults().withMaxIterations(3).withSolver(new Lbfgs()),
            (stage, done, total, loss) -> heard.add(done));
    FitReport report = model.report().orElseThrow();
    assertThat(report.converged()).isFalse();
    assertThat(report.iterations()).isEqualTo(3);
    assertThat(heard).containsExactly(1L, 2L, 3L);
  }

  @Test
  void keepsItsArraysToItself() {
    double[] w = {1, 2, 3, 4};
    double[] b = {0, 0};
    SoftmaxRegression model = SoftmaxRegression.of(w, b);
    double[] before = model.logits(new double[] {1, 1});
    w[0] = 100;
    b[0] = 100;
    model.coefficients()[1] = 100;
    model.intercepts()[1] = 100;
    assertThat(model.logits(new double[] {1, 1})).isEqualTo(before).containsExactly(3, 7);
    assertThat(model.report()).isEmpty();
  }

  @Test
  void errorsStateBothSides() {
    SoftmaxRegression model = SoftmaxRegression.of(new double[20], new double[5]);
    assertThatThrownBy(() -> model.probabilities(new double[30], 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("softmax regression: features (10, 3) but coefficients (5, 4)");
    assertThatThrownBy(() -> model.logits(new double[7])).hasMessageContaining("7 features");
    assertThatThrownBy(() -> SoftmaxRegression.of(new double[5], new double[2]))
        .hasMessageContaining("5 coefficients but 2 intercepts");
    assertThatThrownBy(() -> SoftmaxRegression.of(new double[] {Double.NaN}, new double[1]))
        .hasMessageContaining("not finite");
    assertThatThrownBy(() -> DenseData.of(new double[5], new int[2], 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 features but 2 labels");
    assertThatThrownBy(() -> DenseData.of(new double[2], new int[] {0, 3}, 3))
        .hasMessage("softmax regression: label 3 in row 2 but 3 classes");
    assertThatThrownBy(() -> Options.defaults().withC(0)).hasMessageContaining("C 0.0");
    assertThatThrownBy(() -> Options.defaults().withTolerance(Double.NaN))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Lbfgs(0)).hasMessageContaining("memory 0");
    assertThatThrownBy(() -> new TruncatedNewton(0)).hasMessageContaining("0 inner steps");
  }

  @Test
  void namesRowAndColumnOfABadFeature() {
    double[] features = {1, 2, 3, Double.NaN};
    assertThatThrownBy(() -> DenseData.of(features, new int[2], 2))
        .isInstanceOf(InputException.class)
        .hasMessage("softmax regression: feature NaN in row 2, column 2 is not finite");
    features[3] = 1e300;
    assertThatThrownBy(() -> DenseData.of(features, new int[2], 2))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("1.0E300 in row 2, column 2 is too large");
    SoftmaxRegression model = SoftmaxRegression.of(new double[4], new double[2]);
    assertThatThrownBy(() -> model.probabilities(features)).hasMessageContaining("row 2");
    assertThatThrownBy(() -> DenseData.of(new double[0], new int[0], 2))
        .isInstanceOf(InputException.class)
        .hasMessage("softmax regression: no rows to fit");
  }

  private static SoftmaxRegression fit(DenseData data, Options options) {
    return SoftmaxRegression.fit(data, options, Progress.NONE);
  }
}
