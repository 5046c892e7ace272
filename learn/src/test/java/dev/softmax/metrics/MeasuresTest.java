package dev.softmax.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Measures against scikit-learn and uncertainty-calibration, from `golden/metrics/measures.py`.
class MeasuresTest {
  private static final Offset<Double> CLOSE = within(1e-12);

  @ParameterizedTest
  @ValueSource(strings = {"two", "ties", "ten", "weighted", "oneTruth"})
  void agreesWithPublicPackages(String name) throws IOException {
    Map<String, double[]> golden = golden(name);
    Predictions predictions = predictions(golden);
    Agreement agreement = Agreement.of(predictions);
    assertClose(golden, "accuracy", agreement.accuracy());
    assertClose(golden, "accuracy", predictions.accuracy());
    assertClose(golden, "balancedAccuracy", agreement.balancedAccuracy());
    assertClose(golden, "matthews", agreement.matthews());
    assertClose(golden, "kappa", agreement.kappa());
    assertClose(golden, "logLoss", predictions.logLoss());
    assertClose(golden, "brier", predictions.brier());
    Averages averages = Averages.of(predictions);
    assertClose(golden, "macro", values(averages.macro()));
    assertClose(golden, "micro", values(averages.micro()));
    assertClose(golden, "weighted", values(averages.weighted()));
    if (golden.containsKey("top2")) {
      assertClose(golden, "top2", Ranking.topKAccuracy(predictions, 2));
    }
    Ranking ranking = Ranking.of(predictions);
    assertClose(golden, "rocAuc", ranking.macroRocAuc(), ranking.weightedRocAuc());
    assertClose(
        golden,
        "averagePrecision",
        ranking.macroAveragePrecision(),
        ranking.weightedAveragePrecision());
  }

  @ParameterizedTest
  @ValueSource(strings = {"two", "ties", "ten", "weighted", "oneTruth"})
  void calibrationAgreesWithPublicPackages(String name) throws IOException {
    Map<String, double[]> golden = golden(name);
    Predictions predictions = predictions(golden);
    CalibrationError error = CalibrationError.of(predictions);
    assertClose(golden, "equalWidth", error.equalWidth());
    assertClose(golden, "maximum", error.maximum());
    if (!name.equals("weighted")) {
      assertClose(golden, "equalMass", error.equalMass());
      assertClose(golden, "debiased", error.debiased());
      assertClose(golden, "classwise", error.classwise());
    }
    BrierDecomposition parts = BrierDecomposition.of(predictions);
    assertClose(golden, "brierParts", parts.reliability(), parts.resolution(), parts.uncertainty());
    assertThat(parts.brier()).isEqualTo(predictions.brier(), CLOSE);
  }

  @Test
  void weightsCountRowsThatOften() throws IOException {
    Predictions all = predictions(golden("ties"));
    double[] weights = new double[all.rows()];
    Arrays.setAll(weights, row -> row * 7 % 4);
    int[] repeated =
        IntStream.range(0, weights.length)
            .flatMap(row -> IntStream.range(0, (int) weights[row]).map(_ -> row))
            .toArray();
    double[] p = new double[repeated.length * 4];
    Arrays.setAll(p, i -> all.probability(repeated[i / 4], i % 4));
    int[] labels = Arrays.stream(repeated).map(all::label).toArray();
    Predictions weighted = all.withWeights(weights);
    Predictions written = Predictions.of(p, labels, 4);
    assertThat(measures(weighted)).containsExactly(measures(written), CLOSE);
    double[] tenths = Arrays.stream(weights).map(w -> w / 10).toArray();
    assertThat(Ranking.of(all.withWeights(tenths)).macroRocAuc())
        .isEqualTo(Ranking.of(written).macroRocAuc(), CLOSE);
  }

  @Test
  void doesNotDependOnTheOrderOfRows() throws IOException {
    Predictions all = predictions(golden("ties"));
    int last = all.rows() - 1;
    double[] p = new double[all.rows() * 4];
    Arrays.setAll(p, i -> all.probability(last - i / 4, i % 4));
    int[] labels = IntStream.rangeClosed(0, last).map(row -> all.label(last - row)).toArray();
    assertThat(measures(Predictions.of(p, labels, 4))).containsExactly(measures(all), CLOSE);
  }

  /// Probabilities from which the labels are drawn are perfect; the plain error is not 0 all the same.
  @Test
  void theDebiasedErrorOfPerfectProbabilitiesIsSmall() {
    var random = new SplittableRandom(5);
    double[] p = new double[4000];
    int[] labels = new int[2000];
    for (int row = 0; row < labels.length; row++) {
      p[2 * row] = random.nextDouble();
      p[2 * row + 1] = 1 - p[2 * row];
      labels[row] = random.nextDouble() < p[2 * row] ? 0 : 1;
    }
    CalibrationError error = CalibrationError.of(Predictions.of(p, labels, 2));
    assertThat(error.equalMass()).isGreaterThan(0.015);
    assertThat(error.debiased()).isLessThan(0.015);
  }

