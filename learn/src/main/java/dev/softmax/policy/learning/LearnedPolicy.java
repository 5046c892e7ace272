package dev.softmax.policy.learning;

import dev.softmax.policy.SoftmaxPolicy;
import dev.softmax.policy.environment.Environment;
import java.util.SplittableRandom;

/// Observations to policies. Nothing changes it; any number of threads may use it.
public sealed interface LearnedPolicy permits ActionValues, PolicyNetwork {
  /// The policy over the actions of an environment where this is observed.
  ///
  /// @throws IllegalArgumentException if the environment shows no such observation
  SoftmaxPolicy policy(double[] observation);

  /// Returns of new episodes, not discounted.
  ///
  /// @param greedy whether the most probable action is taken rather than one by lot
  /// @param episodes at least 1; each must end, or come to its limit
  /// @param seed of starts and actions
  /// @throws IllegalArgumentException if there are no episodes
  default double[] play(Environment world, boolean greedy, int episodes, long seed) {
    if (episodes < 1) {
      throw new IllegalArgumentException("learned policy: " + episodes + " episodes");
    }
    SplittableRandom starts = new SplittableRandom(seed);
    SplittableRandom choices = starts.split();
    double[] returns = new double[episodes];
    for (int episode = 0; episode < episodes; episode++) {
      double[] observation = world.reset(starts);
      boolean over = false;
      while (!over) {
        SoftmaxPolicy policy = policy(observation);
        Environment.Step step = world.step(greedy ? policy.greedy() : policy.sample(choices));
        returns[episode] += step.reward();
        observation = step.observation();
        over = step.ends();
      }
    }
    return returns;
  }
}
