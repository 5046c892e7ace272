package dev.softmax.kernel;

import java.util.Arrays;

/// The second factor of matrix products, `b (k, n)`, laid out once as the tiles of [MatrixProduct] read
/// it: in strips of two vectors of columns, `[k][columns]`; the last one has one vector where that is
/// enough. With it a product packs nothing. Very few columns lie one after another instead, for dot
/// products. It may have a bias `(n)`, which is added to each row of a product.
///
/// The numbers are copied: later changes of `b` do not show until [#pack] is called again. Any number of
/// threads may read it at once, none while it is packed.
public final class PackedMatrix {
  /// Elements of a vector, 0 for the scalar kernels.
  private static final int VECTOR = Kernels.choice().bits() / Float.SIZE;

  /// Columns up to which dot products are faster than tiles, from some depth on.
  private static final int FEW = 4;

  private static final int DEEP = 64;

  private int rows;
  private int columns;
  private boolean ofDots;
  private int full;
  private int lastWidth;
  private int count;
  private float[] strips = new float[0];
  private float[] bias = new float[0];

  /// A matrix `(0, 0)`.
  PackedMatrix() {}

  private PackedMatrix(int rows, int columns) {
    resize(rows, columns);
  }

  /// Takes another size, in the same memory where that is large enough; any numbers, and no bias if
  /// there was none.
  void resize(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.ofDots = VECTOR >= Simd.SUMS && columns <= FEW && rows >= DEEP;
    // Scalar loops are best over whole rows.
    this.full = VECTOR == 0 ? Math.max(1, columns) : 2 * VECTOR;
    this.count = (columns + full - 1) / full;
    int rest = columns - (count - 1) * full;
    this.lastWidth = rest <= VECTOR ? VECTOR : full;
    int size = Math.max(0, count - 1) * full * rows + lastWidth * rows;
    if (strips.length < size) {
      strips = new float[size];
    }
    if (bias.length < Math.max(columns, full)) {
      bias = new float[Math.max(columns, full)];
    }
  }

  /// A copy of `b (k, n)`, either of whose strides is 1 for the fast path.
  public static PackedMatrix of(FloatMatrix b) {
    PackedMatrix packed = new PackedMatrix(b.rows(), b.columns());
    packed.pack(b);
    return packed;
  }

  /// A copy of `b (k, n)` and of a bias `(n)`.
  ///
  /// @throws IllegalArgumentException if the bias is not as long as `b` has columns
  public static PackedMatrix of(FloatMatrix b, float[] bias) {
    PackedMatrix packed = of(b);
    packed.setBias(bias);
    return packed;
  }

  /// Copies other numbers of the same size into the same memory; the bias stays.
  ///
  /// @throws IllegalArgumentException if `b` is not `(k, n)`
  public void pack(FloatMatrix b) {
    if (b.rows() != rows || b.columns() != columns) {
      throw new IllegalArgumentException(
          "packed matrix: ("
              + rows
              + ", "
              + columns
              + ") from ("
              + b.rows()
              + ", "
              + b.columns()
              + ")");
    }
    for (int strip = 0; strip < count; strip++) {
      pack(b, strip);
    }
  }

  /// Copies another bias.
  ///
  /// @param bias `(n)`; may be longer
  /// @throws IllegalArgumentException if it is shorter
  public void setBias(float[] bias) {
    if (bias.length < columns) {
      throw new IllegalArgumentException(
          "packed matrix: (" + rows + ", " + columns + ") but bias (" + bias.length + ")");
    }
    System.arraycopy(bias, 0, this.bias, 0, columns);
  }

  /// `k`.
  public int rows() {
    return rows;
  }

  /// `n`.
  public int columns() {
    return columns;
  }

  /// Whether it has whole columns, [#wholeColumns], and no strips.
  boolean isOfDots() {
    return ofDots;
  }

  /// The matrix as a view, where [#isOfDots].
  FloatMatrix wholeColumns() {
    return new FloatMatrix(strips, 0, rows, columns, 1, rows);
  }

  /// Number of strips.
  int count() {
    return count;
  }

  /// All strips.
  float[] strips() {
    return strips;
  }

  /// Where a strip lies.
  int at(int strip) {
    return strip * full * rows;
  }

  /// Columns that a strip has room for: two vectors or one; all of them for the scalar kernels.
  int width(int strip) {
    return strip == count - 1 ? lastWidth : full;
  }

  /// First column of a strip. The last one ends with the matrix and repeats columns of the one before,
  /// so that its tiles are whole too.
  int start(int strip) {
    return strip == count - 1 ? Math.max(0, columns - lastWidth) : strip * full;
  }

  /// Columns of a strip that the one before has too.
  int repeated(int strip) {
    return strip * full - start(strip);
  }

  /// The bias, zeros if there is none, with room for a strip's.
  float[] bias() {
    return bias;
  }

  /// Copies the numbers of one strip, or all where [#isOfDots].
  void pack(FloatMatrix b, int strip) {
    if (ofDots) {
      for (int j = 0; j < columns; j++) {
        for (int p = 0; p < rows; p++) {
          int from = b.offset() + p * b.rowStride() + j * b.columnStride();
          strips[j * rows + p] = b.data()[from];
        }
      }
      return;
    }
    int width = width(strip);
    int start = start(strip);
    int filled = Math.min(width, columns - start);
    int to = at(strip);
    int from = b.offset() + start * b.columnStride();
    int step = b.rowStride();
    int stride = b.columnStride();
    if (filled < width) {
      Arrays.fill(strips, to, to + rows * width, 0);
    }
    if (stride == 1) {
      for (int p = 0; p < rows; p++) {
        System.arraycopy(b.data(), from + p * step, strips, to + p * width, filled);
      }
      return;
    }
    int done = 0;
    if (VECTOR >= Simd.ROWS && step == 1) {
      done = rows / Simd.ROWS * Simd.ROWS;
      Simd.transpose(b.data(), from, stride, filled, done, strips, to, width);
    }
    for (int j = 0; j < filled; j++) {
      for (int p = done; p < rows; p++) {
        strips[to + p * width + j] = b.data()[from + j * stride + p * step];
      }
    }
  }

  /// Keeps the vector classes away from the scalar kernels.
  private static final class Simd {
    static final int ROWS = 8;

    /// The least vector that [SimdFloatThin#dots] takes.
    static final int SUMS = 8;

    /// Rows past the last repeat it, in columns of the strip that nobody reads.
    static void transpose(
        float[] x, int at, int stride, int count, int depth, float[] y, int to, int width) {
      for (int j = 0; j < count; j += ROWS) {
        SimdFloatBlocks.transpose(x, at + j * stride, stride, count - j, depth, y, to + j, width);
      }
    }
  }
}
