package dev.softmax.tensor;

import dev.softmax.kernel.FloatElements;

/// The elements `from` to `to` (exclusive) along an axis.
record Slice(Tensor x, int axis, int from) implements Op {

  static Tensor apply(Tensor x, int axis, int from, int to) {
    int index = x.shape().index(axis);
    if (from < 0 || to < from || to > x.shape().length(index)) {
      throw new IllegalArgumentException(
          "slice: " + from + " to " + to + " of axis " + axis + " of " + x.shape());
    }
    Tensor y = Result.of(x.shape().with(index, to - from), x);
    Slice op = new Slice(x, index, from);
    int part = op.run(y.shape());
    int whole = op.run(x.shape());
    int start = op.start();
    for (int o = 0; o < op.outer(); o++) {
      System.arraycopy(x.data(), o * whole + start, y.data(), o * part, part);
    }
    return y.by(op);
  }

  private int outer() {
    return x.shape().product(0, axis);
  }

  private int start() {
    return from * x.shape().product(axis + 1, x.shape().rank());
  }

  /// Elements in one piece: the axis and all within.
  private int run(Shape shape) {
    return shape.product(axis, shape.rank());
  }

  @Override
  public void backward(Tensor result) {
    float[] dy = result.gradientSum().array();
    float[] dx = x.gradientSum().added();
    int part = run(result.shape());
    int whole = run(x.shape());
    for (int o = 0; o < outer(); o++) {
      FloatElements.addScaled(1, dy, o * part, dx, o * whole + start(), part);
    }
  }
}
