package dev.softmax.sampling;

/// A token that a chain left to choose from.
///
/// @param token index in the vocabulary
/// @param logProbability natural logarithm of its probability among the candidates
public record Candidate(int token, double logProbability) {
  /// Its probability among the candidates.
  public double probability() {
    return StrictMath.exp(logProbability);
  }
}
