package dev.softmax.policy.learning;

import dev.softmax.Progress;
import java.util.Arrays;

/// Writes down the episodes of a learning, and says when it is to stop.
final class EpisodeLog {
  private final Budget budget;
  private final Progress progress;
  private double[] returns = new double[64];
  private long[] ends = new long[64];
  private int episodes;
  private long steps;
  private double recent;
  private boolean reached;

  EpisodeLog(Budget budget, Progress progress) {
    this.budget = budget;
    this.progress = progress;
  }

  /// One step of one environment.
  void step() {
    steps++;
  }

  /// An episode ended with the last step.
  void end(double sum) {
    if (episodes == returns.length) {
      returns = Arrays.copyOf(returns, 2 * episodes);
      ends = Arrays.copyOf(ends, 2 * episodes);
    }
    returns[episodes] = sum;
    ends[episodes] = steps;
    int window = budget.episodes();
    recent += sum - (episodes >= window ? returns[episodes - window] : 0);
    episodes++;
    reached |= episodes >= window && recent >= budget.level() * window;
    progress.report("steps", Math.min(steps, budget.steps()), budget.steps(), Double.NaN);
  }

  /// Whether the steps are used up, or returns are enough.
  boolean over() {
    return reached || steps >= budget.steps();
  }

  long steps() {
    return steps;
  }

  /// Share of the steps that are used up.
  double done() {
    return (double) steps / budget.steps();
  }

  LearningCurve curve() {
    return new LearningCurve(
        Arrays.copyOf(returns, episodes), Arrays.copyOf(ends, episodes), steps);
  }
}
