package dev.softmax.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Sigmoid calibration against scikit-learn.
class SigmoidCalibrationTest {
  static List<GoldenCases> golden() throws IOException {
    return GoldenCases.read("sigmoid.txt");
  }

  @ParameterizedTest
  @MethodSource("golden")
  void givesWhatScikitLearnGives(GoldenCases golden) {
    Calibration calibration = SigmoidFit.of(golden.data());
    double[] made = calibration.probabilities(golden.of("others"), golden.classes());
    assertThat(made).containsExactly(golden.of("exact"), within(1e-11));
    // Its own solver stops at a gradient of 1e-6.
    assertThat(made).containsExactly(golden.of("probabilities"), within(1e-7));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void aShiftOfTheLogitsChangesNothing(GoldenCases golden) {
    double[] logits = golden.of("logits");
    double[] shifted = logits.clone();
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] += 2 * (i / golden.classes());
    }
    CalibrationData moved = new CalibrationData(shifted, golden.ints("labels"), golden.classes());
    assertThat(SigmoidFit.of(moved).probabilities(shifted, golden.classes()))
        .containsExactly(
            SigmoidFit.of(golden.data()).probabilities(logits, golden.classes()), within(1e-9));
  }

  @Test
  void separatedAndEqualScoresHaveSigmoidsToo() {
    CalibrationData apart =
        new CalibrationData(new double[] {9, 0, 8, 0, 0, 9, 0, 7}, new int[] {0, 0, 1, 1}, 2);
    double[] sure = SigmoidFit.of(apart).probabilities(new double[] {8, 0, 0, 8}, 2);
    // Platt's targets for two rows each: 3/4 and 1/4.
    assertThat(sure).containsExactly(new double[] {0.75, 0.25, 0.25, 0.75}, within(0.02));
    CalibrationData equal = new CalibrationData(new double[6], new int[] {0, 1, 1}, 2);
    assertThat(SigmoidFit.of(equal).probabilities(new double[2], 2)[1]).isBetween(0.5, 0.67);
  }

  @Test
  void rowsFarFromAllClassesHaveProbabilities() {
    SigmoidCalibration steep = new SigmoidCalibration(new double[] {900, 900, 900}, new double[3]);
    double[] made = steep.probabilities(new double[] {-1, -2, 3, 0, 0, 0}, 3);
    assertThat(made[2]).isEqualTo(1);
    assertThat(made[0] + made[1] + made[2]).isCloseTo(1, within(1e-15));
    assertThat(
            new SigmoidCalibration(new double[3], new double[] {-800, -800, -801})
                .probabilities(new double[3], 3)[0])
        .isCloseTo(1 / (2 + Math.exp(-1)), within(1e-12));
  }

  @Test
  void onlyIsotonicCalibrationGivesZeros() {
    Calibration sigmoid = new SigmoidCalibration(new double[2], new double[2]);
    Calibration isotonic =
        new IsotonicCalibration(new double[] {0.1, 0.1}, new double[2], new int[] {0, 1, 2});
    assertThat(sigmoid.givesZeros()).isFalse();
    assertThat(isotonic.givesZeros()).isTrue();
    assertThat(new EnsembleCalibration(List.of(isotonic, sigmoid)).givesZeros()).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sigmoid.probabilities(new double[3], 2))
        .withMessage("sigmoid calibration: 3 logits are no rows of 2");
  }
}
