package dev.softmax.policy.learning;

import dev.softmax.Progress;
import dev.softmax.kernel.Parallel;
import dev.softmax.policy.environment.Environment;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// A way to learn to act. All randomness follows from the seed: the same bits each time, whatever the
/// number of threads.
public sealed interface Learner permits ActorCritic, ExpectedSarsa, QLearning, Reinforce, Sarsa {
  /// Learns from the beginning.
  ///
  /// @param worlds makes environments, all alike; may be called on several threads
  /// @param budget when to stop
  /// @param seed of first weights, of actions and of environments
  /// @param progress hears of the steps taken, at the end of each episode
  /// @throws IllegalArgumentException if the learner needs states, and the environment shows numbers
  LearningRun learn(
      Supplier<? extends Environment> worlds, Budget budget, long seed, Progress progress);

  /// Learns anew from each of some seeds, on all cores: what [#learn] gives for each, in their order.
  ///
  /// @param progress hears of the steps of all together
  /// @throws IllegalArgumentException if there are no seeds
  default List<LearningRun> learnEach(
      Supplier<? extends Environment> worlds, Budget budget, long[] seeds, Progress progress) {
    if (seeds.length == 0) {
      throw new IllegalArgumentException("learner: no seeds");
    }
    LearningRun[] runs = new LearningRun[seeds.length];
    long[] taken = new long[seeds.length];
    Parallel.forEach(
        seeds.length,
        i -> {
          Progress one =
              (stage, done, total, loss) -> {
                synchronized (taken) {
                  taken[i] = done;
                  long all = Arrays.stream(taken).sum();
                  progress.report(stage, all, seeds.length * budget.steps(), loss);
                }
              };
          runs[i] = learn(worlds, budget, seeds[i], one);
        });
    return List.of(runs);
  }
}
