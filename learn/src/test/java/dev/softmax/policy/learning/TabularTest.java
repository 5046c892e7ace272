package dev.softmax.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Progress;
import dev.softmax.policy.Exploration;
import dev.softmax.policy.Mellowmax;
import dev.softmax.policy.TargetEntropy;
import dev.softmax.policy.TemperatureSchedule;
import dev.softmax.policy.environment.CartPole;
import dev.softmax.policy.environment.GridMap;
import dev.softmax.policy.environment.GridWorld;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TabularTest {
  private static final long[] SEEDS = LongStream.range(0, 30).toArray();

  private static TabularOptions exploring(Exploration exploration) {
    return TabularOptions.defaults().withExploration(exploration);
  }

  private static TabularOptions boltzmann(TemperatureSchedule schedule) {
    return exploring(new Exploration.Softmax(schedule));
  }

  private static List<LearningRun> onCliff(Learner learner, long steps) {
    return learner.learnEach(GridWorld::cliffWalking, Budget.of(steps), SEEDS, Progress.NONE);
  }

  /// Mean over the seeds of the last 100 episodes.
  private static double level(List<LearningRun> runs) {
    return runs.stream().mapToDouble(run -> run.curve().last(100)).average().orElseThrow();
  }

  /// The return of the way that the largest values lead, at most 200 steps long.
  private static double way(GridWorld world, LearningRun run) {
    return run.policy().play(world.withLimit(200), true, 1, 0)[0];
  }

  /// Step size 0.5 and ε 0.1: Q-learning falls off the cliff about every second episode, Sarsa walks
  /// around it.
  @Test
  void levelsOfTheCliffAreThoseOfFigure66() {
    TabularOptions options = exploring(new Exploration.Greedy(0.1));
    List<LearningRun> q = onCliff(new QLearning(options), 20_000);
    List<LearningRun> sarsa = onCliff(new Sarsa(options), 20_000);
    assertThat(level(q)).isCloseTo(-49, within(5.0));
    assertThat(level(sarsa)).isCloseTo(-26, within(4.0));
    assertThat(q).allSatisfy(run -> assertThat(way(GridWorld.cliffWalking(), run)).isEqualTo(-13));
  }

  /// The optimal way is 13 steps along the edge, the safe one 17 along the far side. With a smaller step
  /// size Sarsa's noise ends, and a row between the two is best for who explores: 15 steps.
  @Test
  void sarsaLearnsTheSafeWay() {
    TabularOptions options = exploring(new Exploration.Greedy(0.1));
    GridWorld cliff = GridWorld.cliffWalking();
    List<LearningRun> rough = onCliff(new Sarsa(options), 20_000);
    assertThat(rough).noneMatch(run -> way(cliff, run) > -15);
    assertThat(rough.stream().filter(run -> way(cliff, run) == -17).count()).isBetween(15L, 30L);
    TabularOptions fine = options.withStepSize(0.1);
    assertThat(onCliff(new Sarsa(fine), 100_000))
        .allSatisfy(run -> assertThat(way(cliff, run)).isBetween(-19.0, -15.0));
    assertThat(onCliff(new ExpectedSarsa(fine), 50_000))
        .allSatisfy(run -> assertThat(way(cliff, run)).isEqualTo(-15));
  }

  @Test
  void boltzmannExplorationLearnsTheCliffToo() {
    TabularOptions warm = boltzmann(new TemperatureSchedule.Constant(1));
    List<LearningRun> q = onCliff(new QLearning(warm), 20_000);
    List<LearningRun> sarsa = onCliff(new Sarsa(warm), 20_000);
    assertThat(level(sarsa)).isGreaterThan(level(q) + 3).isBetween(-18.0, -13.0);
    for (TemperatureSchedule schedule :
        List.of(
            new TemperatureSchedule.Linear(10, 0.1, 15_000),
            new TemperatureSchedule.Exponential(10, 0.9995, 0.1))) {
      TabularOptions cooling = boltzmann(schedule);
      assertThat(level(onCliff(new QLearning(cooling), 20_000))).isCloseTo(-13.5, within(1.5));
      assertThat(level(onCliff(new ExpectedSarsa(cooling), 20_000))).isCloseTo(-13.2, within(1.0));
    }
  }

  @Test
  void temperaturesThatFollowTheValuesLearnTheCliff() {
    assertThat(level(onCliff(new QLearning(boltzmann(new TargetEntropy(0.3))), 20_000)))
        .isBetween(-25.0, -13.0);
    LearningRun run =
        new ExpectedSarsa(boltzmann(new Mellowmax(5)))
            .learn(GridWorld::cliffWalking, Budget.of(20_000), 1, Progress.NONE);
    assertThat(run.curve().last(100)).isBetween(-40.0, -13.0);
  }

  @Test
  void valuesOfTheBestPolicyAreStepsToTheGoal() {
    TabularOptions options = boltzmann(new TemperatureSchedule.Constant(10));
    GridWorld world = GridWorld.of(GridMap.of("m", "S..\n.#.\n..G"));
    LearningRun run =
        new QLearning(options).learn(() -> world, Budget.of(20_000), 3, Progress.NONE);
    ActionValues values = (ActionValues) run.policy();
    // Right or down lead to the goal in four steps; against the edge it is one more.
    assertThat(values.values(0)).containsExactly(new double[] {-5, -4, -4, -5}, within(1e-9));
    assertThat(values.values(5)).containsExactly(new double[] {-3, -2, -1, -2}, within(1e-9));
    assertThat(values.greedy(5)).isEqualTo(2);
    assertThat(values.policy(new double[] {5}).temperature()).isEqualTo(10);
  }

  @Test
  void theShortWayAlongPitsIsFound() {
    TabularOptions options = boltzmann(new TemperatureSchedule.Linear(10, 0.1, 40_000));
    GridWorld world = GridWorld.of(GridMap.PITS);
    LearningRun run =
        new QLearning(options).learn(() -> world, Budget.of(50_000), 1, Progress.NONE);
    assertThat(way(world, run)).isEqualTo(-12);
  }

  @Test
  void theSameSeedGivesTheSameCurve() {
    Sarsa sarsa = new Sarsa(TabularOptions.defaults());
    LearningRun one = sarsa.learn(GridWorld::cliffWalking, Budget.of(3000), 5, Progress.NONE);
    LearningRun two = sarsa.learn(GridWorld::cliffWalking, Budget.of(3000), 5, Progress.NONE);
    assertThat(two.curve().returns()).containsExactly(one.curve().returns());
    assertThat(Arrays.stream(one.curve().ends()).max().orElseThrow()).isLessThanOrEqualTo(3000);
    assertThat(one.curve().steps()).isEqualTo(3000);
  }

  @Test
  void refusesWhatCannotBeLearned() {
    TabularOptions options = TabularOptions.defaults();
    assertThatThrownBy(
            () -> new QLearning(options).learn(CartPole::new, Budget.of(10), 1, Progress.NONE))
        .hasMessage(
            "tabular learning needs an environment of states, and this one shows 4 numbers");
    assertThatThrownBy(() -> options.withStepSize(0)).hasMessageContaining("step size 0.0");
    assertThatThrownBy(() -> options.withDiscount(1.5)).hasMessageContaining("discount 1.5");
    assertThatThrownBy(() -> options.withInitial(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Exploration.Greedy(2)).hasMessageContaining("epsilon 2.0");
    assertThatThrownBy(() -> Budget.of(0)).hasMessage("budget: 0 steps");
  }
}
