package dev.softmax.tensor;

/// `y = f(x)`, element by element, of functions whose derivative the result tells: `exp' = y`; of the
/// root `1 / (2 y)`; or the argument: `log' = 1 / x`.
record Pointwise(Function function, Tensor x) implements Op {
  enum Function {
    EXP,
    LOG,
    SQRT
  }

  static Tensor apply(Function function, Tensor x) {
    Tensor y = Result.of(x.shape(), x);
    int size = x.shape().size();
    float[] from = x.data();
    float[] to = y.data();
    switch (function) {
      case EXP -> {
        for (int i = 0; i < size; i++) {
          to[i] = (float) Math.exp(from[i]);
        }
      }
      case LOG -> {
        for (int i = 0; i < size; i++) {
          to[i] = (float) Math.log(from[i]);
        }
      }
      case SQRT -> {
        for (int i = 0; i < size; i++) {
          to[i] = (float) Math.sqrt(from[i]);
        }
      }
    }
    return y.by(new Pointwise(function, x));
  }

  @Override
  public void backward(Tensor result) {
    int size = result.shape().size();
    float[] from = x.data();
    float[] y = result.data();
    float[] dy = result.gradientSum().array();
    float[] dx = x.gradientSum().added();
    switch (function) {
      case EXP -> {
        for (int i = 0; i < size; i++) {
          dx[i] += dy[i] * y[i];
        }
      }
      case LOG -> {
        for (int i = 0; i < size; i++) {
          dx[i] += dy[i] / from[i];
        }
      }
      case SQRT -> {
        for (int i = 0; i < size; i++) {
          dx[i] += 0.5f * dy[i] / y[i];
        }
      }
    }
  }
}
