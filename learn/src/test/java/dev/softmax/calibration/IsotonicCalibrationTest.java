package dev.softmax.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Isotonic calibration against scikit-learn.
class IsotonicCalibrationTest {
  static List<GoldenCases> golden() throws IOException {
    return GoldenCases.read("isotonic.txt");
  }

  @ParameterizedTest
  @MethodSource("golden")
  void givesWhatScikitLearnGives(GoldenCases golden) {
    Calibration calibration = IsotonicFit.of(golden.data());
    // Close to 1 a double has few digits for the way between two points.
    double tolerance = golden.name().equals("far") ? 1e-8 : 1e-12;
    assertThat(calibration.probabilities(golden.of("logits"), golden.classes()))
        .containsExactly(golden.of("fitted"), within(1e-12));
    assertThat(calibration.probabilities(golden.of("others"), golden.classes()))
        .containsExactly(golden.of("probabilities"), within(tolerance));
  }

  @Test
  void violatorsArePooled() {
    // Scores of class 0 rise with the rows; its hits 0, 1, 0, 1 have the pooled means 0, 1/2, 1/2,
    // 1.
    double[] logits = {0, 3, 0, 1, 1, 0, 3, 0};
    IsotonicCalibration isotonic =
        IsotonicFit.of(new CalibrationData(logits, new int[] {1, 0, 1, 0}, 2));
    assertThat(isotonic.values()).startsWith(0, 0.5, 0.5, 1);
    assertThat(isotonic.probabilities(logits, 2))
        .containsExactly(new double[] {0, 1, 0.5, 0.5, 0.5, 0.5, 1, 0}, within(1e-15));
  }

  @Test
  void aRowWithoutAnyProbabilityIsUndecided() {
    double[] scores = {0.4, 0.6, 0.4, 0.6, 0.4, 0.6};
    IsotonicCalibration isotonic =
        new IsotonicCalibration(scores, new double[] {0, 1, 0, 1, 0, 1}, new int[] {0, 2, 4, 6});
    assertThat(isotonic.probabilities(new double[3], 3))
        .containsExactly(new double[] {1 / 3., 1 / 3., 1 / 3.}, within(1e-15));
  }

  @Test
  void pointsMustRise() {
    double[] scores = {0.4, 0.3, 0.1, 0.6};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new IsotonicCalibration(scores, new double[4], new int[] {0, 2, 4}))
        .withMessage("isotonic calibration: point 2 is (0.3, 0.0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new IsotonicCalibration(scores, new double[4], new int[] {0, 0, 4}))
        .withMessage("isotonic calibration: class 0 has no point");
  }
}
