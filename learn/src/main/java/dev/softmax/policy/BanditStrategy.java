package dev.softmax.policy;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// How to act on a bandit of `n` arms, and how to learn from its rewards (Sutton and Barto, Reinforcement
/// Learning, 2nd edition, chapter 2).
public sealed interface BanditStrategy {
  /// Someone who knows nothing yet.
  ///
  /// @param arms number of arms `n`
  BanditLearner learner(int arms);

  private static void check(boolean fine, String message) {
    if (!fine) {
      throw new IllegalArgumentException(message);
    }
  }

  /// Mostly the arm of the best estimate, ties drawn by lot, else any (section 2.4).
  ///
  /// @param epsilon share of steps on which any arm is drawn, within 0 and 1
  /// @param estimates how values are estimated; optimistic ones explore by themselves (section 2.6)
  record EpsilonGreedy(double epsilon, Estimates estimates) implements BanditStrategy {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if epsilon is not within 0 and 1
    public EpsilonGreedy {
      check(epsilon >= 0 && epsilon <= 1, "epsilon-greedy: epsilon " + epsilon);
    }

    @Override
    public BanditLearner learner(int arms) {
      ArmValues values = new ArmValues(arms, estimates);
      return new BanditLearner() {
        @Override
        public int choose(RandomGenerator random) {
          return random.nextDouble() < epsilon
              ? random.nextInt(arms)
              : ArmValues.best(values.values(), random);
        }

        @Override
        public void learn(int arm, double reward) {
          values.see(arm, reward);
        }
      };
    }
  }

  /// The arm whose estimate plus uncertainty is largest: `Q + c √(ln t / N)`; arms not yet tried come
  /// first (equation 2.10).
  ///
  /// @param c how much uncertainty counts, at least 0; UCB1 has √2
  record UpperConfidence(double c) implements BanditStrategy {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if c is negative or not finite
    public UpperConfidence {
      check(c >= 0 && c < Double.POSITIVE_INFINITY, "upper confidence: c " + c);
    }

    @Override
    public BanditLearner learner(int arms) {
      ArmValues values = new ArmValues(arms, Estimates.AVERAGES);
      double[] bounds = new double[arms];
      return new BanditLearner() {
        @Override
        public int choose(RandomGenerator random) {
          double log = Math.log(values.steps() + 1.0);
          for (int arm = 0; arm < arms; arm++) {
            int seen = values.count(arm);
            bounds[arm] =
                seen == 0
                    ? Double.POSITIVE_INFINITY
                    : values.values()[arm] + c * Math.sqrt(log / seen);
          }
          return ArmValues.best(bounds, random);
        }

        @Override
        public void learn(int arm, double reward) {
          values.see(arm, reward);
        }
      };
    }
  }

  /// Arms by the softmax of their estimates.
  ///
  /// @param schedule temperature of each step, [TargetEntropy] and [Mellowmax] among them
  /// @param estimates how values are estimated
  record SoftmaxValues(TemperatureSchedule schedule, Estimates estimates)
      implements BanditStrategy {
    @Override
    public BanditLearner learner(int arms) {
      ArmValues values = new ArmValues(arms, estimates);
      double[] weights = new double[arms];
      return new BanditLearner() {
        @Override
        public int choose(RandomGenerator random) {
          double temperature = schedule.at(values.steps(), values.values());
          return ArmValues.draw(values.values(), temperature, weights, random);
        }

        @Override
        public void learn(int arm, double reward) {
          values.see(arm, reward);
        }
      };
    }
  }

  /// Arms by the softmax of preferences, which climb the gradient of the mean reward (equation 2.12).
  ///
  /// @param stepSize `α`, positive
  /// @param baseline whether rewards count by their difference to the mean of those before
  record GradientBandit(double stepSize, boolean baseline) implements BanditStrategy {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if the step size is not positive and finite
    public GradientBandit {
      check(
          stepSize > 0 && stepSize < Double.POSITIVE_INFINITY, "gradient bandit: step " + stepSize);
    }

    @Override
    public BanditLearner learner(int arms) {
      double[] preferences = new double[arms];
      double[] weights = new double[arms];
      return new BanditLearner() {
        private double mean;
        private long steps;

        @Override
        public int choose(RandomGenerator random) {
          return ArmValues.draw(preferences, 1, weights, random);
        }

        @Override
        public void learn(int arm, double reward) {
          // As the book's figures have it, the mean holds the reward of this step, too.
          steps++;
          mean += baseline ? (reward - mean) / steps : 0;
          double slope = stepSize * (reward - mean);
          ArmValues.softmax(preferences, 1, weights);
          for (int a = 0; a < arms; a++) {
            preferences[a] += slope * ((a == arm ? 1 : 0) - weights[a]);
          }
        }
      };
    }
  }

  /// Exponential weights for rewards that an adversary may choose (Auer, Cesa-Bianchi, Freund and
  /// Schapire, The Nonstochastic Multiarmed Bandit Problem, 2002, algorithm Exp3).
  ///
  /// @param gamma share of the uniform policy, above 0 and up to 1
  /// @param low reward that counts 0, as lower ones do
  /// @param high reward that counts 1, as higher ones do
  record Exp3(double gamma, double low, double high) implements BanditStrategy {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if gamma or the range is none
    public Exp3 {
      check(gamma > 0 && gamma <= 1, "exp3: gamma " + gamma);
      check(low < high && Double.isFinite(high - low), "exp3: rewards " + low + " to " + high);
    }

    @Override
    public BanditLearner learner(int arms) {
      double[] logWeights = new double[arms];
      double[] probabilities = new double[arms];
      return new BanditLearner() {
        @Override
        public int choose(RandomGenerator random) {
          ArmValues.softmax(logWeights, 1, probabilities);
          for (int a = 0; a < arms; a++) {
            probabilities[a] = (1 - gamma) * probabilities[a] + gamma / arms;
          }
          return ArmValues.drawFrom(probabilities, random);
        }

        @Override
        public void learn(int arm, double reward) {
          double scaled = Math.clamp((reward - low) / (high - low), 0, 1);
          logWeights[arm] += gamma / arms * scaled / probabilities[arm];
        }
      };
    }
  }

  /// How the value of an arm is estimated from its rewards.
  ///
  /// @param initial before the first one
  /// @param stepSize share of a new reward, above 0 and up to 1; 0: the mean of all rewards, which
  ///     forgets the initial value at once
  record Estimates(double initial, double stepSize) {
    /// Means of all rewards, 0 before there is one.
    public static final Estimates AVERAGES = new Estimates(0, 0);

    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if the initial value is not finite or the step size none
    public Estimates {
      check(Double.isFinite(initial), "estimates: initial value " + initial);
      check(stepSize >= 0 && stepSize <= 1, "estimates: step size " + stepSize);
    }

    double[] start(int arms) {
      double[] values = new double[arms];
      Arrays.fill(values, initial);
      return values;
    }
  }
}
