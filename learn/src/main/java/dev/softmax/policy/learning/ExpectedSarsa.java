package dev.softmax.policy.learning;

import dev.softmax.Progress;
import dev.softmax.policy.environment.Environment;
import java.util.function.Supplier;

/// Expected Sarsa: values move towards `r + γ Σ π(a | s′) Q(s′, a)`, as Sarsa's on the
/// mean, with less noise (van Seijen and others, 2009; Sutton and Barto, equation 6.9).
///
/// @param options step size, discount and exploration
public record ExpectedSarsa(TabularOptions options) implements Learner {
  @Override
  public LearningRun learn(
      Supplier<? extends Environment> worlds, Budget budget, long seed, Progress progress) {
    return TabularRule.EXPECTED_SARSA.learn(
        worlds.get(), options, new EpisodeLog(budget, progress), seed);
  }
}
