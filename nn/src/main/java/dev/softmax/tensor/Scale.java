package dev.softmax.tensor;

import dev.softmax.kernel.FloatElements;

/// `y = factor · x + term`.
record Scale(Tensor x, float factor) implements Op {

  static Tensor apply(Tensor x, float factor, float term) {
    Tensor y = Result.of(x.shape(), x);
    int size = x.shape().size();
    float[] from = x.data();
    float[] to = y.data();
    if (term == 0) {
      FloatElements.scale(factor, from, 0, to, 0, size);
    } else {
      for (int i = 0; i < size; i++) {
        to[i] = factor * from[i] + term;
      }
    }
    return y.by(new Scale(x, factor));
  }

  @Override
  public void backward(Tensor result) {
    x.gradientSum().add(result.gradientSum().array(), factor);
  }
}
