package dev.softmax.policy;

import java.util.Arrays;

/// A temperature that follows the values: the one at which the softmax has a given entropy, so that it
/// explores as much whatever the scale of the values is.
///
/// @param nats the entropy, above 0
public record TargetEntropy(double nats) implements TemperatureSchedule {
  /// Within this many powers of e around the spread of the values lies every temperature that doubles
  /// tell from 0 and from ∞.
  private static final double REACH = 40;

  private static final int STEPS = 200;

  /// A step of Newton's this small leaves an error of its square.
  private static final double CLOSE = 1e-9;

  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if the entropy is not positive and finite
  public TargetEntropy {
    if (!(nats > 0 && nats < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("target entropy: " + nats + " nats");
    }
  }

  /// A share of the largest entropy that `n` actions can have, `log n`.
  ///
  /// @param share above 0 and below 1
  /// @throws IllegalArgumentException if it is not, or there are fewer than two actions
  public static TargetEntropy share(double share, int actions) {
    if (!(share > 0 && share < 1) || actions < 2) {
      throw new IllegalArgumentException(
          "target entropy: share " + share + " of the largest for " + actions + " actions");
    }
    return new TargetEntropy(share * Math.log(actions));
  }

  /// The policy of these values at [#at] their temperature.
  ///
  /// @throws IllegalArgumentException if the values make no policy
  public SoftmaxPolicy policy(double... values) {
    return SoftmaxPolicy.of(values).withTemperature(temperature(values));
  }

  /// The temperature at which the softmax of the values has the entropy, whatever the step. Where no
  /// temperature reaches it, because values are equal or actions too few, the nearest one: a very low
  /// or a very high temperature.
  ///
  /// @throws IllegalArgumentException if the values make no policy
  @Override
  public double at(long step, double... values) {
    SoftmaxPolicy.check(values);
    return temperature(values);
  }

  /// By Newton's method on the logarithm of the temperature, kept within a bracket: entropy grows with
  /// temperature.
  private double temperature(double[] values) {
    double most = Arrays.stream(values).max().orElseThrow();
    double middle = Math.log(spread(values));
    double low = middle - REACH;
    double high = middle + REACH;
    double at = middle;
    for (int i = 0; i < STEPS && Math.nextUp(low) < high; i++) {
      double sum = 0;
      double first = 0;
      double second = 0;
      double scale = Math.exp(-at);
      for (double value : values) {
        double z = (value - most) * scale;
        double weight = Math.exp(z);
        if (weight > 0) {
          sum += weight;
          first += weight * z;
          second += weight * z * z;
        }
      }
      // H = log Σ exp z − E z, and dH / d log T is the variance of z.
      double mean = first / sum;
      double excess = Math.log(sum) - mean - nats;
      low = excess < 0 ? at : low;
      high = excess < 0 ? high : at;
      double next = at - excess / (second / sum - mean * mean);
      if (Math.abs(next - at) <= CLOSE * Math.max(1, Math.abs(at))) {
        return Math.exp(next);
      }
      at = next > low && next < high ? next : (low + high) / 2;
    }
    return Math.exp(high);
  }

  /// Largest difference of finite values; 1 where they are equal.
  private static double spread(double[] values) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      if (Double.isFinite(value)) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    double spread = most - least;
    return spread > 0 && spread < Double.POSITIVE_INFINITY ? spread : 1;
  }
}
