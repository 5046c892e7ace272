package dev.softmax.tensor;

import dev.softmax.kernel.ActivationKind;
import dev.softmax.kernel.FloatActivations;

/// `y = f(x)`, element by element; `dx = f'(x) · dy`.
record Activate(ActivationKind kind, Tensor x) implements Op {

  static Tensor apply(ActivationKind kind, Tensor x) {
    Tensor y = Result.of(x.shape(), x);
    FloatActivations.apply(kind, x.data(), 0, y.data(), 0, x.shape().size());
    return y.by(new Activate(kind, x));
  }

  @Override
  public void backward(Tensor result) {
    float[] v = kind.gradientFromResult() ? result.data() : x.data();
    float[] dy = result.gradientSum().array();
    float[] dx = x.gradientSum().added();
    FloatActivations.addGradient(kind, v, 0, dy, 0, dx, 0, result.shape().size());
  }
}
