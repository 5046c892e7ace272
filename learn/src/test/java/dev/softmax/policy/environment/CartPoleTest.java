package dev.softmax.policy.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CartPoleTest {
  /// What `golden/policy/cart_pole.py` recorded, without its first two lines.
  private static List<double[]> recorded() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    CartPoleTest.class.getResourceAsStream("/golden/policy/cart_pole.csv")),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
          .toList();
    }
  }

  @Test
  void movesAsGymnasiumsDoes() throws IOException {
    CartPole world = new CartPole();
    int terminated = 0;
    int truncated = 0;
    for (double[] line : recorded()) {
      double[] state = Arrays.copyOfRange(line, 3, 7);
      if (line[1] == 0) {
        world.resetTo(state);
        continue;
      }
      Environment.Step step = world.step((int) line[2]);
      assertThat(step.observation())
          .as(Arrays.toString(line))
          .containsExactly(state, within(1e-12));
      assertThat(step.reward()).isEqualTo(line[7]);
      assertThat(step.terminated()).isEqualTo(line[8] == 1);
      assertThat(step.truncated()).isEqualTo(line[9] == 1);
      terminated += step.terminated() ? 1 : 0;
      truncated += step.truncated() ? 1 : 0;
    }
    assertThat(terminated).isEqualTo(4);
    assertThat(truncated).isEqualTo(2);
  }

  @Test
  void beginsNearTheMiddleAndBySeed() {
    CartPole world = new CartPole();
    double[] first = world.reset(new SplittableRandom(3));
    assertThat(first).hasSize(4);
    assertThat(Arrays.stream(first).map(Math::abs).max().orElseThrow()).isBetween(1e-6, 0.05);
    assertThat(world.reset(new SplittableRandom(3))).containsExactly(first);
    assertThat(world.reset(new SplittableRandom(4))).isNotEqualTo(first);
  }

  @Test
  void refusesWhatIsNoActionAndWhatFollowsTheEnd() {
    CartPole world = new CartPole();
    assertThatThrownBy(() -> world.step(0)).hasMessage("cart pole: no episode is under way");
    world.resetTo(0, 0, 0.2, 2);
    assertThatThrownBy(() -> world.step(2)).hasMessage("cart pole: action 2 of 0 and 1");
    assertThat(world.step(1).terminated()).isTrue();
    assertThatThrownBy(() -> world.step(0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> world.resetTo(0, 0, Double.NaN, 0))
        .hasMessage("cart pole: a state is four finite numbers, not [0.0, 0.0, NaN, 0.0]");
  }
}
