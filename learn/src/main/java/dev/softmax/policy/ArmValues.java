package dev.softmax.policy;

import java.util.random.RandomGenerator;

/// Estimates of the value of each arm. What softmax is needed here is of a handful of values, many million
/// times, into an array of the caller.
final class ArmValues {
  private final double[] values;
  private final int[] counts;
  private final double stepSize;
  private long steps;

  ArmValues(int arms, BanditStrategy.Estimates estimates) {
    values = estimates.start(arms);
    counts = new int[arms];
    stepSize = estimates.stepSize();
  }

  double[] values() {
    return values;
  }

  int count(int arm) {
    return counts[arm];
  }

  long steps() {
    return steps;
  }

  void see(int arm, double reward) {
    steps++;
    counts[arm]++;
    double share = stepSize == 0 ? 1.0 / counts[arm] : stepSize;
    values[arm] += share * (reward - values[arm]);
  }

  /// The index of the largest value; of equals one by lot.
  static int best(double[] values, RandomGenerator random) {
    int best = 0;
    int equal = 1;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
        equal = 1;
      } else if (values[i] == values[best]) {
        equal++;
      }
    }
    if (equal == 1) {
      return best;
    }
    int lot = random.nextInt(equal);
    int i = best;
    while (lot > 0) {
      i++;
      lot -= values[i] == values[best] ? 1 : 0;
    }
    return i;
  }

  /// An index by the softmax of values.
  static int draw(double[] values, double temperature, double[] room, RandomGenerator random) {
    softmax(values, temperature, room);
    return drawFrom(room, random);
  }

  static int drawFrom(double[] probabilities, RandomGenerator random) {
    double u = random.nextDouble();
    int last = 0;
    for (int i = 0; i < probabilities.length; i++) {
      if (probabilities[i] > 0) {
        last = i;
        u -= probabilities[i];
        if (u < 0) {
          return i;
        }
      }
    }
    return last;
  }

  static void softmax(double[] values, double temperature, double[] out) {
    double most = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      most = Math.max(most, value);
    }
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      out[i] = Math.exp((values[i] - most) / temperature);
      sum += out[i];
    }
    for (int i = 0; i < values.length; i++) {
      out[i] /= sum;
    }
  }
}
