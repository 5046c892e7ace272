package dev.softmax.policy.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.io.InputException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridWorldTest {
  private static final SplittableRandom RANDOM = new SplittableRandom(1);

  private static Environment.Step walk(GridWorld world, int... moves) {
    Environment.Step step = world.step(moves[0]);
    for (int i = 1; i < moves.length; i++) {
      step = world.step(moves[i]);
    }
    return step;
  }

  @Test
  void theCliffLeadsBackAndTheGoalEnds() {
    GridWorld world = GridWorld.cliffWalking();
    assertThat(world.observations().count()).isEqualTo(48);
    assertThat(world.reset(RANDOM)).containsExactly(36);
    Environment.Step fall = world.step(GridWorld.RIGHT);
    assertThat(fall.observation()).containsExactly(36);
    assertThat(fall.reward()).isEqualTo(-100);
    assertThat(fall.ends()).isFalse();
    double sum = world.step(GridWorld.UP).reward();
    for (int i = 0; i < 11; i++) {
      sum += world.step(GridWorld.RIGHT).reward();
    }
    Environment.Step goal = world.step(GridWorld.DOWN);
    assertThat(sum + goal.reward()).isEqualTo(-13);
    assertThat(goal.terminated()).isTrue();
    assertThatThrownBy(() -> world.step(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void wallsAndEdgesStopAndPitsEnd() {
    GridWorld world = GridWorld.of(GridMap.of("map", "S#.\n..X\n...\n..G"));
    world.reset(RANDOM);
    assertThat(walk(world, GridWorld.RIGHT, GridWorld.UP, GridWorld.LEFT).observation())
        .containsExactly(0);
    assertThat(walk(world, GridWorld.DOWN, GridWorld.RIGHT).observation()).containsExactly(4);
    Environment.Step pit = world.step(GridWorld.RIGHT);
    assertThat(pit.terminated()).isTrue();
    assertThat(pit.reward()).isEqualTo(-100);
  }

  @Test
  void stepsAreLimited() {
    GridWorld world =
        GridWorld.cliffWalking().withLimit(3).withRewards(new GridWorld.Rewards(-2, -5));
    world.reset(RANDOM);
    assertThat(walk(world, GridWorld.UP, GridWorld.UP).ends()).isFalse();
    Environment.Step last = world.step(GridWorld.UP);
    assertThat(last.truncated()).isTrue();
    assertThat(last.terminated()).isFalse();
    assertThat(last.reward()).isEqualTo(-2);
    assertThatThrownBy(() -> world.withLimit(0)).hasMessageContaining("0 steps");
    assertThatThrownBy(() -> world.step(4)).hasMessage("grid world: action 4 of 0 to 3");
  }

  /// In the maps, `/` stands for the end of a line. The way of the last is cut off by pits and cliffs.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|m: the map is empty",
        "..G|m: the map has no start S in its lines 1 to 1",
        "S../...|m: the map has no goal G in its lines 1 to 2",
        "S.G/.S.|m, line 2, column 2: a second start S; the first is in line 1, column 1",
        "S.G/.Q.|m, line 2, column 2: 'Q' is none of S, G, #, X, C and .",
        "S.G/..|m, line 2: 2 columns, but line 1 has 3",
        "SX./C#G|m: no way leads from the start in line 1, column 1 to a goal"
      })
  void refusesWhatIsNoMap(String map, String message) {
    assertThatThrownBy(() -> GridMap.of("m", map.replace('/', '\n')))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  @Test
  void namesAFileThatIsNotThere() {
    assertThatThrownBy(() -> GridMap.read(Path.of("no-such.map")))
        .isInstanceOf(InputException.class)
        .hasMessage("no-such.map: cannot be read: there is no such file or folder");
  }
}
