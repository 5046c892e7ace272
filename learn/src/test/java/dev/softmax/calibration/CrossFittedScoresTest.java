package dev.softmax.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CrossFittedScoresTest {
  /// Logits that are twice as sure as they should be.
  private static CalibrationData data() {
    SplittableRandom random = new SplittableRandom(2);
    int rows = 120;
    double[] logits = new double[rows * 2];
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      double logit = random.nextGaussian();
      labels[row] = random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
      logits[row * 2 + 1] = 2 * logit;
    }
    return new CalibrationData(logits, labels, 2);
  }

  @Test
  void scoresOfRowsThatTheCalibrationHasNotSeen() {
    CalibrationData data = data();
    CalibrationMethod method = new CalibrationMethod.Temperature();
    ConformalScores crossed = ConformalScores.crossFitted(data, method, 4, 7);
    double[] fitted = method.fit(data).calibration().probabilities(data.logits(), 2);
    ConformalScores seen = ConformalScores.of(fitted, data.labels(), 2);
    assertThat(crossed.rows()).isEqualTo(120);
    // One temperature of 90 rows hardly differs from that of all, but it does.
    assertThat(crossed.probability()).isNotEqualTo(seen.probability());
    assertThat(crossed.probability()).containsExactly(seen.probability(), within(0.1));
    assertThat(ConformalScores.crossFitted(data, method, 4, 7).probability())
        .containsExactly(crossed.probability());
  }

  @Test
  void ensemblesHaveNoMoreMembersThanRows() {
    CalibrationMethod.Temperature single = new CalibrationMethod.Temperature();
    CalibrationData data = data();
    // Of 120 rows 90 are fitted to at a time.
    double[] probability =
        ConformalScores.crossFitted(data, new CalibrationMethod.Ensemble(single, 120, 0), 4, 7)
            .probability();
    assertThat(probability)
        .containsExactly(
            ConformalScores.crossFitted(data, new CalibrationMethod.Ensemble(single, 90, 0), 4, 7)
                .probability());
    // Of 2 rows it is one, which no ensemble can be fitted to.
    CalibrationData two = data.rows(new int[] {0, 1});
    assertThat(
            ConformalScores.crossFitted(two, new CalibrationMethod.Ensemble(single, 2, 0), 5, 7)
                .probability())
        .containsExactly(ConformalScores.crossFitted(two, single, 5, 7).probability());
  }

  @Test
  void ensemblesDoWithoutAClassThatIsNotAmongTheOtherFolds() {
    double[] logits = {2, 0, 1, 0, 3, 0, 0, 1, 0, 2};
    CalibrationData data = new CalibrationData(logits, new int[] {0, 0, 0, 1, 1}, 2);
    CalibrationMethod method =
        new CalibrationMethod.Ensemble(new CalibrationMethod.Isotonic(), 2, 0);
    assertThat(ConformalScores.crossFitted(data, method, 5, 7).rows()).isEqualTo(5);
  }

  @Test
  void penaltiesGoWhereThereAreSome() {
    CalibrationMethod.Vector vector = new CalibrationMethod.Vector(OptionalDouble.empty(), 3);
    assertThat(vector.withPenalty(2))
        .isEqualTo(new CalibrationMethod.Vector(OptionalDouble.of(2), 3));
    assertThat(new CalibrationMethod.Matrix().withPenalty(2))
        .isEqualTo(new CalibrationMethod.Matrix(OptionalDouble.of(2), 0));
    OptionalDouble five = OptionalDouble.of(5);
    assertThat(new CalibrationMethod.Dirichlet(OptionalDouble.empty(), five, 1).withPenalty(2))
        .isEqualTo(new CalibrationMethod.Dirichlet(OptionalDouble.of(2), five, 1));
    for (CalibrationMethod method :
        List.of(
            new CalibrationMethod.Temperature(),
            new CalibrationMethod.Isotonic(),
            new CalibrationMethod.Ensemble(vector, 2, 0))) {
      assertThat(method.withPenalty(2)).isSameAs(method);
    }
    assertThat(
            new CalibrationMethod.Ensemble(new CalibrationMethod.Temperature(), 2, 0).leastRows())
        .isZero();
  }
}
