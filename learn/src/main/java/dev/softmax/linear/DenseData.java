package dev.softmax.linear;

import dev.softmax.io.InputException;

/// Labelled rows to fit: features `(N, D)` and labels `(N)`. The arrays are shared, not copied:
/// leave them alone while they are being fitted.
///
/// @param features row-major `(N, D)`, finite
/// @param labels the class of each row, from 0 to `classes` (exclusive)
/// @param columns number of features `D`
/// @param classes number of classes `K`
public record DenseData(double[] features, int[] labels, int columns, int classes) {
  /// Checks the shapes and every value.
  ///
  /// @throws IllegalArgumentException if the shapes do not fit or a label is not a class
  /// @throws InputException if there is no row, or a feature is not finite or beyond 1e100; it
  ///     names row and column, from 1
  public DenseData {
    if (columns < 0 || classes < 1 || features.length != (long) labels.length * columns) {
      throw new IllegalArgumentException(
          "softmax regression: "
              + features.length
              + " features but "
              + labels.length
              + " labels of "
              + columns
              + " columns each, and "
              + classes
              + " classes");
    }
    FitData.requireRoom(labels.length, columns, classes);
    if (labels.length == 0) {
      throw new InputException("softmax regression: no rows to fit");
    }
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] < 0 || labels[row] >= classes) {
        throw new IllegalArgumentException(
            "softmax regression: label "
                + labels[row]
                + " in row "
                + (row + 1)
                + " but "
                + classes
                + " classes");
      }
    }
    DenseFeatures.requireFinite(features, columns);
  }

  /// The rows of `features (N, D)`, where `N` is the number of labels.
  ///
  /// @throws IllegalArgumentException if the shapes do not fit or a label is not a class
  /// @throws InputException if there is no row, or a feature is not finite or beyond 1e100
  public static DenseData of(double[] features, int[] labels, int classes) {
    int columns = labels.length == 0 ? 0 : features.length / labels.length;
    return new DenseData(features, labels, columns, classes);
  }

  /// Number of rows `N`.
  public int rows() {
    return labels.length;
  }
}