  @Test
  void topKReachesOneWithAllClasses() throws IOException {
    Predictions ten = predictions(golden("ten"));
    assertThat(Ranking.topKAccuracy(ten, 1)).isEqualTo(ten.accuracy(), CLOSE);
    assertThat(Ranking.topKAccuracy(ten, 10)).isEqualTo(1);
    assertThatThrownBy(() -> Ranking.topKAccuracy(ten, 0)).hasMessageContaining("top 0");
  }

  @Test
  void withoutAChoiceThereIsNothingToRank() {
    Predictions one = Predictions.of(new double[] {1, 1}, new int[2], 1);
    assertThat(Ranking.of(one).macroRocAuc()).isNaN();
    assertThat(Ranking.of(one).macroAveragePrecision()).isEqualTo(1);
    assertThat(Agreement.of(one).matthews()).isZero();
    assertThat(Agreement.of(one).kappa()).isNaN();
    assertThat(CalibrationError.of(one).equalMass()).isZero();
  }

  @Test
  void refusesWeightsThatCannotBe() {
    Predictions two = Predictions.of(new double[] {0.5, 0.5, 1, 0}, new int[2], 2);
    assertThatThrownBy(() -> two.withWeights(new double[1]))
        .hasMessage("metrics: weights (1) but labels (2)");
    assertThatThrownBy(() -> two.withWeights(new double[] {1, -1}))
        .hasMessage("metrics: weight -1.0 in row 2");
    assertThatThrownBy(() -> two.withWeights(new double[] {Double.NaN, 1}))
        .hasMessage("metrics: weight NaN in row 1");
    assertThatThrownBy(() -> two.withWeights(new double[2]))
        .hasMessage("metrics: the weights sum to 0.0");
    Predictions weighted = two.withWeights(new double[] {1, 2});
    assertThatThrownBy(() -> ClassificationMetrics.of(weighted))
        .hasMessageContaining("weights cannot be counted");
    assertThatThrownBy(() -> CalibrationError.of(two, 0)).hasMessageContaining("0 bins");
    assertThatThrownBy(() -> BrierDecomposition.of(two, 0)).hasMessageContaining("0 bins");
  }

  private static double[] measures(Predictions of) {
    Agreement agreement = Agreement.of(of);
    CalibrationError error = CalibrationError.of(of);
    BrierDecomposition parts = BrierDecomposition.of(of);
    Ranking ranking = Ranking.of(of);
    return new double[] {
      of.logLoss(),
      of.brier(),
      agreement.accuracy(),
      agreement.balancedAccuracy(),
      agreement.matthews(),
      agreement.kappa(),
      Averages.of(of).macro().f1(),
      Averages.of(of).weighted().precision(),
      error.equalWidth(),
      error.equalMass(),
      error.debiased(),
      error.maximum(),
      error.classwise(),
      parts.reliability(),
      parts.resolution(),
      parts.uncertainty(),
      parts.withinBins(),
      ranking.macroRocAuc(),
      ranking.weightedAveragePrecision(),
      Ranking.topKAccuracy(of, 2)
    };
  }

  private static double[] values(Averages.Scores scores) {
    return new double[] {scores.precision(), scores.recall(), scores.f1()};
  }

  private static void assertClose(Map<String, double[]> golden, String name, double... values) {
    double[] expected = Objects.requireNonNull(golden.get(name), name);
    assertThat(values).as(name).hasSameSizeAs(expected);
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(expected[i])) {
        assertThat(values[i]).as(name).isNaN();
      } else {
        assertThat(values[i]).as(name).isEqualTo(expected[i], CLOSE);
      }
    }
  }

  static Predictions predictions(Map<String, double[]> golden) {
    double[] labels = Objects.requireNonNull(golden.get("labels"));
    Predictions predictions =
        Predictions.of(
            Objects.requireNonNull(golden.get("probabilities")),
            Arrays.stream(labels).mapToInt(v -> (int) v).toArray(),
            (int) Objects.requireNonNull(golden.get("classes"))[0]);
    double[] weights = golden.get("weights");
    return weights == null ? predictions : predictions.withWeights(weights);
  }

  static Map<String, double[]> golden(String name) throws IOException {
    Map<String, double[]> golden = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    MeasuresTest.class.getResourceAsStream("/golden/metrics/measures.txt")),
                StandardCharsets.UTF_8))) {
      lines
          .lines()
          .map(line -> line.split(" "))
          .filter(words -> words[0].equals(name))
          .forEach(
              words ->
                  golden.put(
                      words[1],
                      Arrays.stream(words).skip(2).mapToDouble(MeasuresTest::number).toArray()));
    }
    return golden;
  }

  private static double number(String word) {
    return word.equals("nan") ? Double.NaN : Double.parseDouble(word);
  }
}
