package dev.softmax.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/// Rows to learn from and rows to test on, with about the same share of every class in both.
///
/// @param train indices of rows, ascending
/// @param test indices of rows, ascending
public record StratifiedSplit(int[] train, int[] test) {
  /// Splits rows by class. The test set has `round(fraction · N)` rows, shared out to the classes by
  /// the largest remainders; every class keeps a row to learn from, so a class with a single row is
  /// never tested, and the test set may come out smaller. The same labels and random numbers give the
  /// same split.
  ///
  /// @param labels the class of each of `N` rows, from 0
  /// @param classes how many classes there are
  /// @param fraction share of the rows to test on, above 0 and below 1
  /// @param random where the choice comes from
  /// @throws IllegalArgumentException when a label or the fraction is out of range
  public static StratifiedSplit of(
      int[] labels, int classes, double fraction, RandomGenerator random) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException("a fraction of " + fraction + " is not between 0 and 1");
    }
    int[][] members = members(labels, classes);
    int[] take = shares(members, fraction, labels.length);
    boolean[] tested = new boolean[labels.length];
    for (int k = 0; k < classes; k++) {
      shuffle(members[k], random);
      for (int i = 0; i < take[k]; i++) {
        tested[members[k][i]] = true;
      }
    }
    int count = Arrays.stream(take).sum();
    int[] test = new int[count];
    int[] train = new int[labels.length - count];
    int inTest = 0;
    int inTrain = 0;
    for (int row = 0; row < labels.length; row++) {
      if (tested[row]) {
        test[inTest++] = row;
      } else {
        train[inTrain++] = row;
      }
    }
    return new StratifiedSplit(train, test);
  }

  static int[][] members(int[] labels, int classes) {
    int[] counts = new int[classes];
    for (int label : labels) {
      if (label < 0 || label >= classes) {
        throw new IllegalArgumentException("label " + label + ", but " + classes + " classes");
      }
      counts[label]++;
    }
    int[][] members = new int[classes][];
    for (int k = 0; k < classes; k++) {
      members[k] = new int[counts[k]];
    }
    for (int row = labels.length - 1; row >= 0; row--) {
      members[labels[row]][--counts[labels[row]]] = row;
    }
    return members;
  }

  /// How many rows of each class are tested: the whole part of its share, and one more for the classes
  /// with the largest rest until the sum is right.
  private static int[] shares(int[][] members, double fraction, int rows) {
    int[] take = new int[members.length];
    List<Integer> order = new ArrayList<>();
    long left = Math.round(fraction * rows);
    for (int k = 0; k < members.length; k++) {
      take[k] = Math.max(0, Math.min((int) (fraction * members[k].length), members[k].length - 1));
      left -= take[k];
      order.add(k);
    }
    order.sort(Comparator.comparingDouble((Integer k) -> take[k] - fraction * members[k].length));
    for (int k : order) {
      if (left > 0 && take[k] < members[k].length - 1) {
        take[k]++;
        left--;
      }
    }
    return take;
  }

  /// Fisher and Yates's shuffle.
  static void shuffle(int[] rows, RandomGenerator random) {
    for (int i = rows.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int row = rows[i];
      rows[i] = rows[j];
      rows[j] = row;
    }
  }
}
