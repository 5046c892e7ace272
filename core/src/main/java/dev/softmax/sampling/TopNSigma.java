package dev.softmax.sampling;

/// Keeps the candidates whose logit is at most `n` standard deviations of all finite logits below the
/// largest (Tang et al. 2024, arXiv 2411.07641). Does not depend on the temperature. 0 keeps all, as
/// in llama.cpp.
///
/// @param n number of standard deviations, finite and not negative
public record TopNSigma(double n) implements SamplerStep {
  /// Checks the number.
  ///
  /// @throws IllegalArgumentException if it is negative, NaN or infinite
  public TopNSigma {
    Require.atLeast("top-n-sigma: n", n, 0);
  }

  void apply(Candidates candidates) {
    if (n > 0) {
      candidates.keepAbove(-n * candidates.deviation(), 1);
    }
  }
}
