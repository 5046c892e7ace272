package dev.softmax.tensor;

/// Sum of all elements; every `dx` is `dy`.
record Sum(Tensor x) implements Op {

  static Tensor apply(Tensor x) {
    Tensor y = Tensor.result(Shape.of(), x);
    float[] from = x.data();
    double sum = 0;
    for (int i = 0; i < x.shape().size(); i++) {
      sum += from[i];
    }
    y.data()[0] = (float) sum;
    return y.by(new Sum(x));
  }

  @Override
  public void backward(Tensor result) {
    float dy = result.gradientSum().array()[0];
    float[] dx = x.gradientSum().added();
    for (int i = 0; i < x.shape().size(); i++) {
      dx[i] += dy;
    }
  }
}
