package dev.softmax.sampling;

/// Keeps the candidates of probability at least `min(epsilon, √epsilon exp(-H))`, where `H` is the
/// entropy (Hewitt et al. 2022, arXiv 2210.15191).
///
/// @param epsilon in [0, 1]
/// @param minKeep least number of candidates that stay, at least 1
public record EtaCutoff(double epsilon, int minKeep) implements SamplerStep {
  /// Checks both.
  ///
  /// @throws IllegalArgumentException if `epsilon` is not in [0, 1] or `minKeep` is less than 1
  public EtaCutoff {
    Require.between("eta cut-off: epsilon", epsilon, 0, 1);
    Require.atLeast("eta cut-off: min keep", minKeep, 1);
  }

  /// Keeps at least one candidate.
  ///
  /// @throws IllegalArgumentException if `epsilon` is not in [0, 1]
  public EtaCutoff(double epsilon) {
    this(epsilon, 1);
  }

  void apply(Candidates candidates) {
    if (epsilon > 0) {
      double log = StrictMath.log(epsilon);
      double eta = Math.min(log, log / 2 - candidates.entropy());
      candidates.keepAbove(eta + candidates.logTotal(), minKeep);
    }
  }
}
