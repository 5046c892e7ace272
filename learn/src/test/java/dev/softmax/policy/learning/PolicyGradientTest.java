package dev.softmax.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Compute;
import dev.softmax.Progress;
import dev.softmax.policy.environment.CartPole;
import dev.softmax.policy.environment.Environment;
import dev.softmax.policy.environment.GridMap;
import dev.softmax.policy.environment.GridWorld;
import dev.softmax.policy.environment.Observations;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PolicyGradientTest {
  /// A simulator of a user's own: a walk on a line from its middle, right is worth 1 at each step, left
  /// nothing; ten steps.
  private static final class Walk implements Environment {
    private final double size;
    private int place;
    private int steps;

    Walk(double size) {
      this.size = size;
    }

    @Override
    public Observations observations() {
      return new Observations.Numbers(10, 10);
    }

    @Override
    public int actions() {
      return 2;
    }

    @Override
    public double[] reset(RandomGenerator random) {
      place = 0;
      steps = 0;
      return new double[] {0, 0};
    }

    @Override
    public Step step(int action) {
      place += 2 * action - 1;
      steps++;
      return new Step(new double[] {place * size, steps}, action, steps == 10, false);
    }
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  @Test
  void actorCriticSolvesCartPole() {
    LearningRun run =
        ActorCritic.standard()
            .learn(CartPole::new, Budget.of(200_000).until(475, 100), 0, Progress.NONE);
    assertThat(run.curve().reached(475, 100).orElseThrow()).isBetween(20_000L, 200_000L);
    assertThat(run.curve().last(100)).isGreaterThanOrEqualTo(475);
    assertThat(mean(run.policy().play(new CartPole(), true, 100, 7))).isGreaterThan(475);
    assertThat(mean(run.policy().play(new CartPole(), false, 100, 7))).isGreaterThan(450);
  }

  @Test
  void reinforceBalancesTheCartPole() {
    LearningRun run =
        Reinforce.standard()
            .learn(CartPole::new, Budget.of(120_000).until(300, 50), 1, Progress.NONE);
    assertThat(run.curve().reached(300, 50)).isPresent();
    assertThat(mean(Arrays.copyOf(run.curve().returns(), 20))).isLessThan(60);
  }

  @Test
  void theSameBitsForAnyNumberOfThreads() {
    long[] seeds = {3, 4};
    Budget budget = Budget.of(4000);
    var many = ActorCritic.standard().learnEach(CartPole::new, budget, seeds, Progress.NONE);
    Compute.limitThreads(1);
    try {
      for (int i = 0; i < seeds.length; i++) {
        LearningRun one =
            ActorCritic.standard().learn(CartPole::new, budget, seeds[i], Progress.NONE);
        assertThat(one.curve().returns()).containsExactly(many.get(i).curve().returns());
        double[] observation = {0.1, -0.2, 0.03, 0.4};
        assertThat(one.policy().policy(observation).probabilities())
            .containsExactly(many.get(i).policy().policy(observation).probabilities());
      }
    } finally {
      Compute.limitThreads(Runtime.getRuntime().availableProcessors());
    }
    assertThat(many.get(0).curve().returns()).isNotEqualTo(many.get(1).curve().returns());
  }

  @Test
  void theSimulatorsOfOthersPlugIn() {
    for (Learner learner :
        new Learner[] {
          ActorCritic.standard(),
          ActorCritic.standard().withReuse(ActorCritic.Reuse.ONCE),
          Reinforce.standard()
        }) {
      LearningRun run = learner.learn(() -> new Walk(1), Budget.of(20_000), 1, Progress.NONE);
      assertThat(run.curve().last(50)).as(learner.toString()).isGreaterThan(9);
      assertThat(run.policy().play(new Walk(1), true, 1, 0)).containsExactly(10);
    }
  }

  @Test
  void statesAreLearnedTooAsOnesAmongZeros() {
    GridWorld world = GridWorld.of(GridMap.of("m", "S..\n.#.\n..G"));
    LearningRun run =
        ActorCritic.standard()
            .learn(() -> world.withLimit(100), Budget.of(20_000), 1, Progress.NONE);
    assertThat(run.policy().play(world, true, 1, 0)).containsExactly(-4);
  }

  @Test
  void weightsHaveTheNamesOfPyTorch() {
    LearningRun run =
        Reinforce.standard()
            .withOptions(PolicyGradientOptions.defaults().withHidden(5))
            .learn(CartPole::new, Budget.of(100), 1, Progress.NONE);
    PolicyNetwork network = (PolicyNetwork) run.policy();
    assertThat(network.weights().keySet())
        .containsExactly("0.weight", "0.bias", "2.weight", "2.bias");
    assertThat(network.weights().get("2.weight").shape().lengths()).containsExactly(2, 5);
    assertThat(network.logits(new double[4])).hasSize(2);
  }

  @Test
  void refusesWhatCannotBeLearned() {
    ActorCritic learner = ActorCritic.standard();
    Budget budget = Budget.of(100);
    assertThatThrownBy(() -> learner.learn(() -> new Walk(Double.NaN), budget, 1, Progress.NONE))
        .hasMessage("environment: number 0 of an observation is NaN");
    assertThatThrownBy(() -> new Environment.Step(new double[1], Double.NaN, false, false))
        .hasMessage("environment: a reward of NaN");
    assertThatThrownBy(() -> new Observations.Numbers(1, 0)).hasMessageContaining("scale of 0.0");
    assertThatThrownBy(() -> learner.options().withLearningRate(0))
        .hasMessage("policy gradient: learning rate 0.0 is out of its range");
    assertThatThrownBy(() -> new ActorCritic.Rollout(0, 1, 1)).hasMessageContaining("0 environ");
    assertThatThrownBy(() -> new ActorCritic.Reuse(1, 1, 0)).hasMessageContaining("clip 0.0");
    assertThatThrownBy(() -> Reinforce.standard().withEpisodes(0)).hasMessageContaining("0 epis");
    assertThatThrownBy(() -> learner.learnEach(CartPole::new, budget, new long[0], Progress.NONE))
        .hasMessage("learner: no seeds");
    LearnedPolicy policy = learner.learn(CartPole::new, budget, 1, Progress.NONE).policy();
    assertThatThrownBy(() -> policy.policy(new double[3]))
        .hasMessage("environment: an observation of 3 numbers, not 4");
    assertThatThrownBy(() -> policy.play(new CartPole(), true, 0, 1))
        .hasMessage("learned policy: 0 episodes");
  }

  /// Two lanes; the first ends after its second step, the second is cut with 7 to come.
  @Test
  void advantagesAreSumsOfDiscountedErrors() {
    Transitions seen = new Transitions(1);
    double[] rewards = {1, 2, 3, 4, 5, 6};
    for (int at = 0; at < 6; at++) {
      seen.add(new float[] {at}, 0);
      seen.reward(at, rewards[at]);
    }
    seen.end(2, 0);
    seen.cut(4, 8);
    seen.cut(5, 7);
    float[] v = {10, 20, 30, 40, 50, 60};
    seen.estimate(v, 2, 0.5, 0.25);
    double[] a = new double[6];
    a[5] = 6 + 0.5 * 7 - 60;
    a[4] = 5 + 0.5 * 8 - 50;
    a[3] = 4 + 0.5 * 60 - 40 + 0.125 * a[5];
    a[2] = 3 - 30;
    a[1] = 2 + 0.5 * 40 - 20 + 0.125 * a[3];
    a[0] = 1 + 0.5 * 30 - 10 + 0.125 * a[2];
    double mean = mean(a);
    double deviation =
        Math.sqrt(mean(Arrays.stream(a).map(x -> (x - mean) * (x - mean)).toArray()));
    for (int at = 0; at < 6; at++) {
      assertThat(seen.target(at)).isCloseTo(a[at] + v[at], within(1e-12));
      assertThat(seen.advantage(at)).isCloseTo((a[at] - mean) / deviation, within(1e-8));
    }
  }
}
