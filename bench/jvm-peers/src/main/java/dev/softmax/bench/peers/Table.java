package dev.softmax.bench.peers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/// What both sides fit: rows of features `X (N, D)` and their classes, from a file that
/// `bench/peers/regression.py` or `bench/peers/sparse_regression.py` writes. Kept as CSR without
/// zeros; each peer makes of it what it likes best.
///
/// @param dense whether the file has every number
/// @param columns number of features `D`
/// @param classes number of classes `K`
/// @param c inverse strength of the penalty
/// @param goal objective that is within a relative 1e-6 of the least
/// @param offsets where each row begins in `indices` and `values`, and the end
/// @param indices columns, ascending within a row
/// @param values numbers there
/// @param labels class of each row, `(N)`
record Table(
    boolean dense,
    int columns,
    int classes,
    double c,
    double goal,
    int[] offsets,
    int[] indices,
    double[] values,
    int[] labels) {
  private static final Set<String> SPARSE = Set.of("news20", "synthetic-sparse");

  static Table read(Path folder, String name) throws IOException {
    try (FileChannel file =
        FileChannel.open(folder.resolve(name + ".bin"), StandardOpenOption.READ)) {
      ByteBuffer in = file.map(MapMode.READ_ONLY, 0, file.size()).order(ByteOrder.LITTLE_ENDIAN);
      return SPARSE.contains(name) ? sparse(in) : dense(in);
    }
  }

  private static Table dense(ByteBuffer in) {
    int rows = in.getInt();
    int columns = in.getInt();
    int classes = in.getInt();
    double c = in.getDouble();
    double goal = in.getDouble();
    int start = in.position();
    int entries = 0;
    for (int i = 0; i < rows * columns; i++) {
      entries += in.getDouble() == 0 ? 0 : 1;
    }
    in.position(start);
    int[] offsets = new int[rows + 1];
    int[] indices = new int[entries];
    double[] values = new double[entries];
    int at = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double value = in.getDouble();
        if (value != 0) {
          indices[at] = j;
          values[at++] = value;
        }
      }
      offsets[i + 1] = at;
    }
    return new Table(true, columns, classes, c, goal, offsets, indices, values, ints(in, rows));
  }

  private static Table sparse(ByteBuffer in) {
    int rows = in.getInt();
    int columns = in.getInt();
    int classes = in.getInt();
    int entries = in.getInt();
    double goal = in.getDouble();
    double[] values = new double[entries];
    for (int i = 0; i < entries; i++) {
      values[i] = in.getDouble();
    }
    int[] offsets = ints(in, rows + 1);
    int[] indices = ints(in, entries);
    return new Table(false, columns, classes, 1, goal, offsets, indices, values, ints(in, rows));
  }

  private static int[] ints(ByteBuffer in, int count) {
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = in.getInt();
    }
    return numbers;
  }

  int rows() {
    return labels.length;
  }

  /// The row's columns that are not zero.
  int[] rowIndices(int row) {
    return Arrays.copyOfRange(indices, offsets[row], offsets[row + 1]);
  }

  /// The numbers there.
  double[] rowValues(int row) {
    return Arrays.copyOfRange(values, offsets[row], offsets[row + 1]);
  }

  /// The row with its zeros, `(D)`.
  double[] denseRow(int row) {
    double[] x = new double[columns];
    for (int e = offsets[row]; e < offsets[row + 1]; e++) {
      x[indices[e]] = values[e];
    }
    return x;
  }
}
