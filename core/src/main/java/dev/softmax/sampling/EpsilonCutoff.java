package dev.softmax.sampling;

/// Keeps the candidates of probability at least `epsilon` (Hewitt et al. 2022, arXiv 2210.15191).
///
/// @param epsilon least probability, in [0, 1]
/// @param minKeep least number of candidates that stay, at least 1
public record EpsilonCutoff(double epsilon, int minKeep) implements SamplerStep {
  /// Checks both.
  ///
  /// @throws IllegalArgumentException if `epsilon` is not in [0, 1] or `minKeep` is less than 1
  public EpsilonCutoff {
    Require.between("epsilon cut-off: epsilon", epsilon, 0, 1);
    Require.atLeast("epsilon cut-off: min keep", minKeep, 1);
  }

  /// Keeps at least one candidate.
  ///
  /// @throws IllegalArgumentException if `epsilon` is not in [0, 1]
  public EpsilonCutoff(double epsilon) {
    this(epsilon, 1);
  }

  void apply(Candidates candidates) {
    if (epsilon > 0) {
      candidates.keepAbove(StrictMath.log(epsilon) + candidates.logTotal(), minKeep);
    }
  }
}
