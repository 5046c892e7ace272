package dev.softmax.kernel;

/// Products of the blocks that attention is computed in. Left factors and scores have rows that are
/// [#LINE] apart; right factors are packed in strips `[depth][WIDTH]`.
final class AttentionTiles {
  /// Keys of a block of scores, at most, and features of a chunk of queries: a multiple of the height
  /// of a tile and of the width of every strip.
  static final int MOST = 384;

  /// Distance between the rows of a block of scores. More than a power of two, so that neighbours lie
  /// in different sets of the cache.
  static final int LINE = MOST + 16;

  private static final int BITS = Kernels.choice().bits();
  private static final boolean SIMD = BITS > 0;

  /// Whether tiles of 12 rows by 2 vectors fit into the registers.
  private static final boolean TALL = BITS == 512;

  /// Rows of a panel of scores; a last one may have half as many.
  static final int HEIGHT = 12;

  static final int LOW = 6;

  /// Columns of a strip: two vectors.
  static final int WIDTH = SIMD ? BITS / 16 : 16;

  private AttentionTiles() {}

  static int strips(int columns) {
    return (columns + WIDTH - 1) / WIDTH;
  }

  /// `columns` rounded up to whole strips.
  static int padded(int columns) {
    return strips(columns) * WIDTH;
  }

  /// `columns` rounded up to whole panels.
  static int panels(int columns) {
    return (columns + HEIGHT - 1) / HEIGHT * HEIGHT;
  }

  /// Chunks of at most [#MOST] of a depth.
  static int chunks(int depth) {
    return (depth + MOST - 1) / MOST;
  }

  /// An array of at least a size: the one that is there, or a new one.
  static float[] room(float[] kept, int size) {
    return kept.length < size ? new float[size] : kept;
  }

  /// Rows of the tiles for `rows` of a panel, which has at most [#HEIGHT].
  static int height(int rows) {
    return rows <= LOW ? LOW : HEIGHT;
  }

  /// `c = a b` or `c += a b` for a panel of `rows` rows of `a`, and as many of `c` as [#height] says,
  /// over `strips` strips of `b` that are `stripStep` apart and start at the first of `depth` rows.
  /// Where the depth is more than [#MOST], chunks of the rows of `a` are `chunkStep` apart.
  static void rows(
      float[] a,
      int aAt,
      int chunkStep,
      int rows,
      float[] b,
      int bAt,
      int stripStep,
      int strips,
      int depth,
      float[] c,
      int cAt,
      int ldc,
      boolean add) {
    for (int strip = 0; strip < strips; strip++) {
      int from = 0;
      do {
        int part = Math.min(MOST, depth - from);
        int at = aAt + from / MOST * chunkStep;
        int right = bAt + strip * stripStep + from * WIDTH;
        row(a, at, rows, b, right, part, c, cAt + strip * WIDTH, ldc, add || from > 0);
        from += MOST;
      } while (from < depth);
    }
  }

  private static void row(
      float[] a,
      int aAt,
      int rows,
      float[] b,
      int bAt,
      int depth,
      float[] c,
      int cAt,
      int ldc,
      boolean add) {
    if (!SIMD) {
      scalar(a, aAt, LINE, 1, height(rows), b, bAt, depth, c, cAt, ldc, add);
    } else if (rows <= LOW) {
      SimdAttentionTiles.low(a, aAt, b, bAt, depth, c, cAt, ldc, add);
    } else if (TALL) {
      SimdAttentionTiles.tall(a, aAt, b, bAt, depth, c, cAt, ldc, add);
    } else {
      SimdAttentionTiles.low(a, aAt, b, bAt, depth, c, cAt, ldc, add);
      SimdAttentionTiles.low(a, aAt + LOW * LINE, b, bAt, depth, c, cAt + LOW * ldc, ldc, add);
    }
  }

  /// `c += aᵀ b` for `columns` columns of `a`, at most [#HEIGHT], and `depth` rows of `a` and `b`.
  static void columns(
      float[] a,
      int aAt,
      int columns,
      float[] b,
      int bAt,
      int stripStep,
      int strips,
      int depth,
      float[] c,
      int cAt,
      int ldc) {
    for (int strip = 0; strip < strips; strip++) {
      int right = bAt + strip * stripStep;
      int to = cAt + strip * WIDTH;
      if (!SIMD) {
        scalar(a, aAt, 1, LINE, height(columns), b, right, depth, c, to, ldc, true);
      } else if (columns <= LOW) {
        SimdFloatTiles.low(a, aAt, LINE, b, right, depth, c, to, ldc, true);
      } else if (TALL) {
        SimdFloatTiles.tall(a, aAt, LINE, b, right, depth, c, to, ldc, true);
      } else {
        SimdFloatTiles.low(a, aAt, LINE, b, right, depth, c, to, ldc, true);
        SimdFloatTiles.low(a, aAt + LOW, LINE, b, right, depth, c, to + LOW * ldc, ldc, true);
      }
    }
  }

  private static void scalar(
      float[] a,
      int aAt,
      int rowStep,
      int depthStep,
      int height,
      float[] b,
      int bAt,
      int depth,
      float[] c,
      int cAt,
      int ldc,
      boolean add) {
    for (int i = 0; i < height; i++) {
      int to = cAt + i * ldc;
      for (int j = 0; j < WIDTH && !add; j++) {
        c[to + j] = 0;
      }
      for (int p = 0; p < depth; p++) {
        float x = a[aAt + i * rowStep + p * depthStep];
        int from = bAt + p * WIDTH;
        for (int j = 0; j < WIDTH; j++) {
          c[to + j] += x * b[from + j];
        }
      }
    }
  }
}
