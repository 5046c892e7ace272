package dev.softmax.data;

import dev.softmax.io.InputException;
import java.util.Arrays;

/// `N` rows of `D` features, most of which are 0 and not stored, with a label each. Immutable;
/// arrays are not copied when they are asked for, and are not to be changed.
public final class SparseRows {
  private final int features;
  private final int[] offsets;
  private final int[] indices;
  private final double[] values;
  private final Table targets;
  private final int base;

  /// @param base index of the first feature in the file: 0 or 1
  SparseRows(Entries entries, Table targets, int base) {
    this.features = entries.features;
    this.offsets = entries.offsets;
    this.indices = entries.indices;
    this.values = entries.values;
    this.targets = targets;
    this.base = base;
  }

  /// The numbers of rows.
  ///
  /// @param features how many features there are
  /// @param offsets `(N + 1)`
  /// @param indices the features of the entries, from 0
  /// @param values the values of the entries
  record Entries(int features, int[] offsets, int[] indices, double[] values) {}

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

  /// The features of the entries, from 0 (an index of the file less [#base]), ascending within a
  /// row.
  public int[] indices() {
    return indices;
  }

  /// The values of the entries.
  public double[] values() {
    return values;
  }

  /// Which index the first feature has in the file: 0 or 1.
  public int base() {
    return base;
  }

  /// The labels as the only column, `label`, of a table, for [ClassLabels]: numbers when all of
  /// them are.
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

  /// The same rows with another number of features, such as that of the training data: a file does
  /// not say how many there are, only the largest that occurs.
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
                .formatted(place(row), indices[last] + base, number));
      }
    }
    return new SparseRows(new Entries(number, offsets, indices, values), targets, base);
  }

  /// The same rows with so many features, of which later ones are left out: a model cannot know
  /// what its training data never had.
  ///
  /// @param number of features
  public SparseRows firstFeatures(int number) {
    if (number >= features) {
      return new SparseRows(new Entries(number, offsets, indices, values), targets, base);
    }
    int[] kept = new int[offsets.length];
    int[] someIndices = new int[indices.length];
    double[] someValues = new double[indices.length];
    int entries = 0;
    for (int row = 0; row < size(); row++) {
      for (int e = offsets[row]; e < offsets[row + 1] && indices[e] < number; e++) {
        someIndices[entries] = indices[e];
        someValues[entries++] = values[e];
      }
      kept[row + 1] = entries;
    }
    return new SparseRows(
        new Entries(
            number, kept, Arrays.copyOf(someIndices, entries), Arrays.copyOf(someValues, entries)),
        targets,
        base);
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
    double[] someValues = new double[chosen[rows.length]];
    for (int i = 0; i < rows.length; i++) {
      int length = chosen[i + 1] - chosen[i];
      System.arraycopy(indices, offsets[rows[i]], someIndices, chosen[i], length);
      System.arraycopy(values, offsets[rows[i]], someValues, chosen[i], length);
    }
    return new SparseRows(
        new Entries(features, chosen, someIndices, someValues), targets.rows(rows), base);
  }
}
