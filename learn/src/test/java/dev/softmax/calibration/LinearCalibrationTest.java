package dev.softmax.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Compute;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Vector, matrix and Dirichlet calibration against dirichletcal.
class LinearCalibrationTest {
  static List<GoldenCases> golden() throws IOException {
    return GoldenCases.read("scalings.txt");
  }

  @ParameterizedTest
  @MethodSource("golden")
  void findsWhatDirichletcalFinds(GoldenCases golden) {
    for (double penalty : new double[] {0.01, 1}) {
      OptionalDouble given = OptionalDouble.of(penalty);
      if (fit(golden, new CalibrationMethod.Vector(given, 0)) instanceof VectorCalibration vector) {
        assertNumbers(golden, "vector " + penalty, vector.weights(), vector.biases());
      }
      if (fit(golden, new CalibrationMethod.Matrix(given, 0)) instanceof MatrixCalibration matrix) {
        assertNumbers(golden, "matrix " + penalty, matrix.weights(), matrix.biases());
      }
      OptionalDouble intercept = OptionalDouble.of(3 * penalty);
      if (fit(golden, new CalibrationMethod.Dirichlet(given, intercept, 0))
          instanceof DirichletCalibration dirichlet) {
        assertNumbers(golden, "dirichlet " + penalty, dirichlet.weights(), dirichlet.biases());
      }
    }
  }

  private static Calibration fit(GoldenCases golden, CalibrationMethod method) {
    CalibrationFit fit = method.fit(golden.data());
    assertThat(fit.outcome()).isEqualTo(CalibrationFit.Outcome.FITTED);
    assertThat(fit.calibration().name()).isEqualTo(method.name());
    assertThat(fit.lossAfter()).isLessThan(fit.lossBefore());
    return fit.calibration();
  }

  private static void assertNumbers(
      GoldenCases golden, String key, double[] weights, double[] biases) {
    double[] numbers = DoubleStream.concat(Arrays.stream(weights), Arrays.stream(biases)).toArray();
    assertThat(numbers).as(key).containsExactly(golden.of(key), within(2e-7));
  }

  @Test
  void probabilitiesAreThoseOfTheFormulas() {
    double[] logits = {1, -2, 0.5, 3, 0, 1};
    double[] p =
        new VectorCalibration(new double[] {2, 1, 0.5}, new double[] {0, 1, -1})
            .probabilities(logits, 3);
    assertThat(p)
        .containsExactly(
            TemperatureCalibration.NONE.probabilities(new double[] {2, -1, -0.75, 6, 1, -0.5}, 3),
            within(1e-15));
    double[] swap = {0, 1, 0, 1, 0, 0, 0, 0, 1};
    assertThat(new MatrixCalibration(swap, new double[3]).probabilities(logits, 3))
        .containsExactly(
            TemperatureCalibration.NONE.probabilities(new double[] {-2, 1, 0.5, 0, 3, 1}, 3),
            within(1e-15));
    double[] whole = {1, 0.5, 0, 0, 2, 0, 0, 0, 1};
    double[] shifted = Arrays.stream(logits).map(z -> z + 100).toArray();
    DirichletCalibration dirichlet = new DirichletCalibration(whole, new double[] {0, 1, 0});
    assertThat(dirichlet.probabilities(shifted, 3))
        .containsExactly(dirichlet.probabilities(logits, 3), within(1e-12));
  }

  static List<CalibrationMethod> methods() {
    return List.of(
        new CalibrationMethod.Vector(),
        new CalibrationMethod.Matrix(),
        new CalibrationMethod.Dirichlet(),
        new CalibrationMethod.Isotonic(),
        new CalibrationMethod.Ensemble(new CalibrationMethod.Isotonic(), 4, 1));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void isNeverWorseThanBefore(CalibrationMethod method) {
    SplittableRandom random = new SplittableRandom(5);
    for (int trial = 0; trial < 12; trial++) {
      CalibrationData data = draw(random, random.nextInt(20, 60), random.nextInt(2, 5));
      CalibrationFit fit = method.fit(data);
      assertThat(fit.lossAfter()).isLessThanOrEqualTo(fit.lossBefore());
      double[] p = fit.calibration().probabilities(data.logits(), data.classes());
      for (int row = 0; row < data.size(); row++) {
        double sum = Arrays.stream(p, row * data.classes(), (row + 1) * data.classes()).sum();
        assertThat(sum).isCloseTo(1, within(1e-12));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void anyNumberOfThreadsGivesTheSameBits(CalibrationMethod method) {
    CalibrationData data = draw(new SplittableRandom(6), 2000, 4);
    double[] several = method.fit(data).calibration().probabilities(data.logits(), 4);
    int threads = Compute.threads();
    Compute.limitThreads(1);
    try {
      assertThat(method.fit(data).calibration().probabilities(data.logits(), 4)).isEqualTo(several);
    } finally {
      Compute.limitThreads(threads);
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void rowsThatAreAllRightAndFarApartAreNoTrouble(CalibrationMethod method) {
    double[] logits = {900, 0, -5, 3, 1000, 2, 0, 2, 700, 800, 1, 3, 5, 9, 2, 3, 1, 50};
    CalibrationFit fit = method.fit(new CalibrationData(logits, new int[] {0, 1, 2, 0, 1, 2}, 3));
    assertThat(fit.lossAfter()).isLessThanOrEqualTo(fit.lossBefore()).isNotNaN();
    assertThat(fit.calibration().probabilities(logits, 3)).doesNotContain(Double.NaN);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void everyClassNeedsARow(CalibrationMethod method) {
    CalibrationData data = new CalibrationData(new double[9], new int[] {0, 2, 0}, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> method.fit(data))
        .withMessageStartingWith(
            method.name() + " calibration: class 1 of 3 has 0 rows, and needs ");
  }

  @Test
  void manyClassesAreFittedWithoutNewton() {
    CalibrationData data = draw(new SplittableRandom(4), 700, 70);
    CalibrationMethod method = new CalibrationMethod.Matrix(OptionalDouble.of(10), 0);
    CalibrationFit fit = method.fit(data);
    assertThat(fit.outcome()).isEqualTo(CalibrationFit.Outcome.FITTED);
    assertThat(fit.lossAfter()).isLessThan(fit.lossBefore());
  }

  @Test
  void aWorseOneIsNotTaken() {
    CalibrationData data = draw(new SplittableRandom(9), 60, 3);
    CalibrationFit matrix = new CalibrationMethod.Matrix(OptionalDouble.of(1e-3), 0).fit(data);
    CalibrationFit fit = new CalibrationMethod.Temperature().fit(data, matrix.calibration());
    assertThat(fit.outcome()).isEqualTo(CalibrationFit.Outcome.KEPT);
    assertThat(fit.calibration()).isSameAs(matrix.calibration());
    assertThat(fit.lossBefore()).isEqualTo(matrix.lossAfter());
  }

  /// Logits that favour the right class, unlike in each column.
  private static CalibrationData draw(SplittableRandom random, int rows, int classes) {
    int[] labels = new int[rows];
    double[] logits = new double[rows * classes];
    for (int row = 0; row < rows; row++) {
      labels[row] = row < classes ? row : random.nextInt(classes);
      for (int k = 0; k < classes; k++) {
        logits[row * classes + k] =
            (1 + k % 5) * (random.nextGaussian() + (k == labels[row] ? 1.5 : 0)) + k % 3;
      }
    }
    return new CalibrationData(logits, labels, classes);
  }
}
