package dev.softmax.tensor;

import dev.softmax.kernel.ConvolutionAxis;
import dev.softmax.kernel.FloatPools;

/// `y[b, i, j, c]` is the mean of the elements of `x[b, ·, ·, c]` under a window, padding counted as
/// zeros; each of them has an equal share of the gradient.
record AveragePool(Tensor x, ConvolutionAxis down, ConvolutionAxis across) implements Op {

  static Tensor apply(Tensor x, Window vertical, Window horizontal) {
    Shape shape = result("average pool", x.shape(), vertical, horizontal);
    Tensor y = Result.of(shape, x);
    AveragePool op =
        new AveragePool(
            x, vertical.along(x.shape().length(1)), horizontal.along(x.shape().length(2)));
    FloatPools.mean(shape.length(0), op.down, op.across, shape.length(3), x.data(), y.data());
    return y.by(op);
  }

  /// The shape of what windows make of pictures.
  static Shape result(String operation, Shape x, Window vertical, Window horizontal) {
    if (x.rank() != 4) {
      throw new IllegalArgumentException(operation + ": x " + x + " but pictures are (B, H, W, C)");
    }
    return Shape.of(
        x.length(0), vertical.outputs(x.length(1)), horizontal.outputs(x.length(2)), x.length(3));
  }

  @Override
  public void backward(Tensor result) {
    Shape shape = result.shape();
    FloatPools.addMeanGradient(
        shape.length(0),
        down,
        across,
        shape.length(3),
        result.gradientSum().array(),
        x.gradientSum().added());
  }
}
