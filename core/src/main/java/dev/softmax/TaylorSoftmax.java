package dev.softmax;

/// `p_i = f(x_i / T) / Σ_j f(x_j / T)` with the beginning of the exponential's series,
/// `f(v) = 1 + v + v²/2 + … + vⁿ/n!`, which is positive for even orders (de Brébisson and Vincent,
/// An Exploration of Softmax Alternatives Belonging to the Spherical Loss Family, arXiv 1511.05042;
/// orders above 2: Banerjee et al., Exploring Alternatives to Softmax Function, arXiv
/// 2011.11538). As the order grows it tends to softmax; of order 2 no probability is below 1/2 over
/// the sum, and the least belongs to a score of −1.
///
/// A reference: computed in double, vector after vector. NaN or an infinite score makes the vector
/// NaN.
///
/// @param order `n`, even, from 2 to 20
/// @param temperature `T`, above 0
public record TaylorSoftmax(int order, double temperature) implements OutputTransform {
  /// Order 2 at temperature 1.
  public static final TaylorSoftmax STANDARD = new TaylorSoftmax(2, 1);

  /// Beyond it the terms of the series cancel too much where scores are negative.
  private static final int LARGEST_ORDER = 20;

  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public TaylorSoftmax {
    if (order < 2 || order > LARGEST_ORDER || order % 2 != 0) {
      throw new IllegalArgumentException(
          "taylor: order " + order + " is not one of 2, 4, 6 … " + LARGEST_ORDER);
    }
    Check.positiveTemperature("taylor", temperature);
  }

  /// That of some order, at temperature 1.
  ///
  /// @throws IllegalArgumentException if it is odd, below 2 or above 20
  public static TaylorSoftmax of(int order) {
    return new TaylorSoftmax(order, 1);
  }

  /// `taylor`, or such as `taylor:4`.
  @Override
  public String name() {
    return order == 2 ? "taylor" : "taylor:" + order;
  }

  @Override
  public TaylorSoftmax withTemperature(double temperature) {
    return new TaylorSoftmax(order, temperature);
  }

  private PolynomialWeights weights() {
    double[] coefficients = new double[order + 1];
    coefficients[0] = 1;
    for (int k = 1; k <= order; k++) {
      coefficients[k] = coefficients[k - 1] / k;
    }
    return new PolynomialWeights("taylor", coefficients, temperature);
  }

  @Override
  public void apply(double[] scores, Axis axis, double[] out) {
    weights().apply(scores, axis, out);
  }

  @Override
  public void apply(float[] scores, Axis axis, float[] out) {
    weights().apply(scores, axis, out);
  }

  /// A vector times the Jacobian of each vector: `f'(x_j / T) / (T Σ) (g_j − ⟨p, g⟩)`.
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
