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
    if (sum.isEmpty()) {
      float[] dy = result.gradientSum().array();
      softmax.vectorJacobianProduct(result.data(), dy, axis, sum.filled());
    } else {
      // The result's gradient has been read for the last time.
      float[] dx = result.gradientSum().consumed();
      softmax.vectorJacobianProduct(result.data(), dx, axis, dx);
      sum.add(dx, 1);
    }
  }
}
