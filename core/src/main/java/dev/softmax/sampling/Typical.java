package dev.softmax.sampling;

/// Locally typical sampling (Meister et al. 2023, arXiv 2202.00666): keeps the fewest candidates,
/// those first whose surprise `-ln p` is nearest to the entropy, whose probabilities sum to at least
/// `p`. 1 keeps all.
///
/// @param p mass to keep, in [0, 1]
/// @param minKeep least number of candidates that stay, at least 1
public record Typical(double p, int minKeep) implements SamplerStep {
  /// Checks both.
  ///
  /// @throws IllegalArgumentException if `p` is not in [0, 1] or `minKeep` is less than 1
  public Typical {
    Require.between("typical: p", p, 0, 1);
    Require.atLeast("typical: min keep", minKeep, 1);
  }

  /// Keeps at least one candidate.
  ///
  /// @throws IllegalArgumentException if `p` is not in [0, 1]
  public Typical(double p) {
    this(p, 1);
  }

  void apply(Candidates candidates, float[] scores) {
    if (p < 1) {
      double entropy = candidates.entropy();
      double logTotal = candidates.logTotal();
      for (int i = 0; i < candidates.size(); i++) {
        double surprise = logTotal - candidates.excess(i);
        scores[i] = (float) -Math.abs(surprise - entropy);
      }
      candidates.keepRanked(scores, p, minKeep);
    }
  }
}
