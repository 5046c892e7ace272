package dev.softmax.policy;

import dev.softmax.LogSumExp;
import dev.softmax.Softmax;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Which of `n` actions to take: `π(a) = (1 − ε) softmax(x / T)_a + ε / n`, over the actions that are
/// allowed (Sutton and Barto, Reinforcement Learning, 2nd edition, equation 2.11; with `ε > 0` a mixture
/// with the uniform policy). Values `x` of −∞ are never taken by the softmax. Immutable.
///
/// ```java
/// SoftmaxPolicy policy = SoftmaxPolicy.of(1, 2, 1.5, 0.5).withTemperature(0.8);
/// int action = policy.sample(random);
/// double[] gradient = policy.logProbabilityGradient(action);
/// ```
public final class SoftmaxPolicy {
  private final double[] values;
  private final boolean[] allowed;
  private final int actions;
  private final double temperature;
  private final double epsilon;
  private final double[] softmax;
  private final double[] logSoftmax;
  private final double[] cumulative;

  private SoftmaxPolicy(double[] values, boolean[] allowed, double temperature, double epsilon) {
    this.values = values;
    this.allowed = allowed;
    this.temperature = temperature;
    this.epsilon = epsilon;
    actions = count(allowed);
    Softmax rule = Softmax.STANDARD.withTemperature(temperature).withMask(allowed);
    softmax = rule.apply(values);
    logSoftmax = rule.log().apply(values);
    cumulative = new double[values.length];
    double sum = 0;
    for (int a = 0; a < values.length; a++) {
      sum += probability(a);
      cumulative[a] = sum;
    }
  }

  private static int count(boolean[] allowed) {
    int count = 0;
    for (boolean one : allowed) {
      count += one ? 1 : 0;
    }
    return count;
  }

  /// The policy of these action values or preferences, at temperature 1, with every action allowed.
  ///
  /// @throws IllegalArgumentException if there is none, one is NaN or +∞, or all are −∞
  public static SoftmaxPolicy of(double... values) {
    return new SoftmaxPolicy(values.clone(), check(values), 1, 0);
  }

  /// The policy of these values, made at once.
  static SoftmaxPolicy of(double[] values, double temperature, double epsilon) {
    return new SoftmaxPolicy(values.clone(), check(values), temperature, epsilon);
  }

