package dev.softmax.linear;

import dev.softmax.kernel.DoubleMatrix;
import dev.softmax.kernel.MatrixProduct;

/// Features that are made of those before them, so that no data can tell their coefficients: constants,
/// the last of a set that sums to 1, copies.
public final class Aliases {
  /// What is left of a feature's sum of squares, as a share of it, when all before it explain it: rounding
  /// alone leaves less.
  private static final double NOTHING = 1e-11;

  private static final int BLOCK = 256;

  private Aliases() {}

  /// Whether each feature is a linear combination of a constant and the features before it.
  ///
  /// @param features `(N, D)`, best of a similar magnitude
  /// @return `(D)`
  public static boolean[] of(DenseFeatures features) {
    int columns = features.columns();
    int order = columns + 1;
    double[] products = products(features);
    double[] diagonal = new double[order];
    for (int i = 0; i < order; i++) {
      diagonal[i] = products[i * order + i];
    }
    boolean[] aliased = new boolean[columns];
    // Elimination row by row: a pivot that vanishes belongs to a feature made of those before it.
    for (int i = 0; i < order; i++) {
      double pivot = products[i * order + i];
      if (!(pivot > NOTHING * diagonal[i])) {
        if (i > 0) {
          aliased[i - 1] = true;
        }
        continue;
      }
      for (int j = i + 1; j < order; j++) {
        double factor = products[i * order + j] / pivot;
        for (int k = j; k < order; k++) {
          products[j * order + k] -= factor * products[i * order + k];
        }
      }
    }
    return aliased;
  }

  /// `[1 X]ᵀ [1 X]`, row-major.
  private static double[] products(DenseFeatures features) {
    int columns = features.columns();
    int order = columns + 1;
    double[] sum = new double[order * order];
    double[] block = new double[BLOCK * order];
    for (int from = 0; from < features.rows(); from += BLOCK) {
      int rows = Math.min(BLOCK, features.rows() - from);
      for (int i = 0; i < rows; i++) {
        block[i * order] = 1;
        System.arraycopy(features.values(), (from + i) * columns, block, i * order + 1, columns);
      }
      DoubleMatrix x = DoubleMatrix.of(block, rows, order);
      MatrixProduct.multiplyAdd(x.transposed(), x, DoubleMatrix.of(sum, order, order));
    }
    return sum;
  }
}
