package dev.softmax.tensor;

import dev.softmax.Axis;
import dev.softmax.Softmax;

/// Softmax `p` along an axis, or its logarithm: `dx = p (dy − ⟨p, dy⟩)`, `dx = dy − p sum(dy)`.
record SoftmaxAlong(Tensor x, Softmax softmax, Axis axis) implements Op {

  static Tensor apply(Softmax softmax, Tensor x, int along) {
    Axis axis = x.shape().axis(along);
    Tensor y = Result.of(x.shape(), x);
    softmax.apply(x.data(), axis, y.data());
    return y.by(new SoftmaxAlong(x, softmax, axis));
  }

  @Override
  public void backward(Tensor result) {
    Gradient sum = x.gradientSum();
    float[] dy = result.gradientSum().array();
    if (sum.isEmpty()) {
      softmax.vectorJacobianProduct(result.data(), dy, axis, sum.filled());
    } else {
      // The result's gradient has been read for the last time.
      softmax.vectorJacobianProduct(result.data(), dy, axis, dy);
      sum.add(dy, 1);
    }
  }
}
