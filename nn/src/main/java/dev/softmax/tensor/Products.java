package dev.softmax.tensor;

import dev.softmax.kernel.FloatMatrix;
import dev.softmax.kernel.MatrixProduct;

/// Matrix products into gradients.
final class Products {
  private Products() {}

  /// Adds `a · b` to a gradient `(rows, columns)`, or writes it there if it is the first.
  static void add(FloatMatrix a, FloatMatrix b, Gradient to, int rows, int columns) {
    if (to.isEmpty()) {
      MatrixProduct.multiply(a, b, FloatMatrix.of(to.filled(), rows, columns));
    } else {
      MatrixProduct.multiplyAdd(a, b, FloatMatrix.of(to.added(), rows, columns));
    }
  }
}
