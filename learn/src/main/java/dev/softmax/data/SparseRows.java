package dev.softmax.data;

import dev.softmax.io.InputException;

/// `N` rows of `D` features, most of which are 0 and not stored, with a label each. Immutable; arrays are
/// not copied when they are asked for, and are not to be changed.
public final class SparseRows {
  private final int features;
  private final int[] offsets;
  private final int[] indices;
  private final float[] values;
  private final Table targets;

  SparseRows(int features, int[] offsets, int[] indices, float[] values, Table targets) {
    this.features = features;
    this.offsets = offsets;
    this.indices = indices;
    this.values = values;
    this.targets = targets;
  }

  /// What messages call the data: the file as it was named.
  public String source() {
    return targets.source();
  }

  /// How many rows there are.
  public int size() {
    return offsets.length - 1;
  }

  /// How many features there are.
  public int features() {
    return features;
  }

  /// `(N + 1)`: row `i` has the entries from `offsets[i]` to `offsets[i + 1]` (exclusive).
  public int[] offsets() {
    return offsets;
  }

  /// The features of the entries, from 0 (an index of the file less 1), ascending within a row.
  public int[] indices() {
    return indices;
  }

  /// The values of the entries.
  public float[] values() {
    return values;
  }

  /// The labels as the only column, `label`, of a table, for [ClassLabels]: numbers when all of them are.
  public Table targets() {
    return targets;
  }

  /// The name of the only column of [#targets].
  public String target() {
    return targets.names().getFirst();
  }

  /// Where a row is, for messages: `a9a, line 17`.
  ///
  /// @param row from 0
  public String place(int row) {
    return targets.place(row);
  }

  /// The same rows with another number of features, such as that of the training data: a file does not
  /// say how many there are, only the largest that occurs.
  ///
  /// @param number of features
  /// @throws InputException naming the line that has a larger index
  public SparseRows withFeatures(int number) {
    for (int row = 0; row < size(); row++) {
      // The last entry of a row has its largest index.
      int last = offsets[row + 1] - 1;
      if (last >= offsets[row] && indices[last] >= number) {
        throw new InputException(
            "%s: index %d, but there are %d features"
                .formatted(place(row), indices[last] + 1, number));
      }
    }
    return new SparseRows(number, offsets, indices, values, targets);
  }

  /// Some of the rows, in the order given.
  ///
  /// @param rows their indices, from 0
  public SparseRows rows(int[] rows) {
    int[] chosen = new int[rows.length + 1];
    for (int i = 0; i < rows.length; i++) {
      chosen[i + 1] = Math.addExact(chosen[i], offsets[rows[i] + 1] - offsets[rows[i]]);
    }
    int[] someIndices = new int[chosen[rows.length]];
    float[] someValues = new float[chosen[rows.length]];
    for (int i = 0; i < rows.length; i++) {
      int length = chosen[i + 1] - chosen[i];
      System.arraycopy(indices, offsets[rows[i]], someIndices, chosen[i], length);
      System.arraycopy(values, offsets[rows[i]], someValues, chosen[i], length);
    }
    return new SparseRows(features, chosen, someIndices, someValues, targets.rows(rows));
  }
}
