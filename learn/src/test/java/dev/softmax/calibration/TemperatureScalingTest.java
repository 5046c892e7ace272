package dev.softmax.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.softmax.Compute;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The best temperature, against scikit-learn and mpmath.
class TemperatureScalingTest {
  /// A case of `golden/calibration/make.py`.
  record Golden(
      String name,
      CalibrationData data,
      double scikitLearn,
      double exact,
      double before,
      double after) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Golden> golden() throws IOException {
    List<Golden> cases = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    TemperatureScalingTest.class.getResourceAsStream(
                        "/golden/calibration/temperature.txt")),
                StandardCharsets.UTF_8))) {
      String name = "";
      int classes = 0;
      int[] labels = {};
      double[] logits = {};
      double[] beta = {0, 0};
      for (String line : lines.lines().toList()) {
        String[] words = line.split(" ");
        switch (words[0]) {
          case "case" -> {
            name = words[1];
            classes = Integer.parseInt(words[2]);
          }
          case "labels" ->
              labels = Arrays.stream(words).skip(1).mapToInt(Integer::parseInt).toArray();
          case "logits" -> logits = numbers(words);
          case "beta" -> beta[0] = Double.parseDouble(words[1]);
          case "exact" -> beta[1] = Double.parseDouble(words[1]);
          case "loss" -> {
            double[] loss = numbers(words);
            CalibrationData data = new CalibrationData(logits, labels, classes);
            cases.add(new Golden(name, data, beta[0], beta[1], loss[0], loss[1]));
          }
          default -> {}
        }
      }
    }
    return cases;
  }

  private static double[] numbers(String[] words) {
    return Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void findsWhatScikitLearnFinds(Golden golden) {
    for (double start : new double[] {1, 0.01, 50}) {
      TemperatureScaling fit = TemperatureScaling.fit(golden.data, start);
      assertThat(1 / fit.temperature()).isCloseTo(golden.exact, withinPercentage(1e-10));
      assertThat(1 / fit.temperature()).isCloseTo(golden.scikitLearn, withinPercentage(1e-5));
      assertThat(fit.lossAfter()).isCloseTo(golden.after, withinPercentage(1e-10));
      assertThat(fit.bounded()).isFalse();
    }
    assertThat(TemperatureScaling.fit(golden.data, 1).lossBefore())
        .isCloseTo(golden.before, withinPercentage(1e-10));
  }

  @Test
  void isNeverWorseThanBefore() {
    SplittableRandom random = new SplittableRandom(3);
    for (int trial = 0; trial < 200; trial++) {
      int classes = random.nextInt(2, 6);
      int rows = random.nextInt(1, 40);
      double scale = Math.exp(random.nextDouble(-20, 20));
      double[] logits = new double[rows * classes];
      Arrays.setAll(logits, i -> scale * random.nextGaussian());
      int[] labels = new int[rows];
      Arrays.setAll(labels, i -> random.nextInt(classes));
      double start = Math.exp(random.nextDouble(-12, 12));
      TemperatureScaling fit =
          TemperatureScaling.fit(new CalibrationData(logits, labels, classes), start);
      assertThat(fit.lossAfter()).isLessThanOrEqualTo(fit.lossBefore());
      TemperatureScaling again =
          TemperatureScaling.fit(new CalibrationData(logits, labels, classes), 1);
      if (!fit.bounded() && !again.bounded()) {
        assertThat(fit.lossAfter())
            .isCloseTo(again.lossAfter(), within(1e-9 * (1 + again.lossAfter())));
      }
    }
  }

  @Test
  void rowsThatAreAllRightHaveNoLeastTemperature() {
    CalibrationData right = new CalibrationData(new double[] {2, 1, 0, 0.5}, new int[] {0, 1}, 2);
    TemperatureScaling fit = TemperatureScaling.fit(right, 1);
    assertThat(fit.bounded()).isTrue();
    assertThat(fit.temperature()).isCloseTo(TemperatureScaling.LEAST, within(1e-18));
    assertThat(fit.lossAfter()).isLessThan(1e-300);
    assertThat(TemperatureScaling.fit(right, 1e-9).temperature()).isEqualTo(1e-9);
  }

  @Test
  void logitsThatMisleadGetTheHighestTemperature() {
    CalibrationData wrong = new CalibrationData(new double[] {2, 1, 0, 0.5}, new int[] {1, 0}, 2);
    TemperatureScaling fit = TemperatureScaling.fit(wrong, 1);
    assertThat(fit.bounded()).isTrue();
    assertThat(fit.temperature()).isCloseTo(TemperatureScaling.MOST, within(1e-9));
    assertThat(fit.lossAfter()).isCloseTo(Math.log(2), within(1e-4)).isLessThan(fit.lossBefore());
  }

  @Test
  void equalLogitsKeepTheTemperature() {
    CalibrationData flat = new CalibrationData(new double[] {3, 3, -1, -1}, new int[] {0, 1}, 2);
    TemperatureScaling fit = TemperatureScaling.fit(flat, 1.7);
    assertThat(fit.temperature()).isCloseTo(1.7, within(1e-15));
    assertThat(fit.lossAfter()).isCloseTo(Math.log(2), within(1e-15));
    assertThat(fit.bounded()).isTrue();
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    SplittableRandom random = new SplittableRandom(8);
    double[] logits = new double[3 * 5000];
    Arrays.setAll(logits, i -> random.nextGaussian());
    int[] labels = new int[5000];
    Arrays.setAll(labels, i -> random.nextInt(3) == 0 ? i % 3 : best(logits, 3 * i));
    CalibrationData data = new CalibrationData(logits, labels, 3);
    TemperatureScaling several = TemperatureScaling.fit(data, 1);
    int threads = Compute.threads();
    Compute.limitThreads(1);
    try {
      assertThat(TemperatureScaling.fit(data, 1)).isEqualTo(several);
    } finally {
      Compute.limitThreads(threads);
    }
  }

  private static int best(double[] logits, int from) {
    int best = 0;
    for (int k = 1; k < 3; k++) {
      best = logits[from + k] > logits[from + best] ? k : best;
    }
    return best;
  }

  @Test
  void shapesMustFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CalibrationData(new double[5], new int[2], 3))
        .withMessage("calibration: 5 logits but labels (2) and 3 classes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CalibrationData(new double[4], new int[] {0, 2}, 2))
        .withMessage("calibration: label 2 in row 2 but 2 classes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CalibrationData(new double[] {0, 1, 2, Double.NaN}, new int[2], 2))
        .withMessage("calibration: logit NaN in row 2, column 2");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void startMustBeATemperature(double start) {
    CalibrationData data = new CalibrationData(new double[] {1, 0}, new int[1], 2);
    assertThatIllegalArgumentException().isThrownBy(() -> TemperatureScaling.fit(data, start));
  }
}
