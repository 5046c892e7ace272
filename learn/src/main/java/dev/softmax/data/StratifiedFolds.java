package dev.softmax.data;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Folds of rows for cross-validation, each with about the same share of every class.
///
/// @param fold the fold of each row `(N)`, from 0; copied
/// @param count how many folds there are
public record StratifiedFolds(int[] fold, int count) {
  /// Copies the folds.
  ///
  /// @throws IllegalArgumentException when there are less than 2, or one of them has no row
  public StratifiedFolds {
    fold = fold.clone();
    if (count < 2) {
      throw new IllegalArgumentException(count + " folds, but there must be 2 at least");
    }
    boolean[] seen = new boolean[count];
    for (int of : fold) {
      if (of < 0 || of >= count) {
        throw new IllegalArgumentException("fold " + of + ", but there are " + count);
      }
      seen[of] = true;
    }
    for (int of = 0; of < count; of++) {
      if (!seen[of]) {
        throw new IllegalArgumentException(
            "fold %d has no row: %d rows in %d folds".formatted(of, fold.length, count));
      }
    }
  }

  /// Deals the rows of each class out to the folds in a random order, each class on from where the last one
  /// ended, so that folds differ by one row at most. The same labels and random numbers give the same folds.
  ///
  /// @param labels the class of each of `N` rows, from 0
  /// @param classes how many classes there are
  /// @param count how many folds, from 2 to `N`
  /// @param random where the order comes from
  /// @throws IllegalArgumentException when a label is out of range, or there are more folds than rows
  public static StratifiedFolds of(int[] labels, int classes, int count, RandomGenerator random) {
    int[] fold = new int[labels.length];
    int next = 0;
    int[][] members = StratifiedSplit.members(labels, classes);
    for (int[] rows : members) {
      StratifiedSplit.shuffle(rows, random);
      for (int row : rows) {
        fold[row] = next++ % count;
      }
    }
    return new StratifiedFolds(fold, count);
  }

  /// A copy of the fold of each row `(N)`.
  @Override
  public int[] fold() {
    return fold.clone();
  }

  /// Rows outside a fold, ascending.
  public int[] train(int of) {
    return IntStream.range(0, fold.length).filter(row -> fold[row] != of).toArray();
  }

  /// Rows of a fold, ascending.
  public int[] test(int of) {
    return IntStream.range(0, fold.length).filter(row -> fold[row] == of).toArray();
  }
}
