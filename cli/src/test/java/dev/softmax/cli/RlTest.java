package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RlTest {
  @TempDir private Path folder;

  @Test
  void qLearningWalksAlongTheCliff() {
    Run run = Run.of("rl", "cliff", "--seeds", "2");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .startsWith("seed  episodes  last 100  greedy\n  42 ")
        .endsWith(
            """

            The way of seed 42:
            ............
            ............
            →→→→→→→→→→→↓
            ↑CCCCCCCCCCG
            """);
  }

  @Test
  void epsilonGreedySarsaKeepsAway() {
    var lines =
        Run.of("rl cliff --learner sarsa --temperature 0 --epsilon 0.1 --json".split(" ")).json();
    assertThat(lines).hasSize(5);
    double sum = 0;
    for (var line : lines) {
      sum += Run.number(line, "last");
      assertThat(Run.number(line, "greedy")).isLessThanOrEqualTo(-15);
      assertThat(Run.list(line, "way")).hasSize(4);
      assertThat(Run.numbers(line, "returns")).hasSize((int) Run.number(line, "episodes"));
      assertThat(Run.numbers(line, "ends")).hasSize((int) Run.number(line, "episodes"));
    }
    assertThat(sum / 5).isBetween(-36.0, -20.0);
  }

  @ParameterizedTest
  @CsvSource({
    "--temperature 10 --schedule linear --final-temperature 0.1",
    "--temperature 10 --schedule exponential",
    "--temperature 5 --schedule logarithmic --learner expected-sarsa",
    "--entropy 0.3 --step-size 0.3"
  })
  void theWayIsFoundInManyWays(String words) {
    var line = Run.of(("rl cliff --seeds 1 --json " + words).split(" ")).json().getFirst();
    assertThat(Run.number(line, "greedy")).isBetween(-17.0, -13.0);
  }

  @Test
  void mapsAreReadFromFiles() throws Exception {
    Path map = folder.resolve("maze.txt");
    Files.writeString(map, "S#G\n.#.\n...\n");
    Run run = Run.of("rl", "grid", "--map", map.toString(), "--seeds=1", "--steps=5000");
    assertThat(run.out()).endsWith("The way of seed 42:\n↓#G\n↓#↑\n→→↑\n");
    List<String> line = List.of("rl", "grid", "--map", map.toString(), "--seeds=1", "--json");
    var learned = Run.of(line, "--learner=actor-critic", "--hidden=16", "--steps=20000").json();
    assertThat(Run.list(learned.getFirst(), "way")).isEqualTo(List.of("↓#G", "↓#↑", "→→↑"));
    Files.writeString(map, "S.G\n.x.\n");
    Run bad = Run.of("rl", "grid", "--map", map.toString());
    assertThat(bad.status()).isEqualTo(1);
    assertThat(bad.err())
        .isEqualTo("softmax: " + map + ", line 2, column 2: 'x' is none of S, G, #, X, C and .\n");
    assertThat(Run.of("rl", "grid", "--map", folder.resolve("no").toString()).err())
        .endsWith("there is no such file or folder\n");
  }

  @Test
  void cartPoleIsShownAndDrawn() throws Exception {
    Path file = folder.resolve("returns.svg");
    List<String> line = List.of("rl", "cartpole", "--seeds=2", "--steps=3000");
    Run run = Run.of(line, "--plot", file.toString());
    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("seed  episodes  last 100  greedy  solved after steps\n");
    assertThat(run.out()).contains("  not\n");
    assertThat(Files.readString(file))
        .contains(">cartpole by actor-critic: mean and range of 2 seeds<", "fill-opacity");
    var json = Run.of(line, "--json", "--learner", "reinforce").json();
    assertThat(json).hasSize(2);
    assertThat(json.getFirst()).containsEntry("solved", null);
    assertThat(Run.number(json.getLast(), "seed")).isEqualTo(43);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pendulum|there is no environment 'pendulum'; there are cartpole, cliff and grid",
        "cliff --learner dqn|there is no learner 'dqn'; there are actor-critic, reinforce,"
            + " q-learning, sarsa and expected-sarsa",
        "cartpole --learner sarsa|--learner sarsa needs states, and cartpole has numbers",
        "cartpole --temperature 2|--temperature is for q-learning, sarsa and expected-sarsa",
        "cliff --hidden 5|--hidden is for actor-critic and reinforce",
        "cliff --temperature 0|--temperature 0.0 is not a number above 0, nor 0 with an --epsilon"
            + " above 0",
        "cliff --temperature -1|--temperature -1.0 is not a number above 0",
        "cliff --schedule cosine|there is no schedule 'cosine'; there are constant, linear,"
            + " exponential and logarithmic",
        "cliff --final-temperature 0.1|--final-temperature is for the schedules linear and"
            + " exponential",
        "cliff --schedule linear --final-temperature 2|--final-temperature 2.0 is not above 0 and"
            + " up to the first, 1.0",
        "cliff --entropy 0|target entropy: 0.0 nats",
        "cliff --entropy 1 --temperature 2|--temperature and --entropy exclude each other",
        "cliff --epsilon 2|epsilon 2.0 is not within 0 and 1",
        "cliff --step-size 0|step size 0.0 is not above 0 and up to 1",
        "cartpole --discount 2|discount 2.0 is out of its range",
        "cliff --steps 0|--steps 0 is not from 1 to 1000000000",
        "cliff --seeds 0|--seeds 0 is not from 1 to 1000",
        "cliff --map maze.txt|--map is for grid",
        "cliff --steps 5 --plot returns.svg|--plot: no episode ended within the steps; give more"
            + " --steps"
      })
  void refusesWhatCannotBeLearned(String words, String message) {
    Run run = Run.of(("rl " + words).split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }
}
