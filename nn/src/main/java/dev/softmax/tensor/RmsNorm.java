package dev.softmax.tensor;

import dev.softmax.kernel.FloatNorms;

/// `y = gamma x̂` with `x̂ = x / √(mean(x²) + epsilon)` of each row (Zhang and Sennrich 2019). With
/// `g = gamma dy`: `dx = (g − x̂ mean(g x̂)) / √(mean(x²) + epsilon)`.
///
/// @param rstd reciprocal root of each row
record RmsNorm(Tensor x, Tensor gamma, float[] rstd) implements Op {

  static Tensor apply(Tensor x, Tensor gamma, double epsilon) {
    Shape shape = x.shape();
    if (shape.rank() < 1 || gamma.shape().rank() != 1 || gamma.shape().size() != shape.length(-1)) {
      throw new IllegalArgumentException("rms-norm: x " + shape + " but gamma " + gamma.shape());
    }
    if (!(epsilon >= 0)) {
      throw new IllegalArgumentException("rms-norm: an epsilon of " + epsilon + " is negative");
    }
    Tensor y = Result.of(shape, x, gamma);
    int rows = rows(shape);
    RmsNorm op = new RmsNorm(x, gamma, y.scratch(rows));
    FloatNorms.rms(x.data(), rows, shape.length(-1), gamma.data(), epsilon, y.data(), op.rstd);
    return y.by(op);
  }

  private static int rows(Shape shape) {
    return shape.product(0, shape.rank() - 1);
  }

  @Override
  public void backward(Tensor result) {
    FloatNorms.addRmsGradient(
        x.data(),
        rows(x.shape()),
        x.shape().length(-1),
        gamma.data(),
        rstd,
        result.gradientSum().array(),
        result.addedOrScratch(x),
        result.addedOrScratch(gamma));
  }
}
