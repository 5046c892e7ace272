package dev.softmax.kernel;

/// The product `c (D, lanes) += aᵀ b` of a block of a weight `a (rows, D)`, which is read where it lies,
/// a few columns at a time, and of `b (rows, lanes)` in strips of two vectors, `[strip][rows][width]`.
final class LinearLossPanels {
  /// Columns of the weight that are gone through at once.
  static final int HEIGHT = SimdPackedTiles.EIGHT ? 12 : 6;

  private static final int WIDTH = 2 * SimdFloatTiles.WIDTH;
  private static final Pool<LinearLossPanels> POOL = new Pool<>(LinearLossPanels::new);

  private final float[] edge = new float[HEIGHT * WIDTH];

  private LinearLossPanels() {}

  /// The product by this thread alone.
  ///
  /// @param a `(rows, D)`, D at least [#HEIGHT]
  /// @param b the strips
  /// @param c `(D, lanes)`, dense
  /// @param add whether the product is added to `c`
  static void multiply(FloatMatrix a, float[] b, FloatMatrix c, boolean add) {
    LinearLossPanels call = POOL.take();
    for (int own = 0; own < a.columns(); own += HEIGHT) {
      call.panel(a, b, c, add, own);
    }
    POOL.give(call);
  }

  private void panel(FloatMatrix a, float[] b, FloatMatrix c, boolean add, int own) {
    // The last one ends with the matrix, and has columns that the one before has too.
    int first = Math.min(own, a.columns() - HEIGHT);
    int x = a.offset() + first;
    int strips = c.columns() / WIDTH;
    for (int strip = 0; strip < strips; strip++) {
      int y = strip * a.rows() * WIDTH;
      if (first == own) {
        int to = c.offset() + first * c.rowStride() + strip * WIDTH;
        tile(a, x, b, y, c.data(), to, c.rowStride(), add);
        continue;
      }
      tile(a, x, b, y, edge, 0, WIDTH, false);
      for (int i = own; i < a.columns(); i++) {
        int to = c.offset() + i * c.rowStride() + strip * WIDTH;
        int at = (i - first) * WIDTH;
        for (int j = 0; j < WIDTH; j++) {
          c.data()[to + j] = edge[at + j] + (add ? c.data()[to + j] : 0);
        }
      }
    }
  }

  private static void tile(
      FloatMatrix a, int x, float[] b, int y, float[] c, int to, int stride, boolean add) {
    if (HEIGHT == 12) {
      SimdFloatTiles.tall(a.data(), x, a.rowStride(), b, y, a.rows(), c, to, stride, add);
    } else {
      SimdFloatTiles.low(a.data(), x, a.rowStride(), b, y, a.rows(), c, to, stride, add);
    }
  }
}
