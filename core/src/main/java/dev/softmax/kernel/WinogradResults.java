package dev.softmax.kernel;

import org.jspecify.annotations.Nullable;

/// Tiles of four by four results on their way out of Winograd's transforms; see [SimdWinograd].
///
/// @param grid the tiles
/// @param columns channels of results, whole strips
/// @param width output channels of a strip, one or two vectors
/// @param bias as strips lie, `[strip][width]`
/// @param least bound of the results
/// @param most bound of the results
record WinogradResults(
    WinogradGrid grid, int columns, int width, float[] bias, float least, float most) {
  private static final int WIDTH = SimdWinograd.WIDTH;

  /// Transforms the sums of a strip of `m [place][tile][width]` for a row of tiles back and stores what is inside of
  /// the picture: `y = clamp(sums + bias + shortcut)`.
  ///
  /// @param at where the first tile's sums are
  /// @param mStep distance of places
  void finish(
      FilterScratch scratch,
      int row,
      int strip,
      float[] m,
      int at,
      int mStep,
      float @Nullable [] shortcut,
      float[] y) {
    for (int tile = 0; tile < grid.tilesWide(); tile += FilterScratch.TILES) {
      int count = Math.min(FilterScratch.TILES, grid.tilesWide() - tile);
      finish(scratch, row, tile, count, strip, m, at + tile * width, mStep, shortcut, y);
    }
  }

  private void finish(
      FilterScratch scratch,
      int row,
      int first,
      int tiles,
      int strip,
      float[] m,
      int at,
      int mStep,
      float @Nullable [] shortcut,
      float[] y) {
    float[] result = scratch.tiles;
    int pixel = tiles * width;
    SimdWinograd.output(m, at, mStep, pixel, result, pixel, scratch.part);
    int top = row % grid.tilesHigh() * 4;
    int left = first * 4;
    int places = grid.across().places();
    int high = Math.min(4, grid.down().places() - top);
    boolean add = shortcut != null;
    float[] also = shortcut == null ? y : shortcut;
    for (int i = 0; i < high; i++) {
      int line = (row / grid.tilesHigh() * grid.down().places() + top + i) * places + left;
      for (int j = 0; j < Math.min(4, places - left); j++) {
        int valid = Math.min(tiles, (places - left - j + 3) / 4);
        int from = (i * 4 + j) * pixel;
        int to = (line + j) * columns + strip * width;
        int stride = 4 * columns;
        int z = strip * width;
        if (width == WIDTH) {
          SimdFilterEnds.one(result, from, valid, bias, z, also, add, y, to, stride, least, most);
        } else {
          SimdFilterEnds.two(result, from, valid, bias, z, also, add, y, to, stride, least, most);
        }
      }
    }
  }
}
