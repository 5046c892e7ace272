package dev.softmax.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Compute;
import dev.softmax.Progress;
import dev.softmax.io.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Against statsmodels' `MNLogit` on the election study that it brings along.
class InferenceTest {
  private static final Options EXACT =
      Options.defaults().withC(Double.POSITIVE_INFINITY).withTolerance(1e-12);
  private static final Map<String, List<double[]>> GOLDEN = new TreeMap<>();
  private static FitData data = empty();
  private static SoftmaxRegression model = SoftmaxRegression.of(new double[2], new double[2]);

  private static FitData empty() {
    return FitData.of(DenseData.of(new double[] {0}, new int[] {0}, 1));
  }

  @BeforeAll
  static void read() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    InferenceTest.class.getResourceAsStream("/golden/inference/anes96.txt")),
                StandardCharsets.UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(
              line -> {
                String[] parts = line.split(" ", -1);
                GOLDEN
                    .computeIfAbsent(parts[0], any -> new ArrayList<>())
                    .add(Arrays.stream(parts).skip(1).mapToDouble(Double::parseDouble).toArray());
              });
    }
    List<double[]> rows = Objects.requireNonNull(GOLDEN.get("row"));
    double[] features = rows.stream().flatMapToDouble(row -> Arrays.stream(row).skip(1)).toArray();
    int[] labels = rows.stream().mapToInt(row -> (int) row[0]).toArray();
    data = FitData.of(DenseData.of(features, labels, 7));
    model = SoftmaxRegression.fit(data, EXACT, Progress.NONE);
  }

  private static void agree(
      Inference judged, String name, ToDoubleFunction<Coefficient> of, double relative) {
    double[] expected =
        Objects.requireNonNull(GOLDEN.get(name)).stream().flatMapToDouble(Arrays::stream).toArray();
    assertThat(judged.coefficients()).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(of.applyAsDouble(judged.coefficients().get(i)))
          .as("%s %d", name, i)
          .isCloseTo(expected[i], within(relative * (Math.abs(expected[i]) + 1e-3)));
    }
  }

  @Test
  void equalsStatsmodels() {
    Inference judged = Inference.of(model, data, InferenceOptions.defaults());
    agree(judged, "params", Coefficient::estimate, 1e-7);
    agree(judged, "bse", Coefficient::standardError, 1e-7);
    agree(judged, "z", Coefficient::z, 1e-7);
    agree(judged, "p", Coefficient::p, 1e-7);
    agree(judged, "low", Coefficient::low, 1e-7);
    agree(judged, "high", Coefficient::high, 1e-7);
    double[] scalars = Objects.requireNonNull(GOLDEN.get("scalars")).getFirst();
    assertThat(new double[] {judged.logLikelihood(), judged.aic(), judged.bic()})
        .containsExactly(new double[] {scalars[0], scalars[5], scalars[6]}, within(1e-8));
    // statsmodels fits the model without features by iterations, which end 7e-7 below the maximum.
    assertThat(judged.nullLogLikelihood()).isBetween(scalars[1], scalars[1] + 1e-6);
    assertThat(judged.likelihoodRatio()).isCloseTo(scalars[2], within(2e-6));
    assertThat(judged.pseudoR2()).isCloseTo(scalars[4], within(1e-9));
    assertThat(judged.likelihoodRatioP() / scalars[3]).isCloseTo(1, within(2e-6));
    assertThat(judged.degreesOfFreedom()).isEqualTo(30);
  }

  @Test
  void robustErrorsEqualStatsmodels() {
    Inference judged =
        Inference.of(
            model,
            data,
            InferenceOptions.defaults().withCovariance(InferenceOptions.Covariance.ROBUST));
    agree(judged, "robust", Coefficient::standardError, 1e-7);
  }

  @Test
  void aWeightOfTwoIsTheRowTwice() {
    double[] twos = new double[data.rows()];
    Arrays.fill(twos, 2);
    Inference once = Inference.of(model, data, InferenceOptions.defaults());
    Inference twice = Inference.of(model, data.withWeights(twos), InferenceOptions.defaults());
    assertThat(twice.observations()).isEqualTo(2.0 * data.rows());
    assertThat(twice.logLikelihood()).isCloseTo(2 * once.logLikelihood(), within(1e-8));
    assertThat(twice.coefficients().get(4).standardError())
        .isCloseTo(once.coefficients().get(4).standardError() / Math.sqrt(2), within(1e-12));
  }

  @Test
  void anotherReferenceTurnsTheSigns() {
    Inference judged =
        Inference.of(model, data, InferenceOptions.defaults().withReference(3).withLevel(0.9));
    Coefficient first = judged.coefficients().getFirst();
    Coefficient other =
        Inference.of(model, data, InferenceOptions.defaults()).coefficients().get(12);
    assertThat(first.classIndex()).isZero();
    assertThat(first.estimate()).isCloseTo(-other.estimate(), within(1e-12));
    assertThat(first.standardError()).isCloseTo(other.standardError(), within(1e-9));
    assertThat((first.high() - first.low()) / first.standardError())
        .isCloseTo(2 * 1.6448536269514722, within(1e-9));
    assertThat(first.oddsRatio()).isEqualTo(Math.exp(first.estimate()));
  }

  @Test
  void theSameBitsWithOneThread() {
    Inference judged = Inference.of(model, data, InferenceOptions.defaults());
    Compute.limitThreads(1);
    try {
      assertThat(Inference.of(model, data, InferenceOptions.defaults())).isEqualTo(judged);
    } finally {
      Compute.limitThreads(Integer.MAX_VALUE);
    }
  }

  @Test
  void refusesWhatIsNotDetermined() {
    double[] constant = {1, 5, 2, 5, 3, 5, 4, 5, 5, 5, 6, 5};
    FitData flat = FitData.of(DenseData.of(constant, new int[] {0, 1, 0, 1, 1, 0}, 2));
    SoftmaxRegression fitted = SoftmaxRegression.fit(flat, EXACT.withC(10), Progress.NONE);
    assertThatThrownBy(() -> Inference.of(fitted, flat, InferenceOptions.defaults()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the coefficient of feature 2 of class 2");
    assertThatThrownBy(
            () -> Inference.of(fitted, flat, InferenceOptions.defaults().withReference(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("class 2 as reference");
    assertThatThrownBy(() -> Inference.of(model, flat, InferenceOptions.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("coefficients (7, 5) but 2 classes and 2 features");
    assertThatThrownBy(() -> InferenceOptions.defaults().withLevel(1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
