package dev.softmax.policy.learning;

import dev.softmax.Progress;
import dev.softmax.policy.environment.Environment;
import java.util.function.Supplier;

/// Advantage actor-critic: a softmax policy network climbs `Σ A log π`, with advantages by a network of
/// state values that learns beside it (Sutton and Barto, section 13.5; in the synchronous form of Mnih
/// and others, Asynchronous Methods for Deep Reinforcement Learning, 2016). Several environments run side
/// by side for some steps, then both networks learn from these, once or more often.
///
/// @param options networks, learning rate, discount
/// @param rollout what is seen between two updates
/// @param reuse how often it is learned from
public record ActorCritic(PolicyGradientOptions options, Rollout rollout, Reuse reuse)
    implements Learner {
  /// What is seen between two updates.
  ///
  /// @param environments side by side, at least 1
  /// @param steps of each, at least 1
  /// @param lambda `λ` of the advantages, within 0 and 1: 0 trusts the baseline, 1 what was seen
  public record Rollout(int environments, int steps, double lambda) {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Rollout {
      PolicyGradientOptions.require(
          environments >= 1 && environments <= 1 << 16, environments + " environments");
      PolicyGradientOptions.require(steps >= 1 && steps <= 1 << 20, steps + " steps");
      PolicyGradientOptions.require(lambda >= 0 && lambda <= 1, "lambda " + lambda);
    }
  }

  /// How often a transition is learned from.
  ///
  /// @param passes over what was seen, at least 1; the first is in order, the others are shuffled
  /// @param batches of a pass, at least 1
  /// @param clip by how much the probability of an action may change before its transition is left out of
  ///     the rest of the passes, above 0
  public record Reuse(int passes, int batches, double clip) {
    /// One update of all that was seen: the plain actor-critic.
    public static final Reuse ONCE = new Reuse(1, 1, 1);

    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Reuse {
      PolicyGradientOptions.require(passes >= 1, passes + " passes");
      PolicyGradientOptions.require(batches >= 1, batches + " batches");
      PolicyGradientOptions.require(clip > 0, "clip " + clip);
    }
  }

  /// Eight environments for 32 steps each, `λ = 0.95`, and four passes of four batches, clipped at 0.2.
  ///
  /// What is seen once is not enough for the baseline: [Reuse#ONCE] needs several times the steps on
  /// [dev.softmax.policy.environment.CartPole], and more on some seeds.
  public static ActorCritic standard() {
    return new ActorCritic(
        PolicyGradientOptions.defaults(), new Rollout(8, 32, 0.95), new Reuse(4, 4, 0.2));
  }

  /// The same with other options.
  public ActorCritic withOptions(PolicyGradientOptions options) {
    return new ActorCritic(options, rollout, reuse);
  }

  /// The same with other rollouts.
  public ActorCritic withRollout(Rollout rollout) {
    return new ActorCritic(options, rollout, reuse);
  }

  /// The same with other use of them.
  public ActorCritic withReuse(Reuse reuse) {
    return new ActorCritic(options, rollout, reuse);
  }

  @Override
  public LearningRun learn(
      Supplier<? extends Environment> worlds, Budget budget, long seed, Progress progress) {
    EpisodeLog log = new EpisodeLog(budget, progress);
    Acting acting = new Acting(worlds, rollout.environments(), options, log, seed);
    while (!log.over()) {
      acting.clear();
      for (int step = 0; step < rollout.steps() && !log.over(); step++) {
        acting.step();
      }
      acting.learn(rollout.lambda(), reuse);
    }
    return acting.result();
  }
}
