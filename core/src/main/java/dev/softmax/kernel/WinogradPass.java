package dev.softmax.kernel;

import org.jspecify.annotations.Nullable;

/// Convolutions by filters of three by three that move by one, with a quarter of the multiplications, for few
/// channels: all filters are transformed once and stay in the second-level cache. For many channels, whose
/// transformed filters do not, there is [WinogradFilters].
final class WinogradPass {
  /// Products of input and output channels up to which transformed filters are kept: 0.6 MB.
  private static final int FILTERS = 64 * 64;

  /// Tiles that are transformed at once, about: what lies between the transforms stays in the second-level cache.
  private static final int TILES = 32;

  private static final int WIDTH = SimdWinograd.WIDTH;

  private final WinogradGrid grid;
  private final WinogradResults results;
  private final float[] u;

  /// @param bias as filters lie, `[strip][width]`
  /// @param u the filters as [#transformed] makes them
  WinogradPass(
      ConvolutionAxis down,
      ConvolutionAxis across,
      int depth,
      int columns,
      float[] u,
      float[] bias,
      float least,
      float most) {
    grid = new WinogradGrid(down, across, depth);
    results = new WinogradResults(grid, columns, width(columns), bias, least, most);
    this.u = u;
  }

  /// Output channels of a strip.
  static int width(int columns) {
    return columns > WIDTH ? 2 * WIDTH : WIDTH;
  }

  /// Whether a convolution from `depth` to `columns` channels can be done, and is better done, this way.
  static boolean suits(
      ConvolutionAxis down, ConvolutionAxis across, int groups, int depth, int columns) {
    return suits(groups, depth, columns)
        && WinogradGrid.suits(down, across)
        && across.places() <= 4 * TILES;
  }

  /// Whether the filters of so many channels are few enough.
  private static boolean suits(int groups, int depth, int columns) {
    return SimdPackedTiles.EIGHT
        && groups == 1
        && depth % WIDTH == 0
        && columns % width(columns) == 0
        && depth * columns <= FILTERS;
  }

  /// Tasks that rows of tiles of `pictures` are cut into, each large enough to be handed out.
  int tasks(int pictures) {
    int rows = pictures * grid.tilesHigh();
    return Math.clamp(rows * grid.tilesWide() / (2 * TILES), 1, rows);
  }

  /// `GgGᵀ` of filters `[strip][tap][channel][width]`: `[strip][place][channel][width]`.
  ///
  /// @param u the array to write to, if it is large enough
  static float[] transformed(float[] filters, int depth, int columns, float[] u) {
    int width = width(columns);
    int size = depth * width;
    float[] to = u.length < 36 * depth * columns ? new float[36 * depth * columns] : u;
    for (int strip = 0; strip < columns / width; strip++) {
      SimdWinograd.filters(filters, strip * 9 * size, size, size, to, strip * 36 * size, size);
    }
    return to;
  }

  /// One of so many tasks of `pictures`: `y = clamp(x ∗ filters + bias + shortcut)`; the shortcut may be `y`.
  void run(int task, int tasks, int pictures, float[] x, float @Nullable [] shortcut, float[] y) {
    long all = (long) pictures * grid.tilesHigh();
    int end = (int) (all * (task + 1) / tasks);
    int rows = Math.max(1, TILES / grid.tilesWide());
    FilterScratch scratch = FilterScratch.take();
    for (int row = (int) (all * task / tasks); row < end; row += rows) {
      block(scratch, x, row, Math.min(rows, end - row), shortcut, y);
    }
    scratch.give();
  }

  private void block(
      FilterScratch scratch,
      float[] x,
      int first,
      int rows,
      float @Nullable [] shortcut,
      float[] y) {
    int depth = grid.depth();
    int width = results.width();
    int wide = grid.tilesWide();
    int room = width == WIDTH ? 16 : 8;
    int tiles = (rows * wide + room - 1) / room * room;
    int vBlock = tiles * WIDTH;
    int vStep = tiles * depth + WIDTH;
    int mStep = tiles * width + WIDTH;
    float[] v = scratch.pixels(36 * vStep);
    float[] m = scratch.sums(36 * mStep);
    for (int i = 0; i < rows; i++) {
      grid.transform(scratch, x, first + i, v, i * wide * WIDTH, WIDTH, vBlock, vStep);
    }
    for (int strip = 0; strip < results.columns() / width; strip++) {
      for (int place = 0; place < 36; place++) {
        int w = (strip * 36 + place) * depth * width;
        for (int tile = 0; tile < tiles; tile += room) {
          int from = place * vStep + tile * WIDTH;
          int to = place * mStep + tile * width;
          if (width == WIDTH) {
            SimdWinogradTiles.narrow(v, from, vBlock, depth / WIDTH, u, w, m, to);
          } else {
            SimdWinogradTiles.wide(v, from, vBlock, depth / WIDTH, u, w, m, to);
          }
        }
      }
      for (int i = 0; i < rows; i++) {
        results.finish(scratch, first + i, strip, m, i * wide * width, mStep, shortcut, y);
      }
    }
  }
}
