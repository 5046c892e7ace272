package dev.softmax.policy;

import java.util.Arrays;

/// How learners act on the values that they have so far.
public sealed interface Exploration {
  /// The policy over actions of these values.
  ///
  /// @param values `(n)`
  /// @param step of the learning, from 0
  /// @throws IllegalArgumentException if the values make no policy
  SoftmaxPolicy policy(double[] values, long step);

  private static void check(double epsilon) {
    if (!(epsilon >= 0 && epsilon <= 1)) {
      throw new IllegalArgumentException(
          "exploration: epsilon " + epsilon + " is not within 0 and 1");
    }
  }

  /// Boltzmann's: by the softmax of values, mixed with any action.
  ///
  /// @param schedule temperature of each step
  /// @param epsilon share of the uniform policy, within 0 and 1
  record Softmax(TemperatureSchedule schedule, double epsilon) implements Exploration {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if epsilon is not within 0 and 1
    public Softmax {
      check(epsilon);
    }

    /// Without a mixture.
    public Softmax(TemperatureSchedule schedule) {
      this(schedule, 0);
    }

    @Override
    public SoftmaxPolicy policy(double[] values, long step) {
      return SoftmaxPolicy.of(values, schedule.at(step, values), epsilon);
    }
  }

  /// The action of the largest value, any of equals alike, mixed with any action: ε-greedy, what the
  /// softmax becomes at temperature 0.
  ///
  /// @param epsilon share of the uniform policy, within 0 and 1
  record Greedy(double epsilon) implements Exploration {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if epsilon is not within 0 and 1
    public Greedy {
      check(epsilon);
    }

    @Override
    public SoftmaxPolicy policy(double[] values, long step) {
      SoftmaxPolicy.check(values);
      double most = Arrays.stream(values).max().orElseThrow();
      double[] largest = new double[values.length];
      Arrays.setAll(largest, a -> values[a] == most ? 0 : Double.NEGATIVE_INFINITY);
      return SoftmaxPolicy.of(largest, 1, epsilon);
    }
  }
}
