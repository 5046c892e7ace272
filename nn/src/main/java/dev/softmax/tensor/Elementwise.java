package dev.softmax.tensor;

import dev.softmax.kernel.FloatElements;
import java.util.Locale;

/// Arithmetic of two tensors, element by element, lengths of 1 repeated. The gradient of what was
/// repeated is the sum over its repetitions.
record Elementwise(Arithmetic kind, Tensor a, Tensor b, Broadcast rows) implements Op {

  static Tensor apply(Arithmetic kind, Tensor a, Tensor b) {
    Shape shape = a.shape();
    if (!shape.equals(b.shape())) {
      shape =
          Shape.broadcast(
              kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), a.shape(), b.shape());
    }
    Tensor y = Result.of(shape, a, b);
    Elementwise op = new Elementwise(kind, a, b, new Broadcast(shape, a.shape(), b.shape()));
    op.forward(a.data(), b.data(), y.data());
    return y.by(op);
  }

  private boolean sameShapes() {
    return a.shape().equals(b.shape());
  }

  private void forward(float[] x, float[] z, float[] y) {
    if (sameShapes()) {
      int size = a.shape().size();
      switch (kind) {
        case PLUS -> FloatElements.add(x, 0, z, 0, y, 0, size);
        case MINUS -> FloatElements.subtract(x, 0, z, 0, y, 0, size);
        case TIMES -> FloatElements.multiply(x, 0, z, 0, y, 0, size);
        case DIVIDED_BY -> FloatElements.divide(x, 0, z, 0, y, 0, size);
      }
      return;
    }
    int n = rows.inner;
    for (int row = 0; row < rows.outer; row++) {
      int left = rows.startA(row);
      int right = rows.startB(row);
      kind.row(x, left, rows.stepA, z, right, rows.stepB, y, row * n, n);
    }
  }

  @Override
  public void backward(Tensor result) {
    float[] y = result.data();
    float[] dy = result.gradientSum().array();
    if (sameShapes() && kind != Arithmetic.DIVIDED_BY) {
      addGradients(dy);
      return;
    }
    float[] x = a.data();
    float[] z = b.data();
    float[] da = a.needsGradient() ? a.gradientSum().added() : null;
    float[] db = b.needsGradient() ? b.gradientSum().added() : null;
    int n = rows.inner;
    for (int row = 0; row < rows.outer; row++) {
      int left = rows.startA(row);
      int right = rows.startB(row);
      int at = row * n;
      if (da != null) {
        kind.addGradientOfLeft(dy, at, z, right, rows.stepB, da, left, rows.stepA, n);
      }
      if (db != null) {
        kind.addGradientOfRight(dy, y, at, x, left, rows.stepA, z, db, right, rows.stepB, n);
      }
    }
  }

  /// Those of a sum, a difference or a product of equal shapes, which large tensors are often: on all
  /// cores, and the first that comes is written, not added to zeros.
  private void addGradients(float[] dy) {
    int size = a.shape().size();
    if (a.needsGradient()) {
      if (kind == Arithmetic.TIMES) {
        FloatElements.addProduct(dy, 0, b.data(), 0, a.gradientSum().added(), 0, size);
      } else {
        a.gradientSum().add(dy, 1);
      }
    }
    if (b.needsGradient()) {
      if (kind == Arithmetic.TIMES) {
        FloatElements.addProduct(dy, 0, a.data(), 0, b.gradientSum().added(), 0, size);
      } else {
        b.gradientSum().add(dy, kind == Arithmetic.PLUS ? 1 : -1);
      }
    }
  }
}
