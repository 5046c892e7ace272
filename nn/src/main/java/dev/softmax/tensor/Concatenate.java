package dev.softmax.tensor;

import dev.softmax.kernel.FloatElements;

/// Tensors one after another along an axis; each gradient is its part of the whole.
record Concatenate(Tensor[] parts, int axis) implements Op {

  static Tensor apply(int axis, Tensor[] tensors) {
    if (tensors.length == 0) {
      throw new IllegalArgumentException("concatenate: no tensors");
    }
    Tensor[] parts = tensors.clone();
    Shape first = parts[0].shape();
    int index = first.index(axis);
    int length = 0;
    for (Tensor part : parts) {
      Shape shape = part.shape();
      if (shape.rank() != first.rank() || !shape.with(index, 0).equals(first.with(index, 0))) {
        throw new IllegalArgumentException(
            "concatenate: " + first + " and " + shape + " along axis " + axis);
      }
      length += shape.length(index);
    }
    Tensor y = Result.of(first.with(index, length), parts);
    Concatenate op = new Concatenate(parts, index);
    int whole = op.run(y);
    int start = 0;
    for (Tensor part : parts) {
      int run = op.run(part);
      for (int o = 0; o < op.outer(); o++) {
        System.arraycopy(part.data(), o * run, y.data(), o * whole + start, run);
      }
      start += run;
    }
    return y.by(op);
  }

  private int outer() {
    return parts[0].shape().product(0, axis);
  }

  private int run(Tensor tensor) {
    return tensor.shape().product(axis, tensor.shape().rank());
  }

  @Override
  public void backward(Tensor result) {
    float[] dy = result.gradientSum().array();
    int whole = run(result);
    int start = 0;
    for (Tensor part : parts) {
      int run = run(part);
      if (part.needsGradient()) {
        float[] dx = part.gradientSum().added();
        for (int o = 0; o < outer(); o++) {
          FloatElements.addScaled(1, dy, o * whole + start, dx, o * run, run);
        }
      }
      start += run;
    }
  }
}
