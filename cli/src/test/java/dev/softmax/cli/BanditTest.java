package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BanditTest {
  @TempDir private Path folder;

  @Test
  void showsTheLevelsOfEachStrategy() {
    Run run = Run.of("bandit", "--runs", "40", "--steps", "50");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .startsWith(
            "strategy             mean reward  reward, last 5 steps  best arm, last 5 steps\n")
        .contains("\nepsilon-greedy:0.01 ", "\nucb ", "\nsoftmax ", "\nexp3 ");
    assertThat(run.out().lines()).hasSize(9);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void jsonHoldsTheCurves() {
    var lines =
        Run.of("bandit", "epsilon-greedy:0.1", "entropy", "mellowmax:5", "--runs=400", "--json")
            .json();
    assertThat(lines).hasSize(3);
    var first = lines.getFirst();
    assertThat(first).containsEntry("strategy", "epsilon-greedy:0.1");
    assertThat(Run.numbers(first, "reward")).hasSize(1000);
    assertThat(Run.numbers(first, "rewardError")).hasSize(1000);
    assertThat(Run.number(first, "lastReward")).isBetween(1.25, 1.5);
    assertThat(Run.number(first, "lastOptimal")).isBetween(0.7, 0.88);
    for (var line : lines) {
      assertThat(Run.number(line, "meanReward")).isBetween(1.0, 1.6);
    }
  }

  @Test
  void drawsCurvesWithBands() throws Exception {
    Path file = folder.resolve("curves.svg");
    Run run =
        Run.of(
            "bandit", "ucb", "softmax:0.1", "--runs=30", "--steps=30", "--plot", file.toString());
    assertThat(run.status()).isZero();
    assertThat(Files.readString(file))
        .contains(">Average reward<", ">% best arm<", ">softmax:0.1<", "fill-opacity");
    assertThat(Run.of("bandit", "ucb", "--runs=1", "--steps=1", "--plot", file.toString()).status())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "best|there is no strategy 'best'; there are greedy, epsilon-greedy, optimistic, ucb,"
            + " softmax, entropy, mellowmax, gradient and exp3",
        "softmax:0|strategy softmax:0: constant schedule: temperature 0.0 must be positive",
        "softmax:warm|strategy softmax:warm: 'warm' is not a number",
        "exp3:2|strategy exp3:2: exp3: gamma 2.0",
        "--steps=0|--steps 0 is not from 1 to 1000000",
        "--arms=1|--arms 1 is not from 2 to 10000",
        "--runs=100000 --steps=100000|--runs times --steps is above 1000000000",
        "--mean=NaN|--mean NaN is not a number",
        "--plot=curves.gif|curves.gif does not end in .png, .svg or .pdf"
      })
  void refusesWhatIsNoBandit(String words, String message) {
    Run run = Run.of(("bandit " + words).split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }
}
