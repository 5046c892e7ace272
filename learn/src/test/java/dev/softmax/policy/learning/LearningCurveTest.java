package dev.softmax.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.Progress;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningCurveTest {
  private static LearningCurve curve(double[] returns, int... lengths) {
    EpisodeLog log = new EpisodeLog(Budget.of(1000), Progress.NONE);
    for (int e = 0; e < returns.length; e++) {
      for (int i = 0; i < lengths[e]; i++) {
        log.step();
      }
      log.end(returns[e]);
    }
    return log.curve();
  }

  @Test
  void meansAreOfTheLastEpisodes() {
    LearningCurve curve = curve(new double[] {1, 2, 6, 8}, 2, 3, 5, 10);
    assertThat(curve.ends()).containsExactly(2, 5, 10, 20);
    assertThat(curve.last(2)).isEqualTo(7);
    assertThat(curve.last(100)).isEqualTo(4.25);
    assertThat(curve.at(new double[] {1, 2, 9, 10, 50}, 2))
        .containsExactly(Double.NaN, 1, 1.5, 4, 7);
    assertThat(curve.reached(4, 2)).hasValue(10);
    assertThat(curve.reached(7.5, 2)).isEmpty();
    assertThat(curve(new double[0]).last(3)).isNaN();
  }

  @Test
  void learningStopsWhenReturnsAreEnoughOrStepsAreUsedUp() {
    EpisodeLog log = new EpisodeLog(new Budget(10, 5, 2), Progress.NONE);
    log.step();
    log.end(9);
    assertThat(log.over()).isFalse();
    log.step();
    log.end(1);
    assertThat(log.over()).isTrue();
    EpisodeLog spent = new EpisodeLog(Budget.of(1), Progress.NONE);
    spent.step();
    assertThat(spent.over()).isTrue();
    assertThat(spent.done()).isEqualTo(1);
  }

  @Test
  void bandsReachFromTheLeastToTheGreatestMean() {
    CurveBand band =
        CurveBand.of(
            List.of(curve(new double[] {0, 4}, 2, 4), curve(new double[] {2, 8, 9}, 4, 2, 4)),
            2,
            1);
    assertThat(band.steps()).containsExactly(4, 6);
    assertThat(band.mean()).containsExactly(1, 6);
    assertThat(band.low()).containsExactly(0, 4);
    assertThat(band.high()).containsExactly(2, 8);
    assertThatThrownBy(() -> CurveBand.of(List.of(curve(new double[0])), 2, 1))
        .hasMessage("curve band: no episode ended on one of the curves");
    assertThatThrownBy(() -> CurveBand.of(List.of(), 2, 1)).hasMessageContaining("0 curves");
  }
}
