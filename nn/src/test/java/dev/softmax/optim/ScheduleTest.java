package dev.softmax.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.nn.GoldenFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  private static Schedule schedule(String name) {
    return switch (name) {
      case "constant" -> new Schedule.Constant(0.5);
      case "step" -> new Schedule.Step(0.5, 3, 0.1);
      case "cosine" -> new Schedule.Cosine(0.5, 0.01, 11);
      case "warm_up" -> new Schedule.WarmUp(3, new Schedule.Cosine(0.5, 0, 9));
      case "one_cycle" -> Schedule.OneCycle.of(2, 13);
      default -> throw new IllegalArgumentException(name);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"constant", "step", "cosine", "warm_up", "one_cycle"})
  void ratesArePyTorchs(String name) {
    try (GoldenFile golden = new GoldenFile("schedules")) {
      double[] rates = golden.tensor(name).toDoubles();
      for (int step = 0; step < rates.length; step++) {
        assertThat(schedule(name).rate(step))
            .as("step %d", step)
            .isCloseTo(rates[step], within(1e-12));
      }
    }
  }

  @Test
  void afterTheEndTheLastRateStays() {
    assertThat(schedule("cosine").rate(11)).isEqualTo(0.01);
    assertThat(schedule("cosine").rate(1000)).isEqualTo(0.01);
    assertThat(schedule("one_cycle").rate(12)).isCloseTo(2 / 25.0 / 1e4, within(1e-12));
    assertThat(schedule("one_cycle").rate(1000)).isEqualTo(schedule("one_cycle").rate(12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"constant", "step", "cosine", "warm_up", "one_cycle"})
  void theRateThatWasGiven(String name) {
    assertThat(schedule(name).given()).isEqualTo(name.equals("one_cycle") ? 2 : 0.5);
  }

  @Test
  void arguments() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Schedule.Constant(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Schedule.Step(1, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Schedule.Cosine(1, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Schedule.OneCycle.of(1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Schedule.WarmUp(0, new Schedule.Constant(1)))
        .withMessageContaining("0 must be at least 1");
  }
}
