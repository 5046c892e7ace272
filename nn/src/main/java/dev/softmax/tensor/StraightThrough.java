package dev.softmax.tensor;

import dev.softmax.GumbelSoftmax;

/// Forward the one-hot vector of the largest element, backward the gradient as it came.
record StraightThrough(Tensor soft) implements Op {

  static Tensor apply(Tensor soft, int along) {
    Tensor y = Result.of(soft.shape(), soft);
    GumbelSoftmax.oneHot(soft.data(), soft.shape().axis(along), y.data());
    return y.by(new StraightThrough(soft));
  }

  @Override
  public void backward(Tensor result) {
    soft.gradientSum().add(result.gradientSum().array(), 1);
  }
}
