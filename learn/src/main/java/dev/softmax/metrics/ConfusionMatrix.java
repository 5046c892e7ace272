package dev.softmax.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// Counts `(K, K)` of rows: true classes down, predicted classes across. Immutable.
public final class ConfusionMatrix {
  private final int classes;
  private final int[] counts;

  /// Copies the counts.
  ///
  /// @param classes number of classes `K`
  /// @param counts row-major `(K, K)`
  /// @throws IllegalArgumentException if there are not `K²` counts
  public ConfusionMatrix(int classes, int[] counts) {
    if (classes < 1 || counts.length != (long) classes * classes) {
      throw new IllegalArgumentException(
          "confusion: " + counts.length + " counts but " + classes + " classes");
    }
    this.classes = classes;
    this.counts = counts.clone();
  }

  static ConfusionMatrix of(Predictions predictions) {
    int classes = predictions.classes();
    int[] counts = new int[classes * classes];
    for (int row = 0; row < predictions.rows(); row++) {
      counts[predictions.label(row) * classes + predictions.predicted(row)]++;
    }
    return new ConfusionMatrix(classes, counts);
  }

  /// Number of classes `K`.
  public int classes() {
    return classes;
  }

  /// Number of rows of class `truth` that are predicted as `predicted`.
  ///
  /// @throws IndexOutOfBoundsException if one of them is no class
  public int count(int truth, int predicted) {
    Objects.checkIndex(predicted, classes);
    return counts[Objects.checkIndex(truth, classes) * classes + predicted];
  }

  /// A copy of the counts, row-major `(K, K)`.
  public int[] counts() {
    return counts.clone();
  }

  /// Precision, recall and F1 of each class.
  public List<ClassScores> scores() {
    List<ClassScores> scores = new ArrayList<>();
    for (int k = 0; k < classes; k++) {
      int support = 0;
      int predicted = 0;
      for (int other = 0; other < classes; other++) {
        support += counts[k * classes + other];
        predicted += counts[other * classes + k];
      }
      int hits = counts[k * classes + k];
      scores.add(
          new ClassScores(
              quotient(hits, predicted),
              quotient(hits, support),
              quotient(2.0 * hits, (double) support + predicted),
              support));
    }
    return scores;
  }

  private static double quotient(double above, double below) {
    return below == 0 ? 0 : above / below;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfusionMatrix that && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }
}
