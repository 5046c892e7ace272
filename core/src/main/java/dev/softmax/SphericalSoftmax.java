package dev.softmax;

/// `p_i = (x_i² / T² + ε) / Σ_j (x_j² / T² + ε)`: squares in place of exponentials (Vincent, de
/// Brébisson and Bouthillier, Efficient Exact Gradient Update for Training Deep Networks with Very
/// Large Sparse Targets, NIPS 2015; de Brébisson and Vincent, An Exploration of Softmax
/// Alternatives Belonging to the Spherical Loss Family, arXiv 1511.05042). It knows no
/// sign, and without ε no scale: then the temperature changes nothing.
///
/// A reference: computed in double, vector after vector. NaN or an infinite score makes the vector
/// NaN; so do zeros alone where ε is 0.
///
/// @param epsilon `ε`, not negative; above 0 for training, where the logarithm of 0 is a loss of ∞
/// @param temperature `T`, above 0
public record SphericalSoftmax(double epsilon, double temperature) implements OutputTransform {
  /// `ε = 0` and `T = 1`.
  public static final SphericalSoftmax STANDARD = new SphericalSoftmax(0, 1);

  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public SphericalSoftmax {
    if (!(epsilon >= 0 && epsilon <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "spherical: epsilon " + epsilon + " must be finite and not negative");
    }
    Check.positiveTemperature("spherical", temperature);
  }

  /// That of some `ε`, at temperature 1.
  ///
  /// @throws IllegalArgumentException if it is negative or not finite
  public static SphericalSoftmax of(double epsilon) {
    return new SphericalSoftmax(epsilon, 1);
  }

  /// `spherical`, or such as `spherical:0.1`.
  @Override
  public String name() {
    return epsilon == 0 ? "spherical" : "spherical:" + epsilon;
  }

  @Override
  public SphericalSoftmax withTemperature(double temperature) {
    return new SphericalSoftmax(epsilon, temperature);
  }

  private PolynomialWeights weights() {
    return new PolynomialWeights("spherical", new double[] {epsilon, 0, 1}, temperature);
  }

  @Override
  public void apply(double[] scores, Axis axis, double[] out) {
    weights().apply(scores, axis, out);
  }

  @Override
  public void apply(float[] scores, Axis axis, float[] out) {
    weights().apply(scores, axis, out);
  }

  /// A vector times the Jacobian of each vector: `2 x_j / (T² Σ) (g_j − ⟨p, g⟩)`.
  ///
  /// @param scores what [#apply(double\[\], Axis, double\[\])] was given
  /// @param gradients the gradients of the probabilities, in the same places
  /// @param axis where the vectors lie in all three arrays
  /// @param out receives the gradients of the scores; may be `gradients`
  /// @throws IllegalArgumentException if the axis ends past one of the arrays
  public void vectorJacobianProduct(double[] scores, double[] gradients, Axis axis, double[] out) {
    weights().vectorJacobianProduct(scores, gradients, axis, out);
  }

  /// A vector times the Jacobian, as its `double` twin.
  ///
  /// @param scores what [#apply(float\[\], Axis, float\[\])] was given
  /// @param gradients the gradients of the probabilities, in the same places
  /// @param axis where the vectors lie in all three arrays
  /// @param out receives the gradients of the scores; may be `gradients`
  /// @throws IllegalArgumentException if the axis ends past one of the arrays
  public void vectorJacobianProduct(float[] scores, float[] gradients, Axis axis, float[] out) {
    weights().vectorJacobianProduct(scores, gradients, axis, out);
  }

  /// The mean of `−log p_y`, and its gradient by the scores.
  @Override
  public double lossAndGradient(double[] scores, Axis axis, int[] targets, double[] out) {
    return weights().lossAndGradient(scores, axis, targets, out);
  }

  /// The mean of `−log p_y`, and its gradient by the scores.
  @Override
  public double lossAndGradient(float[] scores, Axis axis, int[] targets, float[] out) {
    return weights().lossAndGradient(scores, axis, targets, out);
  }
}
