package dev.softmax.linear;

import dev.softmax.io.InputException;

/// Features `(N, D)` of which only some are written down; the others are 0 (compressed sparse rows).
///
/// @param offsets `(N + 1)`: entries `offsets[i]` to `offsets[i + 1]` (exclusive) are those of row `i`
/// @param indices the column of each entry, from 0, ascending within a row
/// @param values the value of each entry, finite
/// @param columns number of features `D`
public record SparseFeatures(int[] offsets, int[] indices, double[] values, int columns)
    implements Features {

  /// Checks the shape and every entry.
  ///
  /// @throws IllegalArgumentException if offsets do not rise from 0 to the number of entries, or
  ///     indices do not rise within a row or are no columns
  /// @throws InputException if a value is not finite or beyond 1e100; it names row and column, from 1
  public SparseFeatures {
    if (offsets.length == 0
        || offsets[0] != 0
        || offsets[offsets.length - 1] != indices.length
        || indices.length != values.length) {
      throw new IllegalArgumentException(
          "softmax regression: offsets of "
              + (offsets.length - 1)
              + " rows but "
              + indices.length
              + " indices and "
              + values.length
              + " values");
    }
    for (int row = 0; row + 1 < offsets.length; row++) {
      if (offsets[row + 1] < offsets[row] || offsets[row + 1] > indices.length) {
        throw new IllegalArgumentException(
            "softmax regression: offsets of row " + (row + 1) + " do not rise");
      }
      for (int i = offsets[row]; i < offsets[row + 1]; i++) {
        if (indices[i] < (i == offsets[row] ? 0 : indices[i - 1] + 1) || indices[i] >= columns) {
          throw new IllegalArgumentException(
              "softmax regression: index "
                  + indices[i]
                  + " in row "
                  + (row + 1)
                  + " does not rise below "
                  + columns
                  + " columns");
        }
        DenseFeatures.requireFinite(values[i], row, indices[i]);
      }
    }
  }

  @Override
  public int rows() {
    return offsets.length - 1;
  }
}
