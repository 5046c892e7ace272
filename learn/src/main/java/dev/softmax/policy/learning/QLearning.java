package dev.softmax.policy.learning;

import dev.softmax.Progress;
import dev.softmax.policy.environment.Environment;
import java.util.function.Supplier;

/// Q-learning: values move towards `r + γ max Q(s′, ·)`, those of the best policy, whatever
/// policy acts (Watkins, 1989; Sutton and Barto, equation 6.8).
///
/// @param options step size, discount and exploration
public record QLearning(TabularOptions options) implements Learner {
  @Override
  public LearningRun learn(
      Supplier<? extends Environment> worlds, Budget budget, long seed, Progress progress) {
    return TabularRule.Q_LEARNING.learn(
        worlds.get(), options, new EpisodeLog(budget, progress), seed);
  }
}
