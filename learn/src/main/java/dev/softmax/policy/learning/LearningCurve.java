package dev.softmax.policy.learning;

import java.util.Arrays;
import java.util.OptionalLong;

/// The episodes of a learning, in the order of their ends. Immutable.
public final class LearningCurve {
  private final double[] returns;
  private final long[] ends;
  private final long steps;

  LearningCurve(double[] returns, long[] ends, long steps) {
    this.returns = returns;
    this.ends = ends;
    this.steps = steps;
  }

  /// Number of episodes that ended.
  public int episodes() {
    return returns.length;
  }

  /// Steps of all environments together, those of unfinished episodes too.
  public long steps() {
    return steps;
  }

  /// The sum of rewards of each episode, not discounted `(episodes)`.
  public double[] returns() {
    return returns.clone();
  }

  /// How many steps all environments together had taken when each episode ended `(episodes)`.
  public long[] ends() {
    return ends.clone();
  }

  /// The mean return of the last episodes; of all, where there are fewer; NaN, where there is none.
  public double last(int episodes) {
    return mean(returns.length, episodes);
  }

  /// The steps after which the mean return of so many consecutive episodes first was at least a level.
  public OptionalLong reached(double level, int episodes) {
    double sum = 0;
    for (int e = 0; e < returns.length; e++) {
      sum += returns[e] - (e >= episodes ? returns[e - episodes] : 0);
      if (e + 1 >= episodes && sum >= level * episodes) {
        return OptionalLong.of(ends[e]);
      }
    }
    return OptionalLong.empty();
  }

  /// The mean return of the last episodes before each of some numbers of steps; NaN before the first
  /// episode ended.
  ///
  /// @param steps of all environments
  /// @param episodes at most so many count, at least 1
  public double[] at(double[] steps, int episodes) {
    double[] means = new double[steps.length];
    for (int i = 0; i < steps.length; i++) {
      long until = (long) steps[i];
      int place = Arrays.binarySearch(ends, until);
      while (place >= 0 && place + 1 < ends.length && ends[place + 1] == until) {
        place++;
      }
      means[i] = mean(place >= 0 ? place + 1 : -place - 1, episodes);
    }
    return means;
  }

  private double mean(int end, int count) {
    return Arrays.stream(returns, Math.max(0, end - count), end).average().orElse(Double.NaN);
  }
}
