package dev.softmax.policy.learning;

import java.util.Arrays;

/// What was observed and done `(N)`, to learn from once or a few times.
///
/// Advantages are those of Schulman and others (High-Dimensional Continuous Control Using Generalized
/// Advantage Estimation, 2016, equation 16), `A_t = δ_t + γλ A_{t+1}` with `δ_t = r_t + γ V_{t+1} − V_t`;
/// with `λ = 1` they are the discounted return less `V_t`. An episode that was cut off has as its last
/// `V` what the baseline expects after it; one that ended has 0.
final class Transitions {
  private final int width;
  private float[] rows = {};
  private int[] actions = {};
  private float[] logProbabilities = {};
  private double[] rewards = {};
  private double[] next = {};
  private boolean[] last = {};
  private double[] values = {};
  private double[] advantages = {};
  private int count;

  Transitions(int width) {
    this.width = width;
  }

  void clear() {
    count = 0;
  }

  int count() {
    return count;
  }

  /// Inputs of a network `(N, width)`; may be longer.
  float[] rows() {
    return rows;
  }

  /// One more, with the input at `inputs[from]` and after.
  void add(float[] inputs, int from) {
    if (count == actions.length) {
      int room = Math.max(256, 2 * count);
      rows = Arrays.copyOf(rows, room * width);
      actions = Arrays.copyOf(actions, room);
      logProbabilities = Arrays.copyOf(logProbabilities, room);
      rewards = Arrays.copyOf(rewards, room);
      next = Arrays.copyOf(next, room);
      last = Arrays.copyOf(last, room);
      values = Arrays.copyOf(values, room);
      advantages = Arrays.copyOf(advantages, room);
    }
    System.arraycopy(inputs, from, rows, count * width, width);
    last[count] = false;
    count++;
  }

  void choose(int at, int action, double logProbability) {
    actions[at] = action;
    logProbabilities[at] = (float) logProbability;
  }

  void reward(int at, double reward) {
    rewards[at] = reward;
  }

  /// Nothing follows this one, and what would is worth `after`.
  void end(int at, double after) {
    last[at] = true;
    next[at] = after;
  }

  /// As [#end], unless the episode has ended there.
  void cut(int at, double after) {
    if (!last[at]) {
      end(at, after);
    }
  }

  int action(int at) {
    return actions[at];
  }

  double logProbability(int at) {
    return logProbabilities[at];
  }

  double advantage(int at) {
    return advantages[at];
  }

  /// What the baseline is to learn: `A + V`, before advantages are scaled.
  double target(int at) {
    return next[at];
  }

  /// Estimates advantages, and brings them to mean 0 and deviation 1.
  ///
  /// @param worth the baseline's values `(N)`
  /// @param lanes transitions that follow each other are so far apart
  void estimate(float[] worth, int lanes, double discount, double lambda) {
    for (int at = 0; at < count; at++) {
      values[at] = worth[at];
    }
    double sum = 0;
    double squares = 0;
    for (int at = count - 1; at >= 0; at--) {
      double after = last[at] ? next[at] : values[at + lanes];
      double later = last[at] ? 0 : advantages[at + lanes];
      double delta = rewards[at] + discount * after - values[at];
      advantages[at] = delta + discount * lambda * later;
      sum += advantages[at];
    }
    double mean = sum / count;
    for (int at = 0; at < count; at++) {
      squares += (advantages[at] - mean) * (advantages[at] - mean);
    }
    double deviation = Math.sqrt(squares / count) + 1e-8;
    for (int at = 0; at < count; at++) {
      next[at] = advantages[at] + values[at];
      advantages[at] = (advantages[at] - mean) / deviation;
    }
  }
}
