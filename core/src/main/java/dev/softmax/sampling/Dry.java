package dev.softmax.sampling;

import java.util.List;

/// "Don't repeat yourself": lessens the logits of tokens that would continue a repetition. Where the
/// last `n >= allowedLength` tokens stand earlier in the window, too, the token that followed them
/// there loses `multiplier base^(n - allowedLength)`, of several places that of the largest `n`. A
/// repetition reaches back no further than the last sequence breaker. The definition is llama.cpp's
/// (after koboldcpp's), with the breakers as tokens.
///
/// @param multiplier 0 is off; finite and not negative
/// @param base finite and at least 1
/// @param allowedLength longest repetition that is free, at least 1
/// @param lastN window of past tokens, or [Penalties#ALL] of the sampler's history
/// @param breakers sequences of tokens, none empty, that end a repetition; a token that is a breaker
///     alone is never made less probable
public record Dry(
    double multiplier, double base, int allowedLength, int lastN, List<List<Integer>> breakers)
    implements SamplerStep {
  /// Checks all.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public Dry {
    Require.atLeast("dry: multiplier", multiplier, 0);
    Require.atLeast("dry: base", base, 1);
    Require.atLeast("dry: allowed length", allowedLength, 1);
    Require.atLeast("dry: last n", lastN, Penalties.ALL);
    breakers = Require.sequences("dry: breakers", breakers);
  }

  /// Looks at the whole history and has no breakers.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public Dry(double multiplier, double base, int allowedLength) {
    this(multiplier, base, allowedLength, Penalties.ALL, List.of());
  }
}
