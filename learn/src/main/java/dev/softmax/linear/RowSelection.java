package dev.softmax.linear;

import java.util.Arrays;

/// Some rows of what a fit is made of, in a given order.
final class RowSelection {
  private RowSelection() {}

  static Features of(Features features, int[] rows) {
    return switch (features) {
      case DenseFeatures dense ->
          new DenseFeatures(
              blocks(dense.values(), dense.columns(), rows), rows.length, dense.columns());
      case SparseFeatures sparse -> of(sparse, rows);
    };
  }

  /// Writes one row with its zeros from `to[at]` on.
  static void write(Features features, int row, double[] to, int at) {
    switch (features) {
      case DenseFeatures dense ->
          System.arraycopy(dense.values(), row * dense.columns(), to, at, dense.columns());
      case SparseFeatures sparse -> {
        Arrays.fill(to, at, at + sparse.columns(), 0);
        for (int e = sparse.offsets()[row]; e < sparse.offsets()[row + 1]; e++) {
          to[at + sparse.indices()[e]] = sparse.values()[e];
        }
      }
    }
  }

  static Targets of(Targets targets, int[] rows) {
    return switch (targets) {
      case Targets.Classes(int[] labels, int classes) ->
          new Targets.Classes(Arrays.stream(rows).map(row -> labels[row]).toArray(), classes);
      case Targets.Shares(double[] shares, int classes) ->
          new Targets.Shares(blocks(shares, classes, rows), classes);
    };
  }

  static double[] of(double[] values, int[] rows) {
    return blocks(values, 1, rows);
  }

  private static double[] blocks(double[] values, int width, int[] rows) {
    double[] out = new double[Math.multiplyExact(rows.length, width)];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * width, out, i * width, width);
    }
    return out;
  }

  private static SparseFeatures of(SparseFeatures sparse, int[] rows) {
    int[] offsets = new int[rows.length + 1];
    for (int i = 0; i < rows.length; i++) {
      int entries = sparse.offsets()[rows[i] + 1] - sparse.offsets()[rows[i]];
      offsets[i + 1] = Math.addExact(offsets[i], entries);
    }
    int[] indices = new int[offsets[rows.length]];
    double[] values = new double[indices.length];
    for (int i = 0; i < rows.length; i++) {
      int from = sparse.offsets()[rows[i]];
      int entries = offsets[i + 1] - offsets[i];
      System.arraycopy(sparse.indices(), from, indices, offsets[i], entries);
      System.arraycopy(sparse.values(), from, values, offsets[i], entries);
    }
    return new SparseFeatures(offsets, indices, values, sparse.columns());
  }
}
