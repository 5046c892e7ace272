package dev.softmax.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What is added up part by part is what all rows at once give.
class ClassificationTallyTest {
  @Test
  void partsGiveTheWhole() {
    int classes = 4;
    int rows = 1000;
    SplittableRandom random = new SplittableRandom(3);
    double[] probabilities = new double[rows * classes];
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        probabilities[row * classes + k] = Math.pow(random.nextDouble(), 4);
        sum += probabilities[row * classes + k];
      }
      for (int k = 0; k < classes; k++) {
        probabilities[row * classes + k] /= sum;
      }
      labels[row] = random.nextInt(classes - 1);
    }
    ClassificationTally tally = new ClassificationTally(classes);
    for (int from = 0; from < rows; from += 333) {
      int to = Math.min(rows, from + 333);
      tally.add(
          Predictions.of(
              Arrays.copyOfRange(probabilities, from * classes, to * classes),
              Arrays.copyOfRange(labels, from, to),
              classes));
    }
    ClassificationMetrics parts = tally.metrics();
    ClassificationMetrics whole = ClassificationMetrics.of(probabilities, labels, classes);
    assertThat(tally.rows()).isEqualTo(rows);
    assertThat(parts.accuracy()).isEqualTo(whole.accuracy());
    assertThat(parts.logLoss()).isCloseTo(whole.logLoss(), within(1e-12));
    assertThat(parts.brier()).isCloseTo(whole.brier(), within(1e-12));
    assertThat(parts.ece()).isCloseTo(whole.ece(), within(1e-12));
    assertThat(parts.confusion()).isEqualTo(whole.confusion());
    assertThat(parts.perClass()).isEqualTo(whole.perClass());
    assertThat(parts.reliability().stream().map(ReliabilityBin::rows))
        .isEqualTo(whole.reliability().stream().map(ReliabilityBin::rows).toList());
  }

  @Test
  void whatCannotBeAdded() {
    ClassificationTally tally = new ClassificationTally(2);
    assertThatThrownBy(tally::metrics).hasMessage("metrics: no rows to measure");
    Predictions three = Predictions.of(new double[] {0.5, 0.25, 0.25}, new int[] {0}, 3);
    assertThatThrownBy(() -> tally.add(three))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 classes, but 2");
    Predictions heavy =
        Predictions.of(new double[] {0.5, 0.5}, new int[] {0}, 2).withWeights(new double[] {2});
    assertThatThrownBy(() -> tally.add(heavy)).hasMessageContaining("weights");
  }
}
