package dev.softmax.kernel;

import org.jspecify.annotations.Nullable;

/// Chooses among the tiles of [SimdFilterTiles].
final class FilterTile {
  private static final float[] NOTHING = new float[0];
  private static final float[] ZEROS = new float[SimdFilterTiles.WIDTH];

  /// Pixels of a tile of one vector.
  private static final int NARROW = 7;

  private FilterTile() {}

  /// How many pixels the next tile has where `left` are left.
  static int height(int left, int width) {
    if (width == SimdFilterTiles.WIDTH) {
      return NARROW;
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
      SimdFewFilterTiles.narrow(
          a,
          aAt,
          aRow,
          rows,
          lines,
          count,
          depth,
          b,
          bAt,
          ZEROS,
          0,
          Float.NEGATIVE_INFINITY,
          Float.POSITIVE_INFINITY,
          c,
          0,
          width);
      return;
    }
    for (int i = 0; i < count; i++) {
      int w = bAt + i * depth * width;
      line(height, a, aAt + lines[i], aRow, rows, depth, b, w, c, 0, i > 0);
    }
  }

  /// Whether a tile can write its results to their place at once: it is one vector, has all channels, and as
  /// many pixels after it as the last vector reaches over.
  ///
  /// @param left pixels of the row that are not written yet
  static boolean writes(PackedFilters filters, float @Nullable [] shortcut, int left) {
    return filters.width() == SimdFilterTiles.WIDTH
        && shortcut == null
        && filters.shape().groups() == 1
        && left >= NARROW + beyond(filters);
  }

  /// The results of such a tile.
  static void write(
      float[] a,
      int aAt,
      int aRow,
      int[] lines,
      int count,
      int depth,
      PackedFilters filters,
      int bAt,
      float[] y,
      int at) {
    SimdFewFilterTiles.narrow(
        a,
        aAt,
        aRow,
        NARROW,
        lines,
        count,
        depth,
        filters.weights(),
        bAt,
        filters.bias(),
        0,
        filters.least(),
        filters.most(),
        y,
        at,
        filters.shape().outputs());
  }

  /// Pixels that the vectors of one reach over, next to its own.
  private static int beyond(PackedFilters filters) {
    int outputs = filters.shape().outputs();
    return (filters.width() + outputs - 1) / outputs - 1;
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
    int whole = count == width ? pixels : overlapping(filters, count, pixels, add);
    if (width == SimdFilterTiles.WIDTH) {
      SimdFilterEnds.one(
          sums, 0, whole, bias, biasAt, also, add, y, to, stride, filters.least(), filters.most());
    } else {
      SimdFilterEnds.two(
          sums, 0, whole, bias, biasAt, also, add, y, to, stride, filters.least(), filters.most());
    }
    for (int i = whole; i < pixels; i++) {
      ScalarFilters.finish(sums, i * width, filters, biasAt, shortcut, y, to + i * stride, count);
    }
  }

  /// Pixels that may be written with more than their channels, since the next ones are written over that:
  /// where there are no other channels, and as long as it does not reach beyond the last.
  private static int overlapping(PackedFilters filters, int count, int pixels, boolean add) {
    boolean others = count < filters.shape().outputs();
    return add || others ? 0 : Math.max(0, pixels - beyond(filters));
  }
}
