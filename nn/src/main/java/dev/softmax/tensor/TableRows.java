package dev.softmax.tensor;

/// What look-ups in a table have in common.
final class TableRows {
  /// The padding index where there is none.
  static final int NO_PADDING = -1;

  private TableRows() {}

  /// @throws IllegalArgumentException if the table is no matrix or an index is outside of it
  static void check(String operation, Tensor table, Indices indices) {
    if (table.shape().rank() != 2) {
      throw new IllegalArgumentException(
          operation + ": table " + table.shape() + " and indices " + indices.shape());
    }
    int rows = table.shape().length(0);
    int[] values = indices.data();
    int size = indices.shape().size();
    // Negative where an index or its distance from the end is: a loop that the compiler makes
    // vectors of.
    int signs = 0;
    for (int i = 0; i < size; i++) {
      signs |= values[i] | (rows - 1 - values[i]);
    }
    for (int i = 0; i < size && signs < 0; i++) {
      if (values[i] < 0 || values[i] >= rows) {
        throw new IllegalArgumentException(
            operation
                + ": index "
                + values[i]
                + " at "
                + i
                + " of "
                + indices.shape()
                + ", but a table "
                + table.shape());
      }
    }
  }
}
