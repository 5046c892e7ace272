package dev.softmax.policy.learning;

import dev.softmax.policy.Exploration;
import dev.softmax.policy.SoftmaxPolicy;
import dev.softmax.policy.environment.Observations;
import java.util.Arrays;

/// Learned values of actions in states, `Q (S, n)`, and how they are acted on.
public final class ActionValues implements LearnedPolicy {
  private final double[][] values;
  private final Observations.States states;
  private final Exploration exploration;
  private final long steps;

  ActionValues(double[][] values, Exploration exploration, long steps) {
    this.values = values;
    this.exploration = exploration;
    this.steps = steps;
    states = new Observations.States(values.length);
  }

  /// Number of states `S`.
  public int states() {
    return values.length;
  }

  /// Number of actions `n`.
  public int actions() {
    return values[0].length;
  }

  /// `Q(s, ·) (n)`.
  public double[] values(int state) {
    return values[state].clone();
  }

  /// The first of the actions of the largest value.
  public int greedy(int state) {
    double[] of = values[state];
    double most = Arrays.stream(of).max().orElseThrow();
    int action = 0;
    while (of[action] != most) {
      action++;
    }
    return action;
  }

  /// As the last step of learning would have acted.
  @Override
  public SoftmaxPolicy policy(double[] observation) {
    return exploration.policy(values[states.of(observation)], steps);
  }
}
