package dev.softmax.sampling;

/// Nucleus sampling: keeps the fewest candidates, the most probable first, whose probabilities sum to
/// at least `p` (Holtzman et al. 2020, arXiv 1904.09751). 1 keeps all.
///
/// @param p mass to keep, in [0, 1]
/// @param minKeep least number of candidates that stay, at least 1
public record TopP(double p, int minKeep) implements SamplerStep {
  /// Checks both.
  ///
  /// @throws IllegalArgumentException if `p` is not in [0, 1] or `minKeep` is less than 1
  public TopP {
    Require.between("top-p: p", p, 0, 1);
    Require.atLeast("top-p: min keep", minKeep, 1);
  }

  /// Keeps at least one candidate.
  ///
  /// @throws IllegalArgumentException if `p` is not in [0, 1]
  public TopP(double p) {
    this(p, 1);
  }

  void apply(Candidates candidates) {
    if (p < 1) {
      candidates.keepNucleus(p, minKeep);
    }
  }
}
