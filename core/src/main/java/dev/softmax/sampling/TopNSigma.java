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

  /// Standard deviation of those of `x[0 .. n)` that are not `-∞`, summed relative to the largest.
  static double deviation(float[] x, int n, double largest) {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (int i = 0; i < n; i++) {
      if (x[i] > Float.NEGATIVE_INFINITY) {
        double d = x[i] - largest;
        sum += d;
        squares += d * d;
        count++;
      }
    }
    double mean = sum / count;
    return Math.sqrt(Math.max(0, squares / count - mean * mean));
  }
}
