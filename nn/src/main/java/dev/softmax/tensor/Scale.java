package dev.softmax.tensor;

/// `y = factor · x + term`.
record Scale(Tensor x, float factor) implements Op {

  static Tensor apply(Tensor x, float factor, float term) {
    Tensor y = Tensor.result(x.shape(), x);
    float[] from = x.data();
    float[] to = y.data();
    for (int i = 0; i < x.shape().size(); i++) {
      to[i] = factor * from[i] + term;
    }
    return y.by(new Scale(x, factor));
  }

  @Override
  public void backward(Tensor result) {
    float[] dy = result.gradientSum().array();
    float[] dx = x.gradientSum().added();
    for (int i = 0; i < result.shape().size(); i++) {
      dx[i] += factor * dy[i];
    }
  }
}
