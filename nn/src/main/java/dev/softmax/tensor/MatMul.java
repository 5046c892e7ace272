package dev.softmax.tensor;

import dev.softmax.kernel.FloatMatrix;
import dev.softmax.kernel.MatrixProduct;

/// `y = a · b`, or `a · bᵀ`, of each matrix of a batch. With g the result's gradient: `da = g · bᵀ` and
/// `db = aᵀ · g`; transposed: `da = g · b` and `db = gᵀ · a`.
record MatMul(Tensor a, Tensor b, boolean transposed) implements Op {

  static Tensor apply(Tensor a, Tensor b, boolean transposed) {
    MatMul op = new MatMul(a, b, transposed);
    Shape ofA = a.shape();
    Shape ofB = b.shape();
    boolean fits =
        ofA.rank() >= 2
            && ofB.rank() >= 2
            && ofA.length(-1) == ofB.length(transposed ? -1 : -2)
            && (ofA.rank() == 2 || ofB.rank() == 2 || op.sameBatch());
    if (!fits) {
      throw new IllegalArgumentException(
          "matmul: " + ofA + " by " + ofB + (transposed ? " transposed" : ""));
    }
    Shape longer = ofA.rank() >= ofB.rank() ? ofA : ofB;
    Shape shape = longer.with(-2, op.rows()).with(-1, op.columns());
    Tensor y = Result.of(shape, a, b);
    for (int i = 0; i < op.matrices(); i++) {
      MatrixProduct.multiply(op.a(i, a.data()), op.b(i, b.data()), op.y(i, y.data()));
    }
    return y.by(op);
  }

  private boolean sameBatch() {
    int[] ofA = a.shape().lengths();
    int[] ofB = b.shape().lengths();
    return ofA.length == ofB.length
        && java.util.Arrays.equals(ofA, 0, ofA.length - 2, ofB, 0, ofB.length - 2);
  }

  private int rows() {
    return a.shape().length(-2);
  }

  private int depth() {
    return a.shape().length(-1);
  }

  private int columns() {
    return b.shape().length(transposed ? -2 : -1);
  }

  private int matrices() {
    return Math.max(batch(a.shape()), batch(b.shape()));
  }

  private static int batch(Shape shape) {
    return shape.product(0, shape.rank() - 2);
  }

  private FloatMatrix a(int i, float[] data) {
    int at = a.shape().rank() == 2 ? 0 : i * rows() * depth();
    return new FloatMatrix(data, at, rows(), depth(), depth(), 1);
  }

  /// The second factor as `(K, M)`.
  private FloatMatrix b(int i, float[] data) {
    int at = b.shape().rank() == 2 ? 0 : i * depth() * columns();
    return transposed
        ? new FloatMatrix(data, at, depth(), columns(), 1, depth())
        : new FloatMatrix(data, at, depth(), columns(), columns(), 1);
  }

  private FloatMatrix y(int i, float[] data) {
    return new FloatMatrix(data, i * rows() * columns(), rows(), columns(), columns(), 1);
  }

  @Override
  public void backward(Tensor result) {
    float[] dy = result.gradientSum().array();
    float[] da = a.needsGradient() ? a.gradientSum().added() : null;
    float[] db = b.needsGradient() ? b.gradientSum().added() : null;
    for (int i = 0; i < matrices(); i++) {
      if (da != null) {
        MatrixProduct.multiplyAdd(y(i, dy), b(i, b.data()).transposed(), a(i, da));
      }
      if (db != null) {
        MatrixProduct.multiplyAdd(a(i, a.data()).transposed(), y(i, dy), b(i, db));
      }
    }
  }
}
