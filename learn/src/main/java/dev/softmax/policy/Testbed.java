package dev.softmax.policy;

import dev.softmax.Progress;
import dev.softmax.kernel.Parallel;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// Many bandits with Gaussian arms, as in Sutton and Barto's 10-armed testbed (section 2.3): the true
/// values of a bandit are drawn from `N(mean, 1)`, each reward of an arm from `N(its value, 1)`.
///
/// Each bandit has random numbers of its own, from the seed and its number, and sums are formed in one
/// order: the same bits for any number of threads.
///
/// @param arms of a bandit, at least 2
/// @param runs number of bandits
/// @param steps on each
/// @param mean of the true values
/// @param seed of all random numbers
public record Testbed(int arms, int runs, int steps, double mean, long seed) {
  /// 2,000 bandits of ten arms around 0, of 1,000 steps.
  public static final Testbed STANDARD = new Testbed(10, 2000, 1000, 0, 42);

  /// Bandits of a task.
  private static final int TASK = 50;

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public Testbed {
    if (arms < 2 || runs < 1 || steps < 1 || !Double.isFinite(mean)) {
      throw new IllegalArgumentException(
          "testbed: %d arms, %d runs, %d steps, mean %s".formatted(arms, runs, steps, mean));
    }
  }

  /// Means over all bandits, and their standard errors.
  ///
  /// @param reward of each step
  /// @param optimal share of bandits whose best arm was pulled, at each step
  /// @param rewardError standard error of the mean reward of each step
  /// @param optimalError standard error of the share, at each step
  public record Curves(
      double[] reward, double[] optimal, double[] rewardError, double[] optimalError) {}

  /// Sums over the bandits of a task, one entry a step.
  private record Sums(double[] rewards, double[] squares, int[] best) {
    Sums(int steps) {
      this(new double[steps], new double[steps], new int[steps]);
    }
  }

  /// Lets one strategy play on all bandits.
  ///
  /// @param progress hears of bandits done
  public Curves play(BanditStrategy strategy, Progress progress) {
    int tasks = (runs + TASK - 1) / TASK;
    Sums[] sums = new Sums[tasks];
    AtomicInteger done = new AtomicInteger();
    Parallel.forEach(
        tasks,
        task -> {
          sums[task] = new Sums(steps);
          int end = Math.min(runs, (task + 1) * TASK);
          for (int run = task * TASK; run < end; run++) {
            play(strategy, run, sums[task]);
          }
          int count = done.addAndGet(end - task * TASK);
          progress.report("bandits", count, runs, Double.NaN);
        });
    return curves(sums);
  }

  private Curves curves(Sums[] sums) {
    Sums all = new Sums(steps);
    for (Sums of : sums) {
      for (int step = 0; step < steps; step++) {
        all.rewards[step] += of.rewards[step];
        all.squares[step] += of.squares[step];
        all.best[step] += of.best[step];
      }
    }
    Curves curves =
        new Curves(new double[steps], new double[steps], new double[steps], new double[steps]);
    for (int step = 0; step < steps; step++) {
      double mean = all.rewards[step] / runs;
      double share = (double) all.best[step] / runs;
      double variance = Math.max(0, all.squares[step] / runs - mean * mean);
      curves.reward[step] = mean;
      curves.optimal[step] = share;
      // The variance within the sample, divided by one less, as its estimate is unbiased then.
      int freedom = Math.max(1, runs - 1);
      curves.rewardError[step] = Math.sqrt(variance / freedom);
      curves.optimalError[step] = Math.sqrt(share * (1 - share) / freedom);
    }
    return curves;
  }

  private void play(BanditStrategy strategy, int run, Sums sums) {
    // Of its own, so that all strategies meet the same bandits.
    SplittableRandom world = new SplittableRandom(seed + run * GOLDEN);
    SplittableRandom choices = world.split();
    double[] values = new double[arms];
    int optimal = 0;
    for (int arm = 0; arm < arms; arm++) {
      values[arm] = mean + world.nextGaussian();
      optimal = values[arm] > values[optimal] ? arm : optimal;
    }
    BanditLearner learner = strategy.learner(arms);
    for (int step = 0; step < steps; step++) {
      int arm = learner.choose(choices);
      double reward = values[arm] + world.nextGaussian();
      learner.learn(arm, reward);
      sums.rewards[step] += reward;
      sums.squares[step] += reward * reward;
      sums.best[step] += arm == optimal ? 1 : 0;
    }
  }
}
