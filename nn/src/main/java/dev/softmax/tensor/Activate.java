package dev.softmax.tensor;

import dev.softmax.kernel.ActivationKind;

/// `y = f(x)`, element by element; `dx = f'(x) · dy`.
record Activate(ActivationKind kind, Tensor x) implements Op {

  static Tensor apply(ActivationKind kind, Tensor x) {
    Tensor y = Tensor.result(x.shape(), x);
    int size = x.shape().size();
    float[] from = x.data();
    float[] to = y.data();
    for (int i = 0; i < size; i++) {
      to[i] = kind == ActivationKind.RELU ? Math.max(from[i], 0) : (float) Math.tanh(from[i]);
    }
    return y.by(new Activate(kind, x));
  }

  @Override
  public void backward(Tensor result) {
    float[] y = result.data();
    float[] dy = result.gradientSum().array();
    float[] dx = x.gradientSum().added();
    for (int i = 0; i < result.shape().size(); i++) {
      dx[i] += dy[i] * (kind == ActivationKind.RELU ? (y[i] > 0 ? 1 : 0) : 1 - y[i] * y[i]);
    }
  }
}