  /// That the values make a policy of all actions; the mask of these.
  static boolean[] check(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("policy: no actions");
    }
    boolean[] all = new boolean[values.length];
    Arrays.fill(all, true);
    check(values, all);
    return all;
  }

  private static SoftmaxPolicy checked(
      double[] values, boolean[] allowed, double temperature, double epsilon) {
    check(values, allowed);
    return new SoftmaxPolicy(values, allowed, temperature, epsilon);
  }

  private static void check(double[] values, boolean[] allowed) {
    boolean some = false;
    for (int a = 0; a < values.length; a++) {
      if (allowed[a] && !(values[a] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("policy: the value of action " + a + " is " + values[a]);
      }
      some |= allowed[a] && values[a] > Double.NEGATIVE_INFINITY;
    }
    if (!some) {
      throw new IllegalArgumentException(
          "policy: none of %d actions is allowed and has a value above -Infinity"
              .formatted(values.length));
    }
  }

  /// The same at another temperature: the lower, the nearer to the greedy policy.
  ///
  /// @throws IllegalArgumentException if it is not positive and finite
  public SoftmaxPolicy withTemperature(double temperature) {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("policy: temperature " + temperature);
    }
    return new SoftmaxPolicy(values, allowed, temperature, epsilon);
  }

  /// The same over some actions only; the others have probability 0.
  ///
  /// @param allowed one entry an action
  /// @throws IllegalArgumentException if there are more or fewer than actions, or none is allowed
  public SoftmaxPolicy withMask(boolean... allowed) {
    if (allowed.length != values.length) {
      throw new IllegalArgumentException(
          "policy: " + values.length + " actions but a mask of " + allowed.length);
    }
    return checked(values, allowed.clone(), temperature, epsilon);
  }

  /// The same mixed with the uniform policy over what is allowed.
  ///
  /// @param epsilon share of the uniform policy, within 0 and 1
  /// @throws IllegalArgumentException if it is not
  public SoftmaxPolicy withEpsilon(double epsilon) {
    if (!(epsilon >= 0 && epsilon <= 1)) {
      throw new IllegalArgumentException("policy: epsilon " + epsilon + " is not within 0 and 1");
    }
    return new SoftmaxPolicy(values, allowed, temperature, epsilon);
  }

  /// Number of actions `n`, with those that are not allowed.
  public int actions() {
    return values.length;
  }

  /// `T`.
  public double temperature() {
    return temperature;
  }

  /// Probabilities `(n)`.
  public double[] probabilities() {
    double[] p = new double[values.length];
    Arrays.setAll(p, this::probability);
    return p;
  }

  /// `π(a)`.
  public double probability(int action) {
    return epsilon == 0 || !allowed[action]
        ? softmax[action]
        : (1 - epsilon) * softmax[action] + epsilon / actions;
  }

  /// `log π(a)`, exact where the probability underflows; −∞ where it is not allowed.
  public double logProbability(int action) {
    return epsilon == 0 ? logSoftmax[action] : Math.log(probability(action));
  }

  /// `∂ log π(a) / ∂x (n)`: `(δ − p) / T` for `ε = 0` (Sutton and Barto, equation 13.9 for this form).
  ///
  /// @throws IllegalArgumentException if the action has probability 0 and `ε` is not 0
  public double[] logProbabilityGradient(int action) {
    double share = 1;
    if (epsilon > 0) {
      if (probability(action) == 0) {
        throw new IllegalArgumentException("policy: action " + action + " is never taken");
      }
      share = (1 - epsilon) * softmax[action] / probability(action);
    }
    double[] gradient = new double[values.length];
    for (int a = 0; a < values.length; a++) {
      gradient[a] = share * ((a == action ? 1 : 0) - softmax[a]) / temperature;
    }
    return gradient;
  }

  /// `−Σ π log π`, in nats.
  public double entropy() {
    double sum = 0;
    for (int a = 0; a < values.length; a++) {
      double p = probability(a);
      sum -= p == 0 ? 0 : p * logProbability(a);
    }
    return sum;
  }

  /// Kullback-Leibler divergence `Σ π log(π / other)`, in nats; +∞ where this one takes what the other
  /// never does.
  ///
  /// @throws IllegalArgumentException if the other has another number of actions
  public double divergence(SoftmaxPolicy other) {
    if (other.values.length != values.length) {
      throw new IllegalArgumentException(
          "policy: " + values.length + " actions but the other has " + other.values.length);
    }
    double sum = 0;
    for (int a = 0; a < values.length; a++) {
      double p = probability(a);
      sum += p == 0 ? 0 : p * (logProbability(a) - other.logProbability(a));
    }
    return sum;
  }

  /// The allowed action of the largest value, the first of equals.
  public int greedy() {
    int best = -1;
    for (int a = 0; a < values.length; a++) {
      if (allowed[a] && (best < 0 || values[a] > values[best])) {
        best = a;
      }
    }
    return best;
  }

  /// One action, by inversion: the first whose cumulative probability is above a uniform number.
  public int sample(RandomGenerator random) {
    double u = random.nextDouble() * cumulative[values.length - 1];
    int low = 0;
    int high = values.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (u < cumulative[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /// Many actions.
  ///
  /// @throws IllegalArgumentException if there are fewer than one
  public int[] samples(int count, RandomGenerator random) {
    if (count < 1) {
      throw new IllegalArgumentException("policy: " + count + " draws");
    }
    int[] samples = new int[count];
    Arrays.setAll(samples, _ -> sample(random));
    return samples;
  }

  /// One action by the Gumbel-max trick: the largest of `x / T + g`, with `g` of the Gumbel distribution;
  /// distributed as [#sample] gives them.
  ///
  /// @throws IllegalStateException if the policy is a mixture, which is no softmax
  public int gumbelMax(RandomGenerator random) {
    if (epsilon > 0) {
      throw new IllegalStateException("policy: the Gumbel-max trick knows no epsilon " + epsilon);
    }
    int best = greedy();
    double most = Double.NEGATIVE_INFINITY;
    for (int a = 0; a < values.length; a++) {
      double gumbel = -Math.log(-Math.log1p(-random.nextDouble()));
      double noisy = allowed[a] ? logSoftmax[a] + gumbel : Double.NEGATIVE_INFINITY;
      if (noisy > most) {
        most = noisy;
        best = a;
      }
    }
    return best;
  }

  /// `T log Σ exp(x / T)` over what is allowed: the soft maximum, the value of acting by the softmax with
  /// an entropy bonus of `T` a nat.
  public double softMaximum() {
    double[] scaled = new double[values.length];
    for (int a = 0; a < values.length; a++) {
      scaled[a] = allowed[a] ? values[a] / temperature : Double.NEGATIVE_INFINITY;
    }
    return temperature * LogSumExp.of(scaled);
  }
}
