package dev.softmax.policy.learning;

import dev.softmax.Progress;
import dev.softmax.policy.environment.Environment;
import java.util.function.Supplier;

/// Sarsa: values move towards `r + γ Q(s′, a′)`, where `a′` is the action taken next: those
/// of the policy that acts, its exploration included (Rummery and Niranjan, 1994; Sutton and
/// Barto, equation 6.7).
///
/// @param options step size, discount and exploration
public record Sarsa(TabularOptions options) implements Learner {
  @Override
  public LearningRun learn(
      Supplier<? extends Environment> worlds, Budget budget, long seed, Progress progress) {
    return TabularRule.SARSA.learn(worlds.get(), options, new EpisodeLog(budget, progress), seed);
  }
}
