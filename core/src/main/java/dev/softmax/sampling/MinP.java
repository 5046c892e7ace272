package dev.softmax.sampling;

/// Keeps the candidates that have at least the share `p` of the largest probability (Nguyen et al.
/// 2024, arXiv 2407.01082). 0 keeps all.
///
/// @param p share of the largest probability, in [0, 1]
/// @param minKeep least number of candidates that stay, at least 1
public record MinP(double p, int minKeep) implements SamplerStep {
  /// Checks both.
  ///
  /// @throws IllegalArgumentException if `p` is not in [0, 1] or `minKeep` is less than 1
  public MinP {
    Require.between("min-p: p", p, 0, 1);
    Require.atLeast("min-p: min keep", minKeep, 1);
  }

  /// Keeps at least one candidate.
  ///
  /// @throws IllegalArgumentException if `p` is not in [0, 1]
  public MinP(double p) {
    this(p, 1);
  }

  void apply(Candidates candidates) {
    if (p > 0) {
      candidates.keepAbove(StrictMath.log(p), minKeep);
    }
  }
}
