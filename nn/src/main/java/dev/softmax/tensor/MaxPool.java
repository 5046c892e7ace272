package dev.softmax.tensor;

import dev.softmax.kernel.ConvolutionAxis;
import dev.softmax.kernel.FloatPools;

/// `y[b, i, j, c]` is the largest of the elements of `x[b, ·, ·, c]` under a window; the gradient goes to
/// the first of them, row by row.
///
/// @param places where the largest was, as a pixel of its picture
record MaxPool(Tensor x, ConvolutionAxis down, ConvolutionAxis across, int[] places) implements Op {

  static Tensor apply(Tensor x, Window vertical, Window horizontal) {
    Shape shape = AveragePool.result("max pool", x.shape(), vertical, horizontal);
    ConvolutionAxis down = vertical.along(x.shape().length(1));
    ConvolutionAxis across = horizontal.along(x.shape().length(2));
    if (!down.allSee() || !across.allSee()) {
      throw new IllegalArgumentException(
          "max pool: x %s but under %s by %s some windows see padding only"
              .formatted(x.shape(), vertical, horizontal));
    }
    Tensor y = Result.of(shape, x);
    Tape tape = y.tape();
    // Only a gradient asks where the largest was.
    int[] places =
        tape == null || !y.needsGradient() ? new int[0] : tape.borrowIntegers(shape.size());
    FloatPools.max(shape.length(0), down, across, shape.length(3), x.data(), y.data(), places);
    return y.by(new MaxPool(x, down, across, places));
  }

  @Override
  public void backward(Tensor result) {
    Shape shape = result.shape();
    FloatPools.addMaxGradient(
        shape.length(0),
        down,
        across,
        shape.length(3),
        places,
        result.gradientSum().array(),
        x.gradientSum().added());
  }
}
