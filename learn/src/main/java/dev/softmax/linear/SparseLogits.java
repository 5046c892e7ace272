package dev.softmax.linear;

import dev.softmax.kernel.Parallel;
import dev.softmax.kernel.SparseMatrix;
import dev.softmax.kernel.SparseProduct;

/// Logits of sparse rows by coefficients `(K, D)`.
final class SparseLogits {
  private SparseLogits() {}

  /// `X (N, D)` → `X Wᵀ + b (N, K)`.
  ///
  /// @throws IllegalArgumentException if the numbers of columns differ or no array holds the logits
  static double[] of(SparseFeatures sparse, double[] coefficients, double[] intercepts) {
    int rows = sparse.rows();
    int classes = intercepts.length;
    int columns = coefficients.length / classes;
    if (sparse.columns() != columns) {
      throw new IllegalArgumentException(
          "softmax regression: features ("
              + rows
              + ", "
              + sparse.columns()
              + ") but coefficients ("
              + classes
              + ", "
              + columns
              + ")");
    }
    FitData.requireRoom(rows, 0, classes);
    double[] out = new double[rows * classes];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(intercepts, 0, out, row * classes, classes);
    }
    if (sparse.indices().length < columns) {
      // Fewer entries than columns: not worth turning the coefficients round.
      addFew(sparse, coefficients, classes, out);
      return out;
    }
    double[] turned = new double[coefficients.length];
    for (int k = 0; k < classes; k++) {
      for (int j = 0; j < columns; j++) {
        turned[j * classes + k] = coefficients[k * columns + j];
      }
    }
    SparseMatrix features =
        new SparseMatrix(sparse.offsets(), sparse.indices(), sparse.values(), columns);
    int[] cuts = features.cuts(64);
    Parallel.forEach(
        cuts.length - 1,
        part ->
            SparseProduct.multiplyAdd(
                features, cuts[part], cuts[part + 1], turned, classes, out, cuts[part] * classes));
    return out;
  }

  private static void addFew(
      SparseFeatures sparse, double[] coefficients, int classes, double[] out) {
    for (int row = 0; row < sparse.rows(); row++) {
      for (int e = sparse.offsets()[row]; e < sparse.offsets()[row + 1]; e++) {
        for (int k = 0; k < classes; k++) {
          out[row * classes + k] +=
              sparse.values()[e] * coefficients[k * sparse.columns() + sparse.indices()[e]];
        }
      }
    }
  }
}
