package dev.softmax.tensor;

import dev.softmax.kernel.FloatNorms;

/// `y = gamma x̂ + beta` with `x̂ = (x − mean) / √(variance + epsilon)` of each row (Ba et al. 2016). With
/// `g = gamma dy`: `dx = (g − mean(g) − x̂ mean(g x̂)) / √(variance + epsilon)`.
///
/// @param mean of each row
/// @param rstd reciprocal deviation of each row
record LayerNorm(Tensor x, Tensor gamma, Tensor beta, float[] mean, float[] rstd) implements Op {

  static Tensor apply(Tensor x, Tensor gamma, Tensor beta, double epsilon) {
    Shape shape = x.shape();
    if (shape.rank() < 1
        || gamma.shape().rank() != 1
        || gamma.shape().size() != shape.length(-1)
        || !beta.shape().equals(gamma.shape())) {
      throw new IllegalArgumentException(
          "layer-norm: x " + shape + " but gamma " + gamma.shape() + ", beta " + beta.shape());
    }
    Tensor y = Result.of(shape, x, gamma, beta);
    int rows = rows(shape);
    LayerNorm op = new LayerNorm(x, gamma, beta, y.scratch(rows), y.scratch(rows));
    FloatNorms.layer(
        x.data(),
        rows,
        shape.length(-1),
        gamma.data(),
        beta.data(),
        epsilon,
        y.data(),
        op.mean,
        op.rstd);
    return y.by(op);
  }

  private static int rows(Shape shape) {
    return shape.product(0, shape.rank() - 1);
  }

  @Override
  public void backward(Tensor result) {
    FloatNorms.addLayerGradient(
        x.data(),
        rows(x.shape()),
        x.shape().length(-1),
        gamma.data(),
        mean,
        rstd,
        result.gradientSum().array(),
        result.addedOrScratch(x),
        result.addedOrScratch(gamma),
        result.addedOrScratch(beta));
  }
}
