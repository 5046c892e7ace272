package dev.softmax.data;

import org.jspecify.annotations.Nullable;

/// Where the rows of a table are in its source.
///
/// @param unit what is counted: `line` or `row`
/// @param before how many of them come before those that are counted here
/// @param numbers a number from 1 for each row; `null` when the rows are counted as they come
record Places(String unit, long before, int @Nullable [] numbers) {
  /// Rows as they come.
  static final Places ROWS = new Places("row", 0, null);

  Places(String unit, int @Nullable [] numbers) {
    this(unit, 0, numbers);
  }

  private int number(int row) {
    return numbers == null ? row + 1 : numbers[row];
  }

  String text(int row) {
    return unit + " " + (before + number(row));
  }

  Places rows(int[] indices) {
    int[] chosen = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      chosen[i] = number(indices[i]);
    }
    return new Places(unit, before, chosen);
  }
}
