package dev.softmax.policy.learning;

import dev.softmax.policy.SoftmaxPolicy;
import dev.softmax.policy.environment.Environment;
import dev.softmax.policy.environment.Observations;
import java.util.Arrays;
import java.util.SplittableRandom;

/// What the state after an action counts for: the rules differ in this alone.
enum TabularRule {
  /// The largest of its values.
  Q_LEARNING,
  /// The value of the action that is taken there.
  SARSA,
  /// The mean of its values by the policy.
  EXPECTED_SARSA;

  LearningRun learn(Environment world, TabularOptions options, EpisodeLog log, long seed) {
    if (!(world.observations() instanceof Observations.States states)) {
      throw new IllegalArgumentException(
          "tabular learning needs an environment of states, and this one shows "
              + world.observations().length()
              + " numbers");
    }
    double[][] values = new double[states.count()][world.actions()];
    for (double[] row : values) {
      Arrays.fill(row, options.initial());
    }
    SplittableRandom starts = new SplittableRandom(seed);
    SplittableRandom choices = starts.split();
    while (!log.over()) {
      episode(world, new Table(values, states, options, log, choices), starts);
    }
    return new LearningRun(
        new ActionValues(values, options.exploration(), log.steps()), log.curve());
  }

  /// What an episode works on.
  private record Table(
      double[][] values,
      Observations.States states,
      TabularOptions options,
      EpisodeLog log,
      SplittableRandom choices) {
    SoftmaxPolicy policy(int state) {
      return options.exploration().policy(values[state], log.steps());
    }
  }

  /// One episode, or what is left of the steps.
  private void episode(Environment world, Table table, SplittableRandom starts) {
    double sum = 0;
    int state = table.states.of(world.reset(starts));
    int action = table.policy(state).sample(table.choices);
    boolean over = false;
    while (!over && !table.log.over()) {
      Environment.Step step = world.step(action);
      table.log.step();
      sum += step.reward();
      int next = table.states.of(step.observation());
      SoftmaxPolicy policy = table.policy(next);
      int following = policy.sample(table.choices);
      double[] after = table.values[next];
      double worth =
          step.terminated()
              ? 0
              : switch (this) {
                case Q_LEARNING -> Arrays.stream(after).max().orElseThrow();
                case SARSA -> after[following];
                case EXPECTED_SARSA -> mean(policy, after);
              };
      double[] row = table.values[state];
      double target = step.reward() + table.options.discount() * worth;
      row[action] += table.options.stepSize() * (target - row[action]);
      // Q-learning acts on what it has just learned, where the state is the same again.
      boolean changed = this == Q_LEARNING && next == state;
      action = changed ? table.policy(next).sample(table.choices) : following;
      state = next;
      over = step.ends();
    }
    if (over) {
      table.log.end(sum);
    }
  }

  private static double mean(SoftmaxPolicy policy, double[] values) {
    double mean = 0;
    for (int a = 0; a < values.length; a++) {
      mean += policy.probability(a) * values[a];
    }
    return mean;
  }
}
