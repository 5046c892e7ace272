package dev.softmax.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Compute;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final List<ToDoubleFunction<Predictions>> MEASURES =
      List.of(
          Predictions::accuracy,
          Predictions::logLoss,
          sample -> Ranking.of(sample).macroRocAuc(),
          sample -> CalibrationError.of(sample).debiased());

  private static Predictions ten() throws IOException {
    return MeasuresTest.predictions(MeasuresTest.golden("ten"));
  }

  @Test
  void givesTheSameBitsForAnyNumberOfThreads() throws IOException {
    Bootstrap bootstrap = Bootstrap.defaults().withReplicates(50);
    int threads = Compute.threads();
    try {
      Compute.limitThreads(1);
      List<Interval> alone = bootstrap.intervals(ten(), MEASURES);
      Compute.limitThreads(threads);
      assertThat(bootstrap.intervals(ten(), MEASURES)).isEqualTo(alone);
      assertThat(bootstrap.withSeed(7).intervals(ten(), MEASURES)).isNotEqualTo(alone);
    } finally {
      Compute.limitThreads(threads);
    }
  }

  /// The share of right rows in a sample is binomial.
  @Test
  void theIntervalOfAccuracyIsNearlyNormal() throws IOException {
    Predictions ten = ten();
    Interval interval =
        Bootstrap.defaults().withReplicates(4000).interval(ten, Predictions::accuracy);
    double deviation = Math.sqrt(ten.accuracy() * (1 - ten.accuracy()) / ten.rows());
    assertThat(interval.low()).isEqualTo(ten.accuracy() - 1.96 * deviation, within(0.004));
    assertThat(interval.high()).isEqualTo(ten.accuracy() + 1.96 * deviation, within(0.004));
    Interval narrow = Bootstrap.defaults().withLevel(0.5).interval(ten, Predictions::accuracy);
    assertThat(narrow.high() - narrow.low())
        .isEqualTo(2 * 0.6745 * deviation, within(0.15 * deviation));
  }

  @Test
  void rowsWithoutWeightAreNotDrawn() throws IOException {
    Predictions ten = ten();
    double[] right = new double[ten.rows()];
    Arrays.setAll(right, row -> ten.isRight(row) ? 0.5 : 0);
    assertThat(Bootstrap.defaults().interval(ten.withWeights(right), Predictions::accuracy))
        .isEqualTo(new Interval(1, 1));
  }

  @Test
  void samplesWithoutAnAnswerDoNotCount() {
    Predictions few = Predictions.of(new double[] {0.5, 0.5, 0.2, 0.8}, new int[] {0, 1}, 2);
    assertThat(Bootstrap.defaults().interval(few, s -> Ranking.of(s).macroRocAuc()))
        .isEqualTo(new Interval(1, 1));
    Interval none = Bootstrap.defaults().interval(few, _ -> Double.NaN);
    assertThat(none.low()).isNaN();
    assertThat(none.high()).isNaN();
  }

  @Test
  void drawsFewerSamplesOfManyRows() {
    assertThat(Bootstrap.forRows(10).replicates()).isEqualTo(1000);
    assertThat(Bootstrap.forRows(200_000).replicates()).isEqualTo(500);
    assertThat(Bootstrap.forRows(10_000_000).replicates()).isEqualTo(200);
    assertThatThrownBy(() -> new Bootstrap(1, 0.95, 0)).hasMessageContaining("1 replicates");
    assertThatThrownBy(() -> new Bootstrap(10, 1, 0)).hasMessageContaining("level 1.0");
  }
}
