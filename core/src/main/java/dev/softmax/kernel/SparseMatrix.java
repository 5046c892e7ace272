package dev.softmax.kernel;

import java.util.Arrays;

/// A matrix `(rows, columns)` of which only some elements are written down, row after row; the
/// others are 0 (compressed sparse rows). Arrays are shared, not copied.
///
/// @param offsets `(rows + 1)`: the entries `offsets[i]` to `offsets[i + 1]` are those of row `i`
/// @param indices the column of each entry, from 0, ascending within a row
/// @param values the value of each entry
/// @param columns number of columns
public record SparseMatrix(int[] offsets, int[] indices, double[] values, int columns) {

  /// Number of rows.
  public int rows() {
    return offsets.length - 1;
  }

  /// Number of entries.
  public int entries() {
    return offsets[offsets.length - 1];
  }

  /// The same numbers as `(columns, rows)`, in arrays of their own: compressed sparse columns of
  /// this.
  public SparseMatrix transposed() {
    int[] starts = new int[columns + 1];
    for (int e = 0; e < entries(); e++) {
      starts[indices[e] + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] next = Arrays.copyOf(starts, columns);
    int[] rowOf = new int[entries()];
    double[] valueOf = new double[entries()];
    for (int row = 0; row < rows(); row++) {
      for (int e = offsets[row]; e < offsets[row + 1]; e++) {
        int to = next[indices[e]]++;
        rowOf[to] = row;
        valueOf[to] = values[e];
      }
    }
    return new SparseMatrix(starts, rowOf, valueOf, rows());
  }

  /// Cuts the rows into at most `most` parts of about as many entries, a row counting as one entry
  /// besides: part `p` has the rows from element `p` of the result to element `p + 1`.
  public int[] cuts(int most) {
    int parts = Math.clamp(rows(), 1, most);
    int[] cuts = new int[parts + 1];
    int row = 0;
    for (int part = 1; part < parts; part++) {
      long enough = ((long) entries() + rows()) * part / parts;
      while (row < rows() && offsets[row] + (long) row < enough) {
        row++;
      }
      cuts[part] = row;
    }
    cuts[parts] = rows();
    return cuts;
  }
}
