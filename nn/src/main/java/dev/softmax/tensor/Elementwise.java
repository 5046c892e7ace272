package dev.softmax.tensor;

/// Arithmetic of two tensors, element by element, lengths of 1 repeated.
record Elementwise(Kind kind, Tensor a, Tensor b) implements Op {
  enum Kind {
    PLUS,
    MINUS,
    TIMES,
    DIVIDED_BY
  }

  static Tensor apply(Kind kind, Tensor a, Tensor b) {
    Shape shape =
        Shape.broadcast(kind.name().toLowerCase(java.util.Locale.ROOT), a.shape(), b.shape());
    Tensor y = Tensor.result(shape, a, b);
    float[] x = a.data();
    float[] z = b.data();
    float[] to = y.data();
    Elementwise op = new Elementwise(kind, a, b);
    for (int i = 0; i < shape.size(); i++) {
      float left = x[op.place(a, shape, i)];
      float right = z[op.place(b, shape, i)];
      to[i] =
          switch (kind) {
            case PLUS -> left + right;
            case MINUS -> left - right;
            case TIMES -> left * right;
            case DIVIDED_BY -> left / right;
          };
    }
    return y.by(op);
  }

  /// Where the element of an input lies that meets element `i` of the result.
  private int place(Tensor input, Shape result, int i) {
    int place = 0;
    int stride = 1;
    int rest = i;
    for (int back = 1; back <= input.shape().rank(); back++) {
      int length = result.length(-back);
      int own = input.shape().length(-back);
      place += own == 1 ? 0 : (rest % length) * stride;
      stride *= own;
      rest /= length;
    }
    return place;
  }

  @Override
  public void backward(Tensor result) {
    Shape shape = result.shape();
    float[] dy = result.gradientSum().array();
    float[] da = a.needsGradient() ? a.gradientSum().added() : null;
    float[] db = b.needsGradient() ? b.gradientSum().added() : null;
    for (int i = 0; i < shape.size(); i++) {
      int left = place(a, shape, i);
      int right = place(b, shape, i);
      float x = a.data()[left];
      float z = b.data()[right];
      if (da != null) {
        da[left] +=
            dy[i]
                * switch (kind) {
                  case PLUS, MINUS -> 1;
                  case TIMES -> z;
                  case DIVIDED_BY -> 1 / z;
                };
      }
      if (db != null) {
        db[right] +=
            dy[i]
                * switch (kind) {
                  case PLUS -> 1;
                  case MINUS -> -1;
                  case TIMES -> x;
                  case DIVIDED_BY -> -x / (z * z);
                };
      }
    }
  }
}
