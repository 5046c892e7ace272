package dev.softmax.policy;

/// A temperature that follows the values: the one at which the softmax has a given entropy, so that it
/// explores as much whatever the scale of the values is.
///
/// @param nats the entropy, above 0
public record TargetEntropy(double nats) {
  /// Within this many powers of e around the spread of the values lies every temperature that doubles
  /// tell from 0 and from ∞.
  private static final double REACH = 40;

  private static final int STEPS = 200;

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

  /// The policy of these values at the temperature that gives the entropy, by bisection: entropy grows
  /// with temperature. Where no temperature reaches it, because values are equal or actions too few, the
  /// nearest one: a very low or a very high temperature.
  ///
  /// @throws IllegalArgumentException if the values make no policy
  public SoftmaxPolicy policy(double... values) {
    SoftmaxPolicy policy = SoftmaxPolicy.of(values);
    double spread = spread(values);
    double low = Math.log(spread) - REACH;
    double high = Math.log(spread) + REACH;
    for (int i = 0; i < STEPS && Math.nextUp(low) < high; i++) {
      double middle = (low + high) / 2;
      if (policy.withTemperature(Math.exp(middle)).entropy() < nats) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return policy.withTemperature(Math.exp(high));
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
