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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class ClassificationMetricsTest {

  /// The numbers are scikit-learn's, from `golden/metrics/make.py`; its logarithm also cuts
  /// probabilities off below 1, hence the tolerance.
  @Test
  void agreesWithScikitLearn() throws IOException {
    Map<String, double[]> golden = golden();
    ClassificationMetrics metrics =
        ClassificationMetrics.of(golden.get("probabilities"), ints(golden.get("labels")), 4);
    assertThat(metrics.rows()).isEqualTo(200);
    assertThat(metrics.accuracy()).isEqualTo(golden.get("accuracy")[0], within(1e-15));
    assertThat(metrics.logLoss()).isEqualTo(golden.get("logLoss")[0], within(1e-12));
    assertThat(metrics.brier()).isEqualTo(golden.get("brier")[0], within(1e-14));
    assertThat(metrics.ece()).isEqualTo(golden.get("ece")[0], within(1e-14));
    assertThat(scores(metrics, ClassScores::precision))
        .containsExactly(golden.get("precision"), within(1e-15));
    assertThat(scores(metrics, ClassScores::recall))
        .containsExactly(golden.get("recall"), within(1e-15));
    assertThat(scores(metrics, ClassScores::f1)).containsExactly(golden.get("f1"), within(1e-15));
    assertThat(scores(metrics, ClassScores::support)).isEqualTo(golden.get("support"));
    assertThat(metrics.confusion().counts()).isEqualTo(ints(golden.get("confusion")));
    assertThat(metrics.reliability().stream().mapToInt(ReliabilityBin::rows).toArray())
        .isEqualTo(ints(golden.get("binRows")));
  }

  @Test
  void certainAndRight() {
    ClassificationMetrics metrics =
        ClassificationMetrics.of(new double[] {1, 0, 0, 1}, new int[] {0, 1}, 2);
    assertThat(metrics.accuracy()).isEqualTo(1);
    assertThat(metrics.logLoss()).isZero();
    assertThat(metrics.brier()).isZero();
    assertThat(metrics.ece()).isZero();
  }

  @Test
  void certainAndWrongIsFinite() {
    ClassificationMetrics metrics = ClassificationMetrics.of(new double[] {1, 0}, new int[] {1}, 2);
    assertThat(metrics.logLoss()).isEqualTo(52 * Math.log(2), within(1e-12));
    assertThat(metrics.brier()).isEqualTo(2);
    assertThat(metrics.ece()).isEqualTo(1);
  }

  @Test
  void equalProbabilitiesPredictTheFirst() {
    ClassificationMetrics metrics =
        ClassificationMetrics.of(new double[] {0.5, 0.5, 0.5, 0.5}, new int[] {0, 1}, 2);
    assertThat(metrics.accuracy()).isEqualTo(0.5);
    assertThat(metrics.confusion().count(1, 0)).isEqualTo(1);
    assertThat(metrics.confusion().count(1, 1)).isZero();
  }

  @Test
  void binsAreOpenBelowAndClosedAbove() {
    double third = 1.0 / 3;
    ClassificationMetrics metrics =
        ClassificationMetrics.of(
            new double[] {third, third, third, 0.6, 0.4, 0, 1, 0, 0}, new int[] {0, 1, 0}, 3);
    List<ReliabilityBin> bins = metrics.reliability();
    assertThat(bins).hasSize(15);
    assertThat(bins.get(4)).isEqualTo(new ReliabilityBin(4.0 / 15, 5.0 / 15, 1, third, 1));
    assertThat(bins.get(8)).isEqualTo(new ReliabilityBin(8.0 / 15, 9.0 / 15, 1, 0.6, 0));
    assertThat(bins.get(14).rows()).isEqualTo(1);
    assertThat(bins.get(0).rows()).isZero();
    assertThat(bins.get(0).accuracy()).isNaN();
  }

  @Test
  void errorsNameWhatDoesNotFit() {
    double[] p = {0.5, 0.5};
    assertThatThrownBy(() -> ClassificationMetrics.of(p, new int[] {0, 1}, 2))
        .hasMessage("metrics: 2 probabilities but labels (2) and 2 classes");
    assertThatThrownBy(() -> ClassificationMetrics.of(p, new int[] {2}, 2))
        .hasMessage("metrics: label 2 in row 1 but 2 classes");
    assertThatThrownBy(() -> ClassificationMetrics.of(p, new int[] {-1}, 2))
        .hasMessageContaining("label -1 in row 1");
    assertThatThrownBy(() -> ClassificationMetrics.of(new double[0], new int[0], 2))
        .hasMessage("metrics: no rows to measure");
    assertThatThrownBy(
            () -> ClassificationMetrics.of(new double[] {0.5, 0.5, 0.5, 0.6}, new int[2], 2))
        .hasMessage("metrics: the probabilities in row 2 sum to 1.1, not to 1");
    assertThatThrownBy(() -> ClassificationMetrics.of(new double[] {Double.NaN, 1}, new int[1], 2))
        .hasMessage("metrics: probability NaN in row 1, column 1");
    assertThatThrownBy(() -> ClassificationMetrics.of(new double[] {1.5, -0.5}, new int[1], 2))
        .hasMessage("metrics: probability -0.5 in row 1, column 2");
  }

  private static double[] scores(
      ClassificationMetrics metrics, ToDoubleFunction<ClassScores> score) {
    return metrics.perClass().stream().mapToDouble(score).toArray();
  }

  private static int[] ints(double[] values) {
    return Arrays.stream(values).mapToInt(v -> (int) v).toArray();
  }

  private static Map<String, double[]> golden() throws IOException {
    Map<String, double[]> golden = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    ClassificationMetricsTest.class.getResourceAsStream(
                        "/golden/metrics/metrics.txt")),
                StandardCharsets.UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" "))
          .forEach(
              words ->
                  golden.put(
                      words[0],
                      Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray()));
    }
    return golden;
  }
}
