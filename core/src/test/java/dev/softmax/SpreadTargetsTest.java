package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Cross-entropy of targets that are spread over the classes, at every size of row, against its definition
/// by the log-softmax.
class SpreadTargetsTest {
  private static final int ROWS = 5;
  private static final CrossEntropy SUM =
      CrossEntropy.defaults().withReduction(CrossEntropy.Reduction.SUM);

  /// The loss `-sum_k w_k log p_k` and its gradient `p sum_k w_k - w` by definition.
  private record Expected(double loss, double[] gradient) {
    static Expected of(double[] logits, double[] weights, int size) {
      double[] logs = Softmax.LOG.apply(logits, Axis.rows(logits.length / size, size));
      double[] gradient = new double[logits.length];
      double loss = 0;
      for (int row = 0; row < logits.length; row += size) {
        double total = 0;
        for (int k = row; k < row + size; k++) {
          total += weights[k];
          loss -= weights[k] == 0 ? 0 : weights[k] * logs[k];
        }
        for (int k = row; k < row + size; k++) {
          gradient[k] = Math.exp(logs[k]) * total - weights[k];
        }
      }
      return new Expected(loss, gradient);
    }

    void check(double gotLoss, double[] got, double tolerance) {
      assertThat(gotLoss).isCloseTo(loss, within(tolerance * Math.max(1e-3, loss)));
      for (int i = 0; i < got.length; i++) {
        assertThat(got[i])
            .as("element %s of %s", i, got.length)
            .isCloseTo(gradient[i], within(tolerance));
      }
    }
  }

  /// Scales within the window of exponentials without a maximum, beyond it, and with one class that has
  /// all of the probability.
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 3, 40, 1e5})
  void everySizeIsTheDefinition(double scale) {
    for (int size : Numbers.SIZES) {
      double[] logits = Numbers.widened(Numbers.floats(size, ROWS * size, scale));
      double[] q = Numbers.widened(Softmax.rows(Numbers.floats(size + 1, ROWS * size, 5), size));
      check(logits, q, size);
    }
  }

  @Test
  void weightsAndSmoothingAreTheDefinition() {
    for (int size : Numbers.SIZES) {
      double[] weights = new double[size];
      for (int k = 0; k < size; k++) {
        weights[k] = k % 4;
      }
      double[] logits = Numbers.widened(Numbers.floats(size, ROWS * size, 4));
      double[] q = Numbers.widened(Softmax.rows(Numbers.floats(size + 1, ROWS * size, 2), size));
      double[] weighted = new double[q.length];
      int[] targets = Numbers.integers(size, ROWS, size);
      double[] smoothed = new double[q.length];
      for (int i = 0; i < q.length; i++) {
        double weight = weights[i % size];
        weighted[i] = weight * (0.75 * q[i] + 0.25 / size);
        smoothed[i] = weight * ((targets[i / size] == i % size ? 0.75 : 0) + 0.25 / size);
      }
      CrossEntropy loss = SUM.withClassWeights(weights).withLabelSmoothing(0.25);
      double tolerance = 1e-13;
      Axis axis = Axis.rows(ROWS, size);
      double[] gradient = new double[q.length];
      Expected.of(logits, weighted, size)
          .check(loss.lossAndGradient(logits, axis, q, gradient), gradient, tolerance);
      Expected expected = Expected.of(logits, smoothed, size);
      expected.check(loss.lossAndGradient(logits, axis, targets, gradient), gradient, tolerance);
      assertThat(loss.loss(logits, axis, targets))
          .isCloseTo(expected.loss(), within(1e-13 * Math.max(1, expected.loss())));
      float[] narrow = Numbers.narrowed(logits);
      float[] slopes = new float[q.length];
      double got = loss.lossAndGradient(narrow, axis, targets, slopes);
      expected.check(got, Numbers.widened(slopes), 2e-6);
      float[] over = narrow.clone();
      assertThat(loss.lossAndGradient(over, axis, targets, over)).isEqualTo(got);
      assertThat(over).isEqualTo(slopes);
    }
  }

  private static void check(double[] logits, double[] q, int size) {
    Axis axis = Axis.rows(ROWS, size);
    Expected expected = Expected.of(logits, q, size);
    double[] gradient = new double[logits.length];
    expected.check(SUM.lossAndGradient(logits, axis, q, gradient), gradient, 1e-12);
    double[] over = logits.clone();
    SUM.lossAndGradient(over, axis, q, over);
    assertThat(over).isEqualTo(gradient);
    float[] slopes = new float[logits.length];
    double got = SUM.lossAndGradient(Numbers.narrowed(logits), axis, Numbers.narrowed(q), slopes);
    expected.check(got, Numbers.widened(slopes), 2e-6);
  }

  /// An excluded class costs nothing where the target gives it nothing, and everything elsewhere.
  @Test
  void excludedClassesCountWhereTheyWeigh() {
    for (int size : Numbers.SIZES) {
      if (size > 2) {
        double[] logits = Numbers.doubles(size, size, 3);
        logits[size - 1] = Double.NEGATIVE_INFINITY;
        double[] q = new double[size];
        q[0] = 0.5;
        q[1] = 0.5;
        Axis axis = Axis.vector(size);
        double[] gradient = new double[size];
        float[] slopes = new float[size];
        double loss = SUM.lossAndGradient(logits, axis, q, gradient);
        Expected.of(logits, q, size).check(loss, gradient, 1e-13);
        double floatLoss =
            SUM.lossAndGradient(Numbers.narrowed(logits), axis, Numbers.narrowed(q), slopes);
        Expected.of(logits, q, size).check(floatLoss, Numbers.widened(slopes), 2e-6);
        q[size - 1] = 0.25;
        assertThat(SUM.lossAndGradient(logits, axis, q, gradient))
            .isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(gradient[size - 1]).isEqualTo(-0.25);
        assertThat(SUM.lossAndGradient(Numbers.narrowed(logits), axis, Numbers.narrowed(q), slopes))
            .isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(slopes[size - 1]).isEqualTo(-0.25f);
      }
    }
  }

  @Test
  void notANumberSpreadsOverTheRow() {
    for (int size : Numbers.SIZES) {
      float[] logits = Numbers.floats(size, 2 * size, 3);
      logits[size - 1] = Float.NaN;
      float[] slopes = new float[2 * size];
      float[] q = Softmax.rows(Numbers.floats(size, 2 * size, 1), size);
      assertThat(SUM.lossAndGradient(logits, Axis.rows(2, size), q, slopes)).isNaN();
      double[] gradient = new double[2 * size];
      double[] wide = Numbers.widened(logits);
      assertThat(SUM.lossAndGradient(wide, Axis.rows(2, size), Numbers.widened(q), gradient))
          .isNaN();
      for (int i = 0; i < 2 * size; i++) {
        assertThat(Float.isNaN(slopes[i])).isEqualTo(i < size);
        assertThat(Double.isNaN(gradient[i])).isEqualTo(i < size);
      }
    }
  }
}
