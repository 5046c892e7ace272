package dev.softmax.kernel;

/// Products of few rows, such as the layers of a network on one input: each element of the second
/// factor is read once, so that it is not packed.
final class ThinDoubleProduct {
  /// Columns of `c` that a task covers.
  static final int COLUMNS = 256;

  /// Rows of `c` up to which this is faster than packing.
  private static final int ROWS = 8;

  /// Columns of `c` up to which dot products are faster than packing.
  private static final int FEW_COLUMNS = 16;

  /// Depth of a block of `b`.
  private static final int DEPTH = 256;

  private static final int WIDTH = SimdDoubleTiles.WIDTH;
  private static final int PAIR = 2 * WIDTH;

  private static final DoubleMatrix NONE = DoubleMatrix.of(new double[0], 0, 0);
  private static final Pool<ThinDoubleProduct> POOL = new Pool<>(ThinDoubleProduct::new);

  /// Rows of `b` with room for two vectors each, and then four rows of sums.
  private final double[] room = new double[PAIR * (DEPTH + 4)];

  private DoubleMatrix a = NONE;
  private DoubleMatrix b = NONE;
  private DoubleMatrix c = NONE;
  private boolean add;

  private ThinDoubleProduct() {}

  /// Whether a product can be done and is done best here.
  static boolean suits(DoubleMatrix a, DoubleMatrix b, DoubleMatrix c) {
    boolean sums = b.columnStride() == 1 && c.columnStride() == 1;
    return c.rows() <= ROWS && (sums || isOfDots(a, b));
  }

  /// Whether a product with few columns is done best as its transpose, by dot products: such as the
  /// logits of few classes.
  static boolean suitsTransposed(DoubleMatrix a, DoubleMatrix b, DoubleMatrix c) {
    return c.columns() <= FEW_COLUMNS && isOfDots(a, b);
  }

  private static boolean isOfDots(DoubleMatrix a, DoubleMatrix b) {
    return SimdDoubleThin.DOTS && b.rowStride() == 1 && a.columnStride() == 1;
  }

  /// The columns of a task of `c = a b`, or of `c += a b` where `add`.
  static void columns(DoubleMatrix a, DoubleMatrix b, DoubleMatrix c, boolean add, int task) {
    ThinDoubleProduct call = POOL.take();
    call.a = a;
    call.b = b;
    call.c = c;
    call.add = add;
    int left = task * COLUMNS;
    call.columns(left, Math.min(COLUMNS, c.columns() - left));
    call.a = NONE;
    call.b = NONE;
    call.c = NONE;
    POOL.give(call);
  }

  /// `count` columns of few rows.
  private void columns(int left, int count) {
    if (b.columnStride() == 1 && c.columnStride() == 1) {
      for (int p = 0; p < a.columns(); p += DEPTH) {
        for (int i = 0; i < c.rows(); i += 4) {
          sums(i, Math.min(4, c.rows() - i), left, count, p);
        }
      }
    } else {
      dots(left, count);
    }
  }

  private void sums(int top, int rows, int left, int count, int p) {
    int depth = Math.min(DEPTH, a.columns() - p);
    boolean adding = add || p > 0;
    int x = a.offset() + top * a.rowStride() + p * a.columnStride();
    int y = b.offset() + p * b.rowStride() + left;
    int z = c.offset() + top * c.rowStride() + left;
    int xs = a.columnStride();
    int ys = b.rowStride();
    int j = 0;
    int most = 8 * WIDTH;
    for (; rows == 1 && j + most <= count; j += most) {
      SimdDoubleThin.one(a.data(), x, xs, b.data(), y + j, ys, depth, c.data(), z + j, adding);
    }
    for (; j + PAIR <= count; j += PAIR) {
      SimdDoubleThin.four(
          a.data(),
          x,
          a.rowStride(),
          xs,
          rows,
          b.data(),
          y + j,
          ys,
          depth,
          c.data(),
          z + j,
          c.rowStride(),
          adding);
    }
    if (j < count) {
      remainder(x, y + j, z + j, rows, count - j, depth, adding);
    }
  }

  /// The last columns, fewer than two vectors: copied to where there is room for two. Masked vectors
  /// would spare the copies, but their checks of bounds keep the loop from being compiled well.
  private void remainder(int x, int y, int z, int rows, int count, int depth, boolean adding) {
    for (int p = 0; p < depth; p++) {
      System.arraycopy(b.data(), y + p * b.rowStride(), room, p * PAIR, count);
    }
    int sums = DEPTH * PAIR;
    SimdDoubleThin.four(
        a.data(),
        x,
        a.rowStride(),
        a.columnStride(),
        rows,
        room,
        0,
        PAIR,
        depth,
        room,
        sums,
        PAIR,
        false);
    for (int i = 0; i < rows; i++) {
      int to = z + i * c.rowStride();
      for (int j = 0; j < count; j++) {
        double sum = room[sums + i * PAIR + j];
        c.data()[to + j] = adding ? sum + c.data()[to + j] : sum;
      }
    }
  }

  private void dots(int left, int count) {
    int column = b.columnStride();
    for (int j = 0; j < count; j += SimdDoubleThin.SUMS) {
      int here = Math.min(SimdDoubleThin.SUMS, count - j);
      int y = b.offset() + (left + j) * column;
      for (int i = 0; i < c.rows(); i++) {
        int x = a.offset() + i * a.rowStride();
        SimdDoubleThin.dots(a.data(), x, b.data(), y, column, here, a.columns(), room);
        int step = c.columnStride();
        int at = c.offset() + i * c.rowStride() + (left + j) * step;
        for (int k = 0; k < here; k++) {
          int to = at + k * step;
          c.data()[to] = add ? c.data()[to] + room[k] : room[k];
        }
      }
    }
  }
}
