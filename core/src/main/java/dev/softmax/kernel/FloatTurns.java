package dev.softmax.kernel;

/// Vectors that lie across an array, side by side, copied into rows and back.
final class FloatTurns {
  /// Elements of the vectors that are turned together, so that rows and results stay in a cache.
  private static final int TOGETHER = 1 << 13;

  /// Vectors that share the cache lines of an array, and elements for which that many are turned.
  private static final int LINE = 16;

  private static final int MOST = 1 << 20;

  private static final boolean SIMD = Kernels.choice().bits() > 0;

  private FloatTurns() {}

  /// How many vectors of `n` elements are turned together, of `inner` that lie side by side.
  static int count(int n, int inner) {
    int some = TOGETHER / Math.max(1, n) / LINE * LINE;
    int line = Math.clamp(MOST / Math.max(1, n), 1, LINE);
    return Math.min(inner, Math.max(some, line));
  }

  /// `y[p][i] = x[i][p]` of two arrays.
  ///
  /// @param at where `x (rows, columns)` begins, whose rows are `stride` apart
  /// @param to where `y (columns, rows)` begins, whose rows are `width` apart
  static void turn(
      float[] x, int at, int stride, int rows, int columns, float[] y, int to, int width) {
    if (SIMD && rows >= Simd.BLOCK && columns >= Simd.BLOCK && SimdFloatBlocks.FAST) {
      Simd.turn(x, at, stride, rows, columns, y, to, width);
    } else if (rows < columns) {
      for (int i = 0; i < rows; i++) {
        for (int p = 0; p < columns; p++) {
          y[to + p * width + i] = x[at + i * stride + p];
        }
      }
    } else {
      for (int p = 0; p < columns; p++) {
        for (int i = 0; i < rows; i++) {
          y[to + p * width + i] = x[at + i * stride + p];
        }
      }
    }
  }

  /// Keeps the vector classes away from the scalar kernels.
  private static final class Simd {
    static final int BLOCK = 8;

    /// The last block of rows, and of columns, overlaps the one before it.
    static void turn(
        float[] x, int at, int stride, int rows, int columns, float[] y, int to, int width) {
      int whole = columns / BLOCK * BLOCK;
      int end = columns - BLOCK;
      for (int from = 0; from < rows; from += BLOCK) {
        int i = Math.min(from, rows - BLOCK);
        int first = at + i * stride;
        SimdFloatBlocks.transpose(x, first, stride, BLOCK, whole, y, to + i, width);
        if (whole < columns) {
          int next = to + i + end * width;
          SimdFloatBlocks.transpose(x, first + end, stride, BLOCK, BLOCK, y, next, width);
        }
      }
    }
  }
}
