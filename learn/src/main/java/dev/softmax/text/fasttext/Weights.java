package dev.softmax.text.fasttext;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A matrix of a model, as numbers or as codes of a product quantiser.
sealed interface Weights {
  /// Rows.
  long rows();

  /// Adds a row to `sum (D)`.
  void addTo(double[] sum, int row);

  /// The inner product of a row with `x (D)`.
  double dot(double[] x, int row);

  /// A row after the other.
  record Dense(long rows, int columns, float[] values) implements Weights {
    @Override
    public void addTo(double[] sum, int row) {
      int at = row * columns;
      for (int i = 0; i < columns; i++) {
        sum[i] += values[at + i];
      }
    }

    @Override
    public double dot(double[] x, int row) {
      int at = row * columns;
      double dot = 0;
      for (int i = 0; i < columns; i++) {
        dot += x[i] * values[at + i];
      }
      return dot;
    }
  }

  /// Rows in parts of `width` numbers (the last may have fewer), each part one of 256 centroids
  /// (Jégou, Douze, Schmid 2011, "Product quantization for nearest neighbor search").
  ///
  /// @param parts parts of a row
  /// @param codes `(rows, parts)`
  /// @param centroids for each part 256 times its numbers
  /// @param norms what each row is multiplied by, `null` for 1
  record Quantised(
      long rows,
      int columns,
      int width,
      int parts,
      byte[] codes,
      float[] centroids,
      float @Nullable [] norms)
      implements Weights {
    private static final int CENTROIDS = 256;

    @Override
    public void addTo(double[] sum, int row) {
      double norm = norms == null ? 1 : norms[row];
      for (int part = 0; part < parts; part++) {
        int begin = part * width;
        int length = Math.min(width, columns - begin);
        int at = centroid(row, part, length);
        for (int i = 0; i < length; i++) {
          sum[begin + i] += norm * centroids[at + i];
        }
      }
    }

    @Override
    public double dot(double[] x, int row) {
      double dot = 0;
      for (int part = 0; part < parts; part++) {
        int begin = part * width;
        int length = Math.min(width, columns - begin);
        int at = centroid(row, part, length);
        for (int i = 0; i < length; i++) {
          dot += x[begin + i] * centroids[at + i];
        }
      }
      return norms == null ? dot : dot * norms[row];
    }

    private int centroid(int row, int part, int length) {
      return part * width * CENTROIDS + (codes[row * parts + part] & 0xFF) * length;
    }
  }

  /// Reads a matrix.
  ///
  /// @param what its name
  /// @param rows the rows it must have
  /// @param columns the columns it must have
  static Dense readDense(FastTextFile in, String what, long rows, int columns) throws IOException {
    requireShape(in, what, rows, columns);
    return new Dense(
        rows, columns, in.readFloats(product(rows, columns), "numbers of its " + what));
  }

  /// Reads a quantised matrix; arguments as of [#readDense].
  static Quantised readQuantised(FastTextFile in, String what, long rows, int columns)
      throws IOException {
    boolean hasNorms = in.readFlag("whether rows have norms");
    requireShape(in, what, rows, columns);
    int length = in.readInt();
    byte[] codes = in.readBytes(length, "codes of its " + what);
    int dimensions = in.readInt();
    int parts = in.readInt();
    int width = in.readInt();
    int last = in.readInt();
    boolean whole =
        dimensions == columns
            && width >= 1
            && parts == (columns + (long) width - 1) / width
            && last == columns - (parts - 1L) * width
            && length == product(rows, parts);
    if (!whole) {
      throw in.damaged(
          "%d codes and %d parts of %d numbers do not make its %s of %d × %d"
              .formatted(length, parts, width, what, rows, columns));
    }
    float[] centroids =
        in.readFloats(product(Quantised.CENTROIDS, columns), "centroids of its " + what);
    float[] norms = hasNorms ? readNorms(in, what, (int) rows) : null;
    return new Quantised(rows, columns, width, parts, codes, centroids, norms);
  }

  private static float[] readNorms(FastTextFile in, String what, int rows) throws IOException {
    byte[] codes = in.readBytes(rows, "norms of its " + what);
    for (int i = 0; i < 4; i++) {
      if (in.readInt() != 1) {
        throw in.damaged("the norms of its " + what + " are no single numbers");
      }
    }
    float[] centroids = in.readFloats(Quantised.CENTROIDS, "norms of its " + what);
    float[] norms = new float[rows];
    for (int row = 0; row < rows; row++) {
      norms[row] = centroids[codes[row] & 0xFF];
    }
    return norms;
  }

  private static void requireShape(FastTextFile in, String what, long rows, int columns)
      throws IOException {
    long m = in.readLong();
    long n = in.readLong();
    if (m != rows || n != columns) {
      throw in.damaged(
          "its %s is %d × %d and should be %d × %d".formatted(what, m, n, rows, columns));
    }
  }

  /// The product, or the largest `long` where it is larger.
  private static long product(long a, long b) {
    return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
  }
}
