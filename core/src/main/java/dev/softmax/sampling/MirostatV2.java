package dev.softmax.sampling;

/// The second form of [Mirostat], as llama.cpp has it: draws among the candidates whose surprise is at
/// most `mu` bits, and at least one, and then moves `mu` by `eta` times what the chosen token's
/// surprise lacks to `tau`.
///
/// @param tau surprise aimed at, in bits a token; finite and not negative
/// @param eta how fast `mu`, at first `2 tau`, follows; finite and not negative
public record MirostatV2(double tau, double eta) implements ChoosingStep {
  /// Checks both.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public MirostatV2 {
    Require.atLeast("mirostat 2: tau", tau, 0);
    Require.atLeast("mirostat 2: eta", eta, 0);
  }
}
