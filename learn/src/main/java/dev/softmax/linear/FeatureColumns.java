package dev.softmax.linear;

import dev.softmax.kernel.Parallel;
import java.util.Arrays;

/// Features column by column, as coordinate descent reads them, with a last column of ones for the
/// intercepts. What stands beside rows, such as logits, lies class by class: `(K, N)`.
final class FeatureColumns {
  private final int rows;
  private final int columns;
  private final boolean dense;
  private final int[] offsets;
  private final int[] rowOf;
  private final double[] values;

  private FeatureColumns(DenseFeatures features) {
    rows = features.rows();
    columns = features.columns();
    dense = true;
    offsets = new int[0];
    rowOf = offsets;
    values = new double[rows * columns];
    double[] from = features.values();
    Parallel.forEach(
        columns,
        j -> {
          for (int i = 0; i < rows; i++) {
            values[j * rows + i] = from[i * columns + j];
          }
        });
  }

  private FeatureColumns(SparseFeatures features) {
    rows = features.rows();
    columns = features.columns();
    dense = false;
    offsets = new int[columns + 1];
    rowOf = new int[features.indices().length];
    values = new double[rowOf.length];
    for (int j : features.indices()) {
      offsets[j + 1]++;
    }
    Arrays.parallelPrefix(offsets, Integer::sum);
    int[] next = Arrays.copyOf(offsets, columns);
    for (int i = 0; i < rows; i++) {
      for (int e = features.offsets()[i]; e < features.offsets()[i + 1]; e++) {
        int to = next[features.indices()[e]]++;
        rowOf[to] = i;
        values[to] = features.values()[e];
      }
    }
  }

  static FeatureColumns of(Features features) {
    return switch (features) {
      case DenseFeatures every -> new FeatureColumns(every);
      case SparseFeatures some -> new FeatureColumns(some);
    };
  }

  int rows() {
    return rows;
  }

  /// Number of features `D`; column `D` is that of ones.
  int columns() {
    return columns;
  }

  /// Entries of a column that are read.
  int entries(int column) {
    return column == columns || dense ? rows : offsets[column + 1] - offsets[column];
  }

  /// `Σ_i x_i v_i`, `v` from index `at`.
  double dot(int column, double[] v, int at) {
    double sum = 0;
    if (column == columns) {
      for (int i = 0; i < rows; i++) {
        sum += v[at + i];
      }
    } else if (dense) {
      return dot(values, column * rows, v, at, rows);
    } else {
      for (int e = offsets[column]; e < offsets[column + 1]; e++) {
        sum += values[e] * v[at + rowOf[e]];
      }
    }
    return sum;
  }

  /// `Σ_i x_i² v_i`, `v` from index `at`.
  double squares(int column, double[] v, int at) {
    double sum = 0;
    if (column == columns) {
      return dot(column, v, at);
    }
    if (dense) {
      int from = column * rows;
      for (int i = 0; i < rows; i++) {
        sum += values[from + i] * values[from + i] * v[at + i];
      }
    } else {
      for (int e = offsets[column]; e < offsets[column + 1]; e++) {
        sum += values[e] * values[e] * v[at + rowOf[e]];
      }
    }
    return sum;
  }

  /// `Σ_i x_i c_i (u_i − m_i)`, `c` and `u` from index `at`: what a step of the logits by `u` does
  /// to the
  /// derivative by a coefficient, where `m` is its mean by the probabilities.
  double curved(int column, double[] c, double[] u, int at, double[] m) {
    double s0 = 0;
    double s1 = 0;
    if (column == columns) {
      for (int i = 0; i < rows; i++) {
        s0 += c[at + i] * (u[at + i] - m[i]);
      }
    } else if (dense) {
      int from = column * rows;
      int i = 0;
      for (; i + 1 < rows; i += 2) {
        s0 += values[from + i] * c[at + i] * (u[at + i] - m[i]);
        s1 += values[from + i + 1] * c[at + i + 1] * (u[at + i + 1] - m[i + 1]);
      }
      if (i < rows) {
        s0 += values[from + i] * c[at + i] * (u[at + i] - m[i]);
      }
    } else {
      for (int e = offsets[column]; e < offsets[column + 1]; e++) {
        int i = rowOf[e];
        s0 += values[e] * c[at + i] * (u[at + i] - m[i]);
      }
    }
    return s0 + s1;
  }

  /// `u_i += d x_i`, `u` from index `at`.
  void add(int column, double d, double[] u, int at) {
    if (column == columns) {
      for (int i = 0; i < rows; i++) {
        u[at + i] += d;
      }
    } else if (dense) {
      int from = column * rows;
      for (int i = 0; i < rows; i++) {
        u[at + i] += d * values[from + i];
      }
    } else {
      for (int e = offsets[column]; e < offsets[column + 1]; e++) {
        u[at + rowOf[e]] += d * values[e];
      }
    }
  }

  /// `m_i += d p_i x_i`, `p` from index `at`.
  void addTimes(int column, double d, double[] p, int at, double[] m) {
    if (column == columns) {
      for (int i = 0; i < rows; i++) {
        m[i] += d * p[at + i];
      }
    } else if (dense) {
      int from = column * rows;
      for (int i = 0; i < rows; i++) {
        m[i] += d * p[at + i] * values[from + i];
      }
    } else {
      for (int e = offsets[column]; e < offsets[column + 1]; e++) {
        int i = rowOf[e];
        m[i] += d * p[at + i] * values[e];
      }
    }
  }

  /// Writes `x_i s_i` of the rows `first` to `last` to `out` from index `to`, zeros included; `s`
  /// of the
  /// first of all rows lies at `at`.
  void scaled(int column, RowSpan span, double[] s, int at, double[] out, int to) {
    int first = span.first();
    int last = span.last();
    if (column == columns) {
      System.arraycopy(s, at + first, out, to, last - first);
    } else if (dense) {
      int from = column * rows;
      for (int i = first; i < last; i++) {
        out[to + i - first] = values[from + i] * s[at + i];
      }
    } else {
      Arrays.fill(out, to, to + last - first, 0);
      int e = Arrays.binarySearch(rowOf, offsets[column], offsets[column + 1], first);
      for (e = e < 0 ? -e - 1 : e; e < offsets[column + 1] && rowOf[e] < last; e++) {
        out[to + rowOf[e] - first] = values[e] * s[at + rowOf[e]];
      }
    }
  }

  /// Rows `first` to `last` (exclusive).
  record RowSpan(int first, int last) {}

  private static double dot(double[] a, int aAt, double[] b, int bAt, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      s0 += a[aAt + i] * b[bAt + i];
      s1 += a[aAt + i + 1] * b[bAt + i + 1];
      s2 += a[aAt + i + 2] * b[bAt + i + 2];
      s3 += a[aAt + i + 3] * b[bAt + i + 3];
    }
    for (; i < n; i++) {
      s0 += a[aAt + i] * b[bAt + i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
