package dev.softmax.sampling;

/// Mirostat (Basu et al. 2021, arXiv 2007.14966): draws among the `k` most probable candidates, where
/// `k` follows from an estimate of the distribution's Zipf exponent and from a bound `mu` of the
/// surprise, which each token's own surprise moves towards `tau` on average.
///
/// @param tau surprise aimed at, in bits a token; finite and not negative
/// @param eta how fast `mu`, at first `2 tau`, follows; finite and not negative
/// @param m number of tokens that the exponent is estimated from, at least 2; 100 in the paper
public record Mirostat(double tau, double eta, int m) implements ChoosingStep {
  /// Checks all three.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public Mirostat {
    Require.atLeast("mirostat: tau", tau, 0);
    Require.atLeast("mirostat: eta", eta, 0);
    Require.atLeast("mirostat: m", m, 2);
  }

  /// With the paper's 100 tokens.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public Mirostat(double tau, double eta) {
    this(tau, eta, 100);
  }
}
