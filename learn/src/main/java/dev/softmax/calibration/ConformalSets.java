package dev.softmax.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The rule that gives a row the set of classes whose score is at most a threshold; [ConformalScores] makes it.
///
/// A set always holds the most probable class, also where its score is above the threshold: an empty set would
/// tell nothing, and coverage only grows by it.
///
/// @param score what is kept below the threshold
/// @param coverage how often the true class is in the set, at least
/// @param threshold the largest score within
public record ConformalSets(SetScore score, double coverage, double threshold) {
  /// The classes of a row's set, the most probable first.
  ///
  /// @param probabilities of the row `(K)`
  public int[] set(double[] probabilities) {
    double[] above = new double[probabilities.length];
    int[] ranks = new int[probabilities.length];
    RankedClasses.of(probabilities, above, ranks);
    List<Integer> within = new ArrayList<>();
    int best = 0;
    for (int k = 0; k < probabilities.length; k++) {
      best = probabilities[k] > probabilities[best] ? k : best;
      if (score.of(probabilities[k], above[k], ranks[k]) <= threshold) {
        within.add(k);
      }
    }
    if (!within.contains(best)) {
      within.add(best);
    }
    within.sort(Comparator.comparingDouble((Integer k) -> -probabilities[k]));
    return within.stream().mapToInt(Integer::intValue).toArray();
  }

  /// What sets turned out to be on rows of known classes.
  ///
  /// @param rows number of rows
  /// @param coverage share of the rows whose set holds the true class
  /// @param meanSize classes in a set, on average
  public record Measured(int rows, double coverage, double meanSize) {}

  /// Measures the sets of rows of known classes.
  ///
  /// @param probabilities `(N, K)`, row-major
  /// @param labels true classes `(N)`
  /// @param classes number of classes `K`
  /// @throws IllegalArgumentException if there is no row, or the shapes do not fit
  public Measured measure(double[] probabilities, int[] labels, int classes) {
    if (labels.length == 0 || probabilities.length != (long) labels.length * classes) {
      throw new IllegalArgumentException(
          "conformal sets: %d probabilities but labels (%d) and %d classes"
              .formatted(probabilities.length, labels.length, classes));
    }
    long hits = 0;
    long members = 0;
    for (int row = 0; row < labels.length; row++) {
      int[] set = set(Arrays.copyOfRange(probabilities, row * classes, (row + 1) * classes));
      int label = labels[row];
      hits += Arrays.stream(set).anyMatch(k -> k == label) ? 1 : 0;
      members += set.length;
    }
    return new Measured(
        labels.length, (double) hits / labels.length, (double) members / labels.length);
  }
}
