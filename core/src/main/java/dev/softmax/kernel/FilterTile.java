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

  /// The sums of a tile into `c`, `[height][width]`.
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
    run(
        height,
        a,
        aAt,
        aRow,
        rows,
        lines,
        count,
        depth,
        filters.weights(),
        bAt,
        filters.width(),
        c,
        0,
        false);
  }

  static void run(
      int height,
      float[] a,
      int aAt,
      int aRow,
      int rows,
      int[] lines,
      int count,
      int depth,
      float[] b,
      int bAt,
      int width,
      float[] c,
      int cAt,
      boolean add) {
    if (width == SimdFilterTiles.WIDTH) {
      SimdFewFilterTiles.narrow(a, aAt, aRow, rows, lines, count, depth, b, bAt, c, cAt, add);
      return;
    }
    for (int line = 0; line < count; line++) {
      int from = aAt + lines[line];
      int w = bAt + line * depth * width;
      boolean more = add || line > 0;
      if (height == 8) {
        SimdFilterTiles.eight(a, from, aRow, rows, depth, b, w, c, cAt, more);
      } else {
        SimdFewFilterTiles.four(a, from, aRow, rows, depth, b, w, c, cAt, more);
      }
    }
  }

  /// `y = clamp(sums + bias + shortcut)` for pixels of a strip that are `apart` from each other; `at` is that of the
  /// first one's first channel.
  static void finish(
      PackedFilters filters,
      float[] sums,
      int from,
      int pixels,
      int group,
      int strip,
      float @Nullable [] shortcut,
      float[] y,
      int at,
      int apart) {
    int width = filters.width();
    int stride = filters.shape().outputs() * apart;
    int groupOutputs = filters.shape().groupOutputs();
    int count = Math.min(width, groupOutputs - strip * width);
    int to = at + group * groupOutputs + strip * width;
    int biasAt = (group * filters.strips() + strip) * width;
    boolean add = shortcut != null;
    float[] also = shortcut == null ? NOTHING : shortcut;
    float[] bias = filters.bias();
    if (count < width) {
      for (int i = 0; i < pixels; i++) {
        ScalarFilters.finish(
            sums, from + i * width, filters, biasAt, shortcut, y, to + i * stride, count);
      }
    } else if (width == SimdFilterTiles.WIDTH) {
      SimdFilterEnds.one(
          sums,
          from,
          pixels,
          bias,
          biasAt,
          also,
          add,
          y,
          to,
          stride,
          filters.least(),
          filters.most());
    } else {
      SimdFilterEnds.two(
          sums,
          from,
          pixels,
          bias,
          biasAt,
          also,
          add,
          y,
          to,
          stride,
          filters.least(),
          filters.most());
    }
  }
}
