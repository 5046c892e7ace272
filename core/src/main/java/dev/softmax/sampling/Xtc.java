package dev.softmax.sampling;

/// Excludes top choices: with the given probability, drops all candidates of at least the threshold's
/// probability but the least probable of them. Off where the probability is 0 or the threshold above
/// 0.5, where no two candidates could reach it.
///
/// @param probability that anything is done, in [0, 1]
/// @param threshold least probability of a top choice, in [0, 1]
/// @param minKeep least number of candidates that must be left, else nothing is done; at least 1
public record Xtc(double probability, double threshold, int minKeep) implements SamplerStep {
  /// Checks all three.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public Xtc {
    Require.between("xtc: probability", probability, 0, 1);
    Require.between("xtc: threshold", threshold, 0, 1);
    Require.atLeast("xtc: min keep", minKeep, 1);
  }

  /// Keeps at least one candidate.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public Xtc(double probability, double threshold) {
    this(probability, threshold, 1);
  }

  void apply(Candidates candidates, Draws draws) {
    boolean off = probability == 0 || threshold > 0.5 || candidates.size() < 2;
    if (!off && draws.uniform() <= probability) {
      candidates.dropTop(StrictMath.log(threshold) + candidates.logTotal(), minKeep);
    }
  }
}
