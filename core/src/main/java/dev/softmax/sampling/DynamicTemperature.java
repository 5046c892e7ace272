package dev.softmax.sampling;

/// Divides the logits by a temperature that grows with their entropy `H`, as llama.cpp does:
/// `T = low + (high - low) (H / ln N)^exponent` of `N` candidates, where `low` is
/// `max(0, temperature - range)` and `high` is `temperature + range`. A range of 0 is [Temperature].
///
/// @param temperature middle of the range, finite and not negative
/// @param range how far the temperature may go, finite and not negative
/// @param exponent of the entropy's share, finite and not negative
public record DynamicTemperature(double temperature, double range, double exponent)
    implements SamplerStep {
  /// Checks all three.
  ///
  /// @throws IllegalArgumentException if one is negative, NaN or infinite
  public DynamicTemperature {
    Require.atLeast("dynamic temperature: temperature", temperature, 0);
    Require.atLeast("dynamic temperature: range", range, 0);
    Require.atLeast("dynamic temperature: exponent", exponent, 0);
  }

  void apply(Candidates candidates) {
    if (range == 0) {
      candidates.divide(temperature);
    } else if (candidates.size() > 1) {
      double share = candidates.entropy() / StrictMath.log(candidates.size());
      double low = Math.max(0, temperature - range);
      double high = temperature + range;
      double power = StrictMath.pow(Math.clamp(share, 0.0, 1.0), exponent);
      candidates.divide(low + (high - low) * power);
    }
  }
}
