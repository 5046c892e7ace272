package dev.softmax.policy.learning;

import dev.softmax.Progress;
import dev.softmax.policy.environment.Environment;
import java.util.function.Supplier;

/// REINFORCE with baseline: a softmax policy network climbs `Σ (G − V) log π` after whole episodes, and a
/// network of state values, the baseline, moves towards `G` (Williams, 1992; Sutton and Barto, section
/// 13.4). As is usual, the factor `γᵗ` is left out, `G − V` is brought to mean 0 and deviation 1, and the
/// `G` of an episode that was cut off holds what the baseline expects after it.
///
/// @param options networks, learning rate, discount
/// @param episodes of an update, at least 1
public record Reinforce(PolicyGradientOptions options, int episodes) implements Learner {
  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if there are no episodes
  public Reinforce {
    PolicyGradientOptions.require(episodes >= 1, episodes + " episodes");
  }

  /// Updates after 8 episodes.
  public static Reinforce standard() {
    return new Reinforce(PolicyGradientOptions.defaults(), 8);
  }

  /// The same with other options.
  public Reinforce withOptions(PolicyGradientOptions options) {
    return new Reinforce(options, episodes);
  }

  /// The same with another number of episodes of an update.
  public Reinforce withEpisodes(int episodes) {
    return new Reinforce(options, episodes);
  }

  @Override
  public LearningRun learn(
      Supplier<? extends Environment> worlds, Budget budget, long seed, Progress progress) {
    EpisodeLog log = new EpisodeLog(budget, progress);
    Acting acting = new Acting(worlds, 1, options, log, seed);
    while (!log.over()) {
      acting.clear();
      long end = acting.episodes() + episodes;
      while (acting.episodes() < end && !log.over()) {
        acting.step();
      }
      acting.learn(1, ActorCritic.Reuse.ONCE);
    }
    return acting.result();
  }
}
