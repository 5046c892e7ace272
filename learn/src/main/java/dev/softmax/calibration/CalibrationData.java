package dev.softmax.calibration;

/// Logits of known classes.
///
/// @param logits `(N, K)`, row-major, finite, as the model gives them; not copied
/// @param labels true classes `(N)`, from 0; not copied
/// @param classes number of classes `K`
public record CalibrationData(double[] logits, int[] labels, int classes) {
  /// Sees that the shapes fit.
  ///
  /// @throws IllegalArgumentException if there is no row, the shapes do not fit, a label is no class,
  ///     or a logit is not finite
  public CalibrationData {
    if (labels.length == 0 || classes < 2 || logits.length != (long) labels.length * classes) {
      throw new IllegalArgumentException(
          "calibration: %d logits but labels (%d) and %d classes"
              .formatted(logits.length, labels.length, classes));
    }
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] < 0 || labels[row] >= classes) {
        throw new IllegalArgumentException(
            "calibration: label %d in row %d but %d classes"
                .formatted(labels[row], row + 1, classes));
      }
    }
    for (int i = 0; i < logits.length; i++) {
      if (!Double.isFinite(logits[i])) {
        throw new IllegalArgumentException(
            "calibration: logit %s in row %d, column %d"
                .formatted(logits[i], i / classes + 1, i % classes + 1));
      }
    }
  }

  /// Number of rows `N`.
  public int size() {
    return labels.length;
  }

  /// Some of the rows, in this order.
  ///
  /// @param indices of rows, from 0
  public CalibrationData rows(int[] indices) {
    double[] some = new double[indices.length * classes];
    int[] of = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(logits, indices[i] * classes, some, i * classes, classes);
      of[i] = labels[indices[i]];
    }
    return new CalibrationData(some, of, classes);
  }

  /// How many rows each class has `(K)`.
  public int[] counts() {
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    return counts;
  }
}
