package dev.softmax.sampling;

/// Makes tokens of the recent past less probable. Each token that occurs in the last `lastN` has its
/// logit divided by `repetition`, or multiplied where it is not positive (Keskar et al. 2019, arXiv
/// 1909.05858), and then lessened by `frequency` times its number of occurrences plus `presence`.
///
/// @param lastN how many past tokens count, or [#ALL] of the sampler's history
/// @param repetition 1 is none; finite and larger than 0
/// @param frequency 0 is none; finite
/// @param presence 0 is none; finite
public record Penalties(int lastN, double repetition, double frequency, double presence)
    implements SamplerStep {
  /// A `lastN` as long as the sampler's history.
  public static final int ALL = -1;

  /// Checks all four.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public Penalties {
    Require.atLeast("penalties: last n", lastN, ALL);
    Require.between("penalties: repetition", repetition, Double.MIN_NORMAL, Double.MAX_VALUE);
    Require.between("penalties: frequency", frequency, -Float.MAX_VALUE, Float.MAX_VALUE);
    Require.between("penalties: presence", presence, -Float.MAX_VALUE, Float.MAX_VALUE);
  }

  /// The repetition penalty alone.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public static Penalties repetition(int lastN, double repetition) {
    return new Penalties(lastN, repetition, 0, 0);
  }

  double apply(double logit, int count) {
    double repeated = logit <= 0 ? logit * repetition : logit / repetition;
    return repeated - (count * frequency + presence);
  }
}
