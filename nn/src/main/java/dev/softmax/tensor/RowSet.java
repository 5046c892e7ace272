package dev.softmax.tensor;

import java.util.Arrays;

/// Which rows of a matrix (V, E) a gradient touches: each at most once, in the order of their first
/// use. Embeddings of large vocabularies touch few rows a step, and an optimiser that knows which need
/// not read the rest.
public final class RowSet {
  private final int[] rows;
  private final boolean[] contained;
  private int count;

  RowSet(int rows) {
    this.rows = new int[rows];
    this.contained = new boolean[rows];
  }

  /// The rows, of which the first [#count] are valid; do not change them.
  public int[] rows() {
    return rows;
  }

  /// Number of rows in the set.
  public int count() {
    return count;
  }

  void add(int row) {
    if (!contained[row]) {
      contained[row] = true;
      rows[count++] = row;
    }
  }

  /// Rows in ascending order, so that what walks over them walks forwards through memory.
  void sort() {
    Arrays.sort(rows, 0, count);
  }

  void clear() {
    for (int i = 0; i < count; i++) {
      contained[rows[i]] = false;
    }
    count = 0;
  }
}
