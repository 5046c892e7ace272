package dev.softmax.tensor;

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

  private void forward(float[] x, float[] z, float[] y) {
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
}
