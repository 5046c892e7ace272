package dev.softmax.policy;

import java.util.random.RandomGenerator;

/// Acts on one bandit and learns from it: [#choose] and [#learn] in turn. For one thread.
public interface BanditLearner {
  /// The arm to pull, from 0.
  int choose(RandomGenerator random);

  /// What came of it.
  ///
  /// @param arm the one that was chosen last
  /// @param reward finite
  void learn(int arm, double reward);
}
