package dev.softmax.tensor;

import dev.softmax.Axis;
import dev.softmax.Entmax;
import dev.softmax.OutputTransform;
import dev.softmax.Softmax;
import dev.softmax.SphericalSoftmax;
import dev.softmax.TaylorSoftmax;

/// Probabilities along an axis by some transform. Its own gradient, since the threshold of entmax
/// is no composition of operations, and the ratios of polynomials are computed in double.
record TransformAlong(Tensor x, OutputTransform transform, Axis axis) implements Op {

  static Tensor apply(OutputTransform transform, Tensor x, int along) {
    Axis axis = x.shape().axis(along);
    Tensor y = Result.of(x.shape(), x);
    transform.apply(x.data(), axis, y.data());
    return y.by(new TransformAlong(x, transform, axis));
  }

  @Override
  public void backward(Tensor result) {
    Gradient sum = x.gradientSum();
    if (sum.isEmpty()) {
      product(result, result.gradientSum().array(), sum.filled());
    } else {
      // The result's gradient has been read for the last time.
      float[] dx = result.gradientSum().consumed();
      product(result, dx, dx);
      sum.add(dx, 1);
    }
  }

  private void product(Tensor result, float[] dy, float[] dx) {
    switch (transform) {
      case Softmax softmax -> softmax.vectorJacobianProduct(result.data(), dy, axis, dx);
      case Entmax entmax -> entmax.vectorJacobianProduct(result.data(), dy, axis, dx);
      case SphericalSoftmax spherical -> spherical.vectorJacobianProduct(x.data(), dy, axis, dx);
      case TaylorSoftmax taylor -> taylor.vectorJacobianProduct(x.data(), dy, axis, dx);
    }
  }
}
