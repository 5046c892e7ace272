package dev.softmax;

import dev.softmax.kernel.GatheredVectors;
import dev.softmax.kernel.PolynomialShares;

/// Probabilities in proportion to a polynomial of the scores: what [SphericalSoftmax] and [TaylorSoftmax] do
/// once their coefficients are known.
///
/// @param name what errors call it
/// @param shares the polynomial
record PolynomialWeights(String name, PolynomialShares shares) {
  PolynomialWeights(String name, double[] coefficients, double temperature) {
    this(name, new PolynomialShares(coefficients, temperature));
  }

  void apply(double[] scores, Axis axis, double[] out) {
    Check.fits(name, "scores", scores.length, axis);
    Check.fits(name, "out", out.length, axis);
    GatheredVectors.map(scores, out, Check.layout(axis), shares::apply);
  }

  void apply(float[] scores, Axis axis, float[] out) {
    Check.fits(name, "scores", scores.length, axis);
    Check.fits(name, "out", out.length, axis);
    GatheredVectors.map(scores, out, Check.layout(axis), shares::apply);
  }

  void vectorJacobianProduct(double[] scores, double[] gradients, Axis axis, double[] out) {
    checkProduct(scores.length, gradients.length, axis, out.length);
    GatheredVectors.product(scores, gradients, out, Check.layout(axis), shares::product);
  }

  void vectorJacobianProduct(float[] scores, float[] gradients, Axis axis, float[] out) {
    checkProduct(scores.length, gradients.length, axis, out.length);
    GatheredVectors.product(scores, gradients, out, Check.layout(axis), shares::product);
  }

  private void checkProduct(int scores, int gradients, Axis axis, int out) {
    Check.fits(name + " product", "scores", scores, axis);
    Check.fits(name + " product", "gradients", gradients, axis);
    Check.fits(name + " product", "out", out, axis);
  }

  double lossAndGradient(double[] scores, Axis axis, int[] targets, double[] out) {
    return LogLoss.mean(shares, scores, axis, targets, out);
  }

  double lossAndGradient(float[] scores, Axis axis, int[] targets, float[] out) {
    return LogLoss.mean(shares, scores, axis, targets, out);
  }
}
