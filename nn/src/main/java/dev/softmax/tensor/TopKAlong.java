package dev.softmax.tensor;

import dev.softmax.Axis;
import dev.softmax.SoftTopK;

/// The weights of a soft top-k along an axis. Its own gradient: one root, or `k` softmaxes, in
/// double and without a result for each step.
record TopKAlong(Tensor x, SoftTopK topK, Axis axis) implements Op {

  static Tensor apply(SoftTopK topK, Tensor x, int along) {
    Axis axis = x.shape().axis(along);
    Tensor y = Result.of(x.shape(), x);
    topK.apply(x.data(), axis, y.data());
    return y.by(new TopKAlong(x, topK, axis));
  }

  @Override
  public void backward(Tensor result) {
    // The result's gradient is read for the last time.
    float[] dy = result.gradientSum().consumed();
    topK.vectorJacobianProduct(x.data(), dy, axis, dy);
    x.gradientSum().add(dy, 1);
  }
}
