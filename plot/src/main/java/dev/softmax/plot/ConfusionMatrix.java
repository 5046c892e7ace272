package dev.softmax.plot;

import java.util.List;

/// How often each true class (row) was taken for each class (column): counts as numbers, the share
/// of the true class as colour.
public final class ConfusionMatrix implements Figure {
  final List<String> classes;
  final long[][] counts;
  private final Frame frame;

  private ConfusionMatrix(List<String> classes, long[][] counts, Frame frame) {
    this.classes = classes;
    this.counts = counts;
    this.frame = frame;
  }

  /// Counts (K, K), rows true and columns predicted, of K classes.
  ///
  /// @throws IllegalArgumentException if the shapes do not fit or a count is negative
  public static ConfusionMatrix of(List<String> classes, long[][] counts) {
    List<String> names = Checks.names("confusion matrix", classes, counts.length);
    long[][] copy = new long[counts.length][];
    for (int i = 0; i < copy.length; i++) {
      Checks.same("counts[" + i + "]", counts[i].length, copy.length);
      copy[i] = counts[i].clone();
      for (int j = 0; j < copy.length; j++) {
        if (copy[i][j] < 0) {
          throw new IllegalArgumentException("counts[" + i + "][" + j + "] is " + copy[i][j]);
        }
      }
    }
    Frame frame = Frame.of("", "predicted class", "true class").withSize(600, 520);
    return new ConfusionMatrix(names, copy, frame);
  }

  /// As [#of(List, long\[\]\[\])].
  public static ConfusionMatrix of(List<String> classes, int[][] counts) {
    long[][] wide = new long[counts.length][];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = new long[counts[i].length];
      for (int j = 0; j < wide[i].length; j++) {
        wide[i][j] = counts[i][j];
      }
    }
    return of(classes, wide);
  }

  /// The same matrix in another frame.
  public ConfusionMatrix with(Frame frame) {
    return new ConfusionMatrix(classes, counts, frame);
  }

  @Override
  public Frame frame() {
    return frame;
  }
}
