package dev.softmax.policy.environment;

import java.util.random.RandomGenerator;

/// A world that one acts in, episode by episode: [#reset], then [#step] until an episode ends. What a
/// simulator of one's own implements to be learned by a [dev.softmax.policy.learning.Learner]. For one
/// thread.
public interface Environment {
  /// What is observed.
  Observations observations();

  /// Number of actions `n`, at least 1.
  int actions();

  /// Begins an episode.
  ///
  /// @param random what the episode draws from; kept until the next one begins
  /// @return the first observation; not changed later
  double[] reset(RandomGenerator random);

  /// Takes one action.
  ///
  /// @param action from 0 to `n − 1`
  /// @throws IllegalArgumentException if there is no such action
  /// @throws IllegalStateException if no episode is under way
  Step step(int action);

  /// What came of an action.
  ///
  /// @param observation after it; not changed later
  /// @param reward finite
  /// @param terminated whether the world has ended: nothing can be gained any more
  /// @param truncated whether only the episode ends, as at a limit of its steps
  record Step(double[] observation, double reward, boolean terminated, boolean truncated) {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if the reward is not finite
    public Step {
      if (!Double.isFinite(reward)) {
        throw new IllegalArgumentException("environment: a reward of " + reward);
      }
    }

    /// Whether the episode is over.
    public boolean ends() {
      return terminated || truncated;
    }
  }
}
