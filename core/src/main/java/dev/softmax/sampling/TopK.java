package dev.softmax.sampling;

/// Keeps the `k` candidates of the largest logits, of equal ones those of the lowest tokens. 0 keeps
/// all, as in llama.cpp; so does a `k` larger than the vocabulary.
///
/// @param k number of candidates, or 0
public record TopK(int k) implements SamplerStep {
  /// Checks the number.
  ///
  /// @throws IllegalArgumentException if it is negative
  public TopK {
    Require.atLeast("top-k: k", k, 0);
  }

  void apply(Candidates candidates) {
    if (k > 0) {
      candidates.keepLargest(k);
    }
  }
}
