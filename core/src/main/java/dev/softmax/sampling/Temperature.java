package dev.softmax.sampling;

/// Divides the logits by a temperature. At 0 only the largest logit stays, of equal ones that of the
/// lowest token: the chain is greedy from there on.
///
/// @param temperature finite and not negative
public record Temperature(double temperature) implements SamplerStep {
  /// Checks the temperature.
  ///
  /// @throws IllegalArgumentException if it is negative, NaN or infinite
  public Temperature {
    Require.atLeast("temperature", temperature, 0);
  }

  void apply(Candidates candidates) {
    candidates.divide(temperature);
  }
}
