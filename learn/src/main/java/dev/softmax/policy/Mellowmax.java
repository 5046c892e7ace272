package dev.softmax.policy;

import dev.softmax.LogSumExp;

/// Mellowmax, `mm(x) = log(mean exp(ω x)) / ω`: a soft maximum that is a non-expansion, so that value
/// iteration with it converges, which Boltzmann's softmax does not promise (Asadi and Littman, An
/// Alternative Softmax Operator for Reinforcement Learning, ICML 2017).
///
/// @param omega `ω > 0`: the larger, the nearer to the maximum
public record Mellowmax(double omega) implements TemperatureSchedule {
  private static final int STEPS = 200;

  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if omega is not positive and finite
  public Mellowmax {
    if (!(omega > 0 && omega < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("mellowmax: omega " + omega);
    }
  }

  /// `mm(x)` of the values `(n)`: between their mean and their maximum.
  ///
  /// @throws IllegalArgumentException if there are none, or one is not finite
  public double of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("mellowmax: no values");
    }
    double[] scaled = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException("mellowmax: value " + i + " is " + values[i]);
      }
      scaled[i] = omega * values[i];
    }
    return (LogSumExp.of(scaled) - Math.log(values.length)) / omega;
  }

  /// The temperature of [#policy], whatever the step.
  @Override
  public double at(long step, double... values) {
    return policy(values).temperature();
  }

  /// The policy of largest entropy whose mean value is `mm(x)`: a softmax at the temperature `1 / β`,
  /// where `β ≥ 0` solves `Σ exp(β (x − mm)) (x − mm) = 0`, as in the paper, by bisection. Values
  /// that are all equal leave it open; the policy is then uniform, at temperature 1.
  ///
  /// @throws IllegalArgumentException if there are no values, or one is not finite
  public SoftmaxPolicy policy(double... values) {
    double mellow = of(values);
    double[] above = new double[values.length];
    double most = 0;
    for (int i = 0; i < values.length; i++) {
      above[i] = values[i] - mellow;
      most = Math.max(most, above[i]);
    }
    if (most == 0) {
      return SoftmaxPolicy.of(values);
    }
    // β lies between 0, where the sum is negative or 0, and ω, where it is not: the mean by the
    // softmax at ω is at least mm.
    double low = 0;
    double high = omega;
    for (int i = 0; i < STEPS && Math.nextUp(low) < high; i++) {
      double beta = (low + high) / 2;
      if (sum(above, beta, most) < 0) {
        low = beta;
      } else {
        high = beta;
      }
    }
    return SoftmaxPolicy.of(values).withTemperature(1 / high);
  }

  private static double sum(double[] above, double beta, double most) {
    double sum = 0;
    for (double x : above) {
      sum += Math.exp(beta * (x - most)) * x;
    }
    return sum;
  }
}
