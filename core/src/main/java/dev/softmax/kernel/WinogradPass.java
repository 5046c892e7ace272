package dev.softmax.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Convolutions by filters of three by three that move by one, with a quarter of the multiplications, for few
/// channels: all filters are transformed once and stay in the second-level cache. For many channels, whose
/// transformed filters do not, there is [WinogradFilters].
///
/// Work is counted in rows of tiles of four by four results, those of all pictures one after another.
final class WinogradPass {
  /// Products of input and output channels up to which transformed filters are kept: 0.6 MB.
  private static final int FILTERS = 64 * 64;

  /// Tiles that are transformed at once, about: what lies between the transforms stays in the second-level cache.
  private static final int TILES = 32;

  private static final int WIDTH = SimdWinograd.WIDTH;

  private final ConvolutionAxis down;
  private final ConvolutionAxis across;
  private final int depth;
  private final int columns;
  private final int width;
  private final float[] u;
  private final float[] bias;
  private final float least;
  private final float most;
  private final int tilesHigh;
  private final int tilesWide;

  /// @param u the filters as [#transformed] makes them
  /// @param bias as filters lie, `[strip][width]`
  WinogradPass(
      ConvolutionAxis down,
      ConvolutionAxis across,
      int depth,
      int columns,
      float[] u,
      float[] bias,
      float least,
      float most) {
    this.down = down;
    this.across = across;
    this.depth = depth;
    this.columns = columns;
    this.u = u;
    this.bias = bias;
    this.least = least;
    this.most = most;
    width = width(columns);
    tilesHigh = (down.places() + 3) / 4;
    tilesWide = (across.places() + 3) / 4;
  }

  private static int width(int columns) {
    return columns > WIDTH ? 2 * WIDTH : WIDTH;
  }

  /// Whether a convolution from `depth` to `columns` channels can be done, and is better done, this way.
  static boolean suits(
      ConvolutionAxis down, ConvolutionAxis across, int groups, int depth, int columns) {
    return suits(groups, depth, columns)
        && moves(down)
        && moves(across)
        && across.places() <= 4 * TILES;
  }

  private static boolean moves(ConvolutionAxis axis) {
    return axis.size() == 3 && axis.stride() == 1 && axis.dilation() == 1;
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
    int rows = pictures * tilesHigh;
    return Math.clamp(rows * tilesWide / (2 * TILES), 1, rows);
  }

  /// One of so many tasks of `pictures`: `y = clamp(x ∗ filters + bias + shortcut)`; the shortcut may be `y`.
  void run(int task, int tasks, int pictures, float[] x, float @Nullable [] shortcut, float[] y) {
    long rows = (long) pictures * tilesHigh;
    run(x, (int) (rows * task / tasks), (int) (rows * (task + 1) / tasks), shortcut, y);
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

  private void run(float[] x, int first, int end, float @Nullable [] shortcut, float[] y) {
    FilterScratch scratch = FilterScratch.take();
    int rows = Math.max(1, TILES / tilesWide);
    for (int row = first; row < end; row += rows) {
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
    int room = width == WIDTH ? 16 : 8;
    int tiles = (rows * tilesWide + room - 1) / room * room;
    int vStep = tiles * depth + WIDTH;
    int mStep = tiles * width + WIDTH;
    float[] v = scratch.pixels(36 * vStep);
    float[] m = scratch.sums(36 * mStep);
    for (int i = 0; i < rows; i++) {
      transform(scratch, x, first + i, v, i * tilesWide * WIDTH, tiles * WIDTH, vStep);
    }
    for (int strip = 0; strip < columns / width; strip++) {
      for (int place = 0; place < 36; place++) {
        int w = (strip * 36 + place) * depth * width;
        for (int tile = 0; tile < tiles; tile += room) {
          int from = place * vStep + tile * WIDTH;
          int to = place * mStep + tile * width;
          if (width == WIDTH) {
            SimdWinogradTiles.narrow(v, from, tiles * WIDTH, depth / WIDTH, u, w, m, to);
          } else {
            SimdWinogradTiles.wide(v, from, tiles * WIDTH, depth / WIDTH, u, w, m, to);
          }
        }
      }
      for (int i = 0; i < rows; i++) {
        for (int tile = 0; tile < tilesWide; tile += FilterScratch.TILES) {
          int some = Math.min(FilterScratch.TILES, tilesWide - tile);
          int at = (i * tilesWide + tile) * width;
          finish(scratch, first + i, tile, some, strip, m, at, mStep, shortcut, y);
        }
      }
    }
  }

  /// Transforms a row of tiles.
  private void transform(
      FilterScratch scratch, float[] x, int index, float[] v, int to, int vBlock, int vStep) {
    int top = index % tilesHigh * 4 - down.before();
    int length = across.length() * depth;
    int at = (index / tilesHigh * down.length() + top) * length;
    int partRow = (tilesWide * 4 + 2) * depth;
    float[] part = scratch.filters(6 * partRow + 6 * length);
    int left = Math.clamp(across.before(), 0, tilesWide * 4 + 2) * depth;
    int skipped = Math.clamp(-across.before(), 0, across.length()) * depth;
    int count = Math.min(length - skipped, partRow - left);
    if (top >= 0 && top + 6 <= down.length()) {
      SimdWinogradTiles.down(x, at + skipped, length, count, part, left, partRow);
    } else {
      int band = 6 * partRow;
      for (int i = 0; i < 6; i++) {
        if (down.has(top + i)) {
          System.arraycopy(x, at + i * length, part, band + i * length, length);
        } else {
          Arrays.fill(part, band + i * length, band + (i + 1) * length, 0);
        }
      }
      SimdWinogradTiles.down(part, band + skipped, length, count, part, left, partRow);
    }
    for (int i = 0; i < 6; i++) {
      int row = i * partRow;
      Arrays.fill(part, row, row + left, 0);
      Arrays.fill(part, row + left + count, row + partRow, 0);
      for (int block = 0; block < depth / WIDTH; block++) {
        int q = to + i * 6 * vStep + block * vBlock;
        SimdWinogradTiles.across(part, row + block * WIDTH, depth, tilesWide, v, q, vStep);
      }
    }
  }

  /// Transforms the sums of neighbouring tiles of a row back and stores what is inside of the picture.
  private void finish(
      FilterScratch scratch,
      int index,
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
    int top = index % tilesHigh * 4;
    int left = first * 4;
    int places = across.places();
    int high = Math.min(4, down.places() - top);
    boolean add = shortcut != null;
    float[] also = shortcut == null ? y : shortcut;
    for (int i = 0; i < high; i++) {
      int row = (index / tilesHigh * down.places() + top + i) * places + left;
      for (int j = 0; j < Math.min(4, places - left); j++) {
        int valid = Math.min(tiles, (places - left - j + 3) / 4);
        int from = (i * 4 + j) * pixel;
        int to = (row + j) * columns + strip * width;
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
