package dev.softmax;

import dev.softmax.kernel.GatheredVectors;
import dev.softmax.kernel.RelaxedTopK;

/// The `k` largest of a vector, softly: weights from 0 to 1 that sum to `k` and have gradients. As
/// `T → 0` they tend to 1 at the `k` largest and 0 elsewhere; for `k = 1` both are softmax or near
/// it.
///
/// - [#successive]: `Σ aⁱ` of `k` softmaxes `aⁱ = softmax(sⁱ / T)` with `s¹ = x` and
///   `sⁱ⁺¹ = sⁱ + log(1 − aⁱ)` (Plötz and Roth, Neural Nearest Neighbors Networks, NeurIPS 2018;
///   Xie and Ermon, Reparameterizable Subset Sampling via Continuous Relaxations, IJCAI 2019).
/// - [#entropic]: `argmax ⟨y, x / T⟩ + Σ H(y_i)` with `Σ y = k` and binary entropies `H`, which is
///   `σ(x_i / T + ν)` (Amos, Koltun and Kolter, The Limited Multi-Label Projection Layer, arXiv
///   1906.08707).
///
/// With Gumbel noise added to the scores beforehand, the first is Xie and Ermon's relaxed draw of a
/// subset. A successive weight can exceed 1, since several softmaxes may choose the same element in
/// part. The entropic one never exceeds 1, and its Jacobian is symmetric.
///
/// Computed in double, vector after vector. NaN or +∞ makes a vector NaN; −∞ gets 0.
public final class SoftTopK {
  private enum Kind {
    SUCCESSIVE,
    ENTROPIC
  }

  private final Kind kind;
  private final int k;
  private final double temperature;

  private SoftTopK(Kind kind, int k, double temperature) {
    if (k < 1) {
      throw new IllegalArgumentException("soft top-k: k " + k + " is not at least 1");
    }
    Check.positiveTemperature("soft top-k", temperature);
    this.kind = kind;
    this.k = k;
    this.temperature = temperature;
  }

  /// `k` softmaxes one after another.
  ///
  /// @throws IllegalArgumentException if `k` is below 1, or the temperature is not finite and above
  ///     0
  public static SoftTopK successive(int k, double temperature) {
    return new SoftTopK(Kind.SUCCESSIVE, k, temperature);
  }

  /// Regularised by binary entropies.
  ///
  /// @throws IllegalArgumentException if `k` is below 1, or the temperature is not finite and above
  ///     0
  public static SoftTopK entropic(int k, double temperature) {
    return new SoftTopK(Kind.ENTROPIC, k, temperature);
  }

  /// How many.
  public int k() {
    return k;
  }

  private void check(Axis axis) {
    if (k > axis.size() && axis.vectors() > 0) {
      throw new IllegalArgumentException("soft top-k: scores " + Check.shape(axis) + " but k " + k);
    }
  }

  private void weights(double[] x, double[] y, int n) {
    switch (kind) {
      case SUCCESSIVE -> RelaxedTopK.successive(x, y, n, k, temperature);
      case ENTROPIC -> RelaxedTopK.entropic(x, y, n, k, temperature);
    }
  }

  private void product(double[] x, double[] v, double[] out, int n) {
    switch (kind) {
      case SUCCESSIVE -> RelaxedTopK.successiveProduct(x, v, out, n, k, temperature);
      case ENTROPIC -> {
        double[] p = new double[n];
        RelaxedTopK.entropic(x, p, n, k, temperature);
        RelaxedTopK.entropicProduct(p, v, out, n, temperature);
      }
    }
  }

  /// The vectors of `axis` in `scores` → the same places of `out`, which may be `scores` itself.
  ///
  /// @throws IllegalArgumentException if the axis ends past one of the arrays, or has fewer than
  ///     `k`
  public void apply(double[] scores, Axis axis, double[] out) {
    Check.fits("soft top-k", "scores", scores.length, axis);
    Check.fits("soft top-k", "out", out.length, axis);
    check(axis);
    GatheredVectors.map(scores, out, Check.layout(axis), this::weights);
  }

  /// A vector times the Jacobian of each vector; the weights are computed again.
  ///
  /// @param scores what [#apply(double\[\], Axis, double\[\])] was given
  /// @param gradients the gradients of the weights, in the same places
  /// @param axis where the vectors lie in all three arrays
  /// @param out receives the gradients of the scores; may be `gradients`
  /// @throws IllegalArgumentException if the axis ends past one of the arrays, or has fewer than
  ///     `k`
  public void vectorJacobianProduct(double[] scores, double[] gradients, Axis axis, double[] out) {
    Check.fits("soft top-k product", "scores", scores.length, axis);
    Check.fits("soft top-k product", "gradients", gradients.length, axis);
    Check.fits("soft top-k product", "out", out.length, axis);
    check(axis);
    GatheredVectors.product(scores, gradients, out, Check.layout(axis), this::product);
  }

  /// The vectors of `axis` in `scores` → the same places of `out`, which may be `scores` itself.
  ///
  /// @throws IllegalArgumentException if the axis ends past one of the arrays, or has fewer than
  ///     `k`
  public void apply(float[] scores, Axis axis, float[] out) {
    Check.fits("soft top-k", "scores", scores.length, axis);
    Check.fits("soft top-k", "out", out.length, axis);
    check(axis);
    GatheredVectors.map(scores, out, Check.layout(axis), this::weights);
  }

  /// A vector times the Jacobian of each vector; the weights are computed again.
  ///
  /// @param scores what [#apply(float\[\], Axis, float\[\])] was given
  /// @param gradients the gradients of the weights, in the same places
  /// @param axis where the vectors lie in all three arrays
  /// @param out receives the gradients of the scores; may be `gradients`
  /// @throws IllegalArgumentException if the axis ends past one of the arrays, or has fewer than
  ///     `k`
  public void vectorJacobianProduct(float[] scores, float[] gradients, Axis axis, float[] out) {
    Check.fits("soft top-k product", "scores", scores.length, axis);
    Check.fits("soft top-k product", "gradients", gradients.length, axis);
    Check.fits("soft top-k product", "out", out.length, axis);
    check(axis);
    GatheredVectors.product(scores, gradients, out, Check.layout(axis), this::product);
  }
}
