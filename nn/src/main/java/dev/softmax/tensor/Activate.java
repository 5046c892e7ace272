package dev.softmax.tensor;

import dev.softmax.kernel.ActivationKind;
import dev.softmax.kernel.FloatActivations;

/// `y = f(x)`, element by element; `dx = f'(x) · dy`.
record Activate(ActivationKind kind, Tensor x) implements Op {

  static Tensor apply(ActivationKind kind, Tensor x) {
    Tensor y = Tensor.result(x.shape(), x);
    FloatActivations.apply(kind, x.data(), 0, y.data(), 0, x.shape().size());
    return y.by(new Activate(kind, x));
  }

  @Override
  public void backward(Tensor result) {
    FloatActivations.addGradient(
        kind,
        (kind.gradientFromResult() ? result : x).data(),
        0,
        result.gradientSum().array(),
        0,
        x.gradientSum().added(),
        0,
        x.shape().size());
  }
}
