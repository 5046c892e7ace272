package dev.softmax.kernel;

import org.jspecify.annotations.Nullable;

/// Chooses among the tiles of [SimdFilterTiles].
final class FilterTile {
  private static final float[] NOTHING = new float[0];

  private FilterTile() {}

  /// How many pixels the next tile has where `left` are left.
  static int height(int left, int width) {
    if (width == SimdFilterTiles.WIDTH) {
      return 7;
    }
    return left <= 4 || !SimdPackedTiles.EIGHT ? 4 : 8;
  }

  /// The sums of a tile into `c`, `[height][width]`; see [SimdFilterTiles].
  static void run(
      int height,
      float[] a,
      int aAt,
      int aRow,
      int rows,
      int[] lines,
      int count,
      int depth,
      PackedFilters filters,
      int bAt,
      float[] c) {
    float[] b = filters.weights();
    int width = filters.width();
    if (width == SimdFilterTiles.WIDTH) {
      SimdFewFilterTiles.narrow(a, aAt, aRow, rows, lines, count, depth, b, bAt, c);
      return;
    }
    for (int i = 0; i < count; i++) {
      int w = bAt + i * depth * width;
      line(height, a, aAt + lines[i], aRow, rows, depth, b, w, c, 0, i > 0);
    }
  }

  /// The sums of one line of a tile of two vectors, written or added.
  static void line(
      int height,
      float[] a,
      int aAt,
      int aRow,
      int rows,
      int depth,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      boolean add) {
    if (height == 8) {
      SimdFilterTiles.eight(a, aAt, aRow, rows, depth, b, bAt, c, cAt, add);
    } else {
      SimdFewFilterTiles.four(a, aAt, aRow, rows, depth, b, bAt, c, cAt, add);
    }
  }

  /// `y = clamp(sums + bias + shortcut)` for the first pixels of `sums` in a strip; `at` is the first one's first
  /// channel in `y`.
  static void finish(
      PackedFilters filters,
      float[] sums,
      int pixels,
      int group,
      int strip,
      float @Nullable [] shortcut,
      float[] y,
      int at) {
    int width = filters.width();
    int stride = filters.shape().outputs();
    int groupOutputs = filters.shape().groupOutputs();
    int count = Math.min(width, groupOutputs - strip * width);
    int to = at + group * groupOutputs + strip * width;
    int biasAt = (group * filters.strips() + strip) * width;
    boolean add = shortcut != null;
    float[] also = shortcut == null ? NOTHING : shortcut;
    float[] bias = filters.bias();
    if (count < width) {
      for (int i = 0; i < pixels; i++) {
        ScalarFilters.finish(sums, i * width, filters, biasAt, shortcut, y, to + i * stride, count);
      }
    } else if (width == SimdFilterTiles.WIDTH) {
      SimdFilterEnds.one(
          sums, 0, pixels, bias, biasAt, also, add, y, to, stride, filters.least(), filters.most());
    } else {
      SimdFilterEnds.two(
          sums, 0, pixels, bias, biasAt, also, add, y, to, stride, filters.least(), filters.most());
    }
  }
}
