package dev.softmax.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Convolutions by filters of three by three that move by one, with a quarter of the multiplications; see
/// [SimdWinograd]. Filters are transformed in every call, a block of them at a time that stays in the
/// second-level cache: to keep them transformed would take four times their memory, and for filters of
/// many channels to read that takes longer than to make it again.
///
/// Rows of tiles are cut into turns. A task is some strips of filters for one turn and transforms all of that
/// turn's tiles itself: to do that again for other strips takes some percent of the products' time, while tiles
/// that another core has transformed come from its cache, and only after all have waited for each other.
final class WinogradFilters {
  /// Elements of transformed tiles that there are at once at most: a megabyte, which the second-level cache
  /// holds about. But transformed filters pay from some tiles on only.
  private static final int TRANSFORMED = 1 << 18;

  private static final int ENOUGH_TILES = 32;

  /// Tiles of a task at most.
  private static final int TASK_TILES = 112;

  /// Channels whose filters are transformed at once.
  private static final int DEPTH = 64;

  private static final int[] ONE_LINE = {0};

  private final PackedFilters filters;
  private final ConvolutionShape size;
  private final float[] x;
  private final float @Nullable [] shortcut;
  private final float[] y;

  private final int tilesHigh;
  private final int tilesWide;
  private final int channels;
  private final int blocks;
  private final int turns;
  private final int shares;

  private WinogradFilters(
      PackedFilters filters,
      ConvolutionShape size,
      float[] x,
      float @Nullable [] shortcut,
      float[] y) {
    this.filters = filters;
    this.size = size;
    this.x = x;
    this.shortcut = shortcut;
    this.y = y;
    tilesHigh = (size.vertical().places() + 3) / 4;
    tilesWide = (size.horizontal().places() + 3) / 4;
    channels = (size.channels() + SimdWinograd.WIDTH - 1) / SimdWinograd.WIDTH * SimdWinograd.WIDTH;
    blocks = (channels + DEPTH - 1) / DEPTH;
    int most = Math.max(1, Math.max(ENOUGH_TILES, TRANSFORMED / (36 * channels)) / tilesWide);
    int rows = size.pictures() * tilesHigh;
    int threads = Parallel.threads();
    int least = Math.ceilDiv(rows, most);
    turns = least < threads ? least : Math.min(rows, Math.ceilDiv(least, threads) * threads);
    shares = Math.min(filters.strips(), Math.ceilDiv(threads, turns));
  }

  /// Whether a convolution can be done, and is better done, this way.
  static boolean suits(PackedFilters filters, ConvolutionShape size) {
    ConvolutionAxis h = size.horizontal();
    ConvolutionAxis vertical = size.vertical();
    return size.groups() == 1
        && h.size() == 3
        && vertical.size() == 3
        && h.stride() == 1
        && vertical.stride() == 1
        && h.dilation() == 1
        && vertical.dilation() == 1
        && size.channels() >= 32
        && filters.width() == 2 * SimdWinograd.WIDTH
        && size.outputs() % filters.width() == 0;
  }

  static void run(
      PackedFilters filters,
      ConvolutionShape size,
      float[] x,
      float @Nullable [] shortcut,
      float[] y) {
    WinogradFilters call = new WinogradFilters(filters, size, x, shortcut, y);
    FilterCall.each(call.turns * call.shares, size, call::run);
  }

  private void run(int task) {
    long rows = (long) size.pictures() * tilesHigh;
    int turn = task / shares;
    int share = task % shares;
    int first = (int) (rows * turn / turns);
    int end = (int) (rows * (turn + 1) / turns);
    int tiles = (end - first) * tilesWide;
    int vStep = tiles * Math.min(DEPTH, channels) + 16;
    FilterScratch scratch = FilterScratch.take();
    float[] v = scratch.pixels(blocks * 36 * vStep);
    for (int row = first; row < end; row++) {
      transformRow(row, (row - first) * tilesWide, v, vStep, scratch);
    }
    int strips = filters.strips();
    for (int strip = strips * share / shares; strip < strips * (share + 1) / shares; strip++) {
      for (int tile = 0; tile < tiles; tile += TASK_TILES) {
        multiply(strip, first, tile, Math.min(TASK_TILES, tiles - tile), v, vStep, scratch);
      }
    }
    scratch.give();
  }

  /// Transforms a row of tiles.
  private void transformRow(int row, int to, float[] v, int vStep, FilterScratch scratch) {
    int picture = row / tilesHigh;
    int top = row % tilesHigh * 4 - size.vertical().before();
    int all = size.channels();
    int width = size.horizontal().length();
    int height = size.vertical().length();
    float[] patch = scratch.sums(36 * channels);
    for (int i = 0; i < tilesWide; i++) {
      int left = i * 4 - size.horizontal().before();
      int at = ((picture * height + top) * width + left) * all;
      int tile = to + i;
      boolean inside = top >= 0 && left >= 0 && top + 6 <= height && left + 6 <= width;
      if (inside && all == channels) {
        transform(x, at, width * all, all, tile, v, vStep, scratch.part);
      } else {
        patch(at, top, left, patch);
        transform(patch, 0, 6 * channels, channels, tile, v, vStep, scratch.part);
      }
    }
  }

  private void transform(
      float[] from, int at, int row, int pixel, int tile, float[] v, int vStep, float[] part) {
    for (int block = 0; block < blocks; block++) {
      int depth = Math.min(DEPTH, channels - block * DEPTH);
      int to = block * 36 * vStep + tile * depth;
      SimdWinograd.input(from, at + block * DEPTH, row, pixel, depth, v, to, vStep, part);
    }
  }

  /// Copies six by six pixels with zeros for those outside of the picture, and for channels past the last.
  private void patch(int at, int top, int left, float[] patch) {
    int all = size.channels();
    int width = size.horizontal().length();
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        int to = (i * 6 + j) * channels;
        if (size.vertical().has(top + i) && size.horizontal().has(left + j)) {
          System.arraycopy(x, at + (i * width + j) * all, patch, to, all);
          Arrays.fill(patch, to + all, to + channels, 0);
        } else {
          Arrays.fill(patch, to, to + channels, 0);
        }
      }
    }
  }

  /// The results of a strip for tiles of a turn.
  private void multiply(
      int strip, int firstRow, int first, int count, float[] v, int vStep, FilterScratch scratch) {
    int width = filters.width();
    int mStep = (count + 8) * width + 16;
    int uStep = DEPTH * width + 32;
    float[] m = scratch.sums(36 * mStep);
    float[] u = scratch.filters(36 * uStep);
    for (int block = 0; block < blocks; block++) {
      int depth = Math.min(DEPTH, channels - block * DEPTH);
      int known = Math.min(depth, size.channels() - block * DEPTH);
      SimdWinograd.filters(
          filters.weights(),
          filters.stripAt(0, strip) + block * DEPTH * width,
          size.channels() * width,
          known * width,
          u,
          0,
          uStep);
      for (int place = 0; place < 36; place++) {
        int from = (block * 36 + place) * vStep + first * depth;
        products(v, from, depth, known, count, u, place * uStep, m, place * mStep, block > 0);
      }
    }
    for (int tile = 0; tile < count; ) {
      int some = Math.min(count - tile, tilesWide - (first + tile) % tilesWide);
      some = Math.min(some, FilterScratch.TILES);
      finish(firstRow, first + tile, some, strip, m, tile * width, mStep, scratch);
      tile += some;
    }
  }

  private void products(
      float[] v,
      int from,
      int row,
      int depth,
      int count,
      float[] u,
      int uAt,
      float[] m,
      int mAt,
      boolean add) {
    int width = filters.width();
    for (int tile = 0; tile < count; ) {
      int height = FilterTile.height(count - tile, width);
      int valid = Math.min(height, count - tile);
      FilterTile.run(
          height,
          v,
          from + tile * row,
          row,
          valid,
          ONE_LINE,
          1,
          depth,
          u,
          uAt,
          width,
          m,
          mAt + tile * width,
          add);
      tile += valid;
    }
  }

  /// Transforms the sums of neighbouring tiles back and stores what is inside of the picture.
  private void finish(
      int firstRow,
      int tile,
      int count,
      int strip,
      float[] m,
      int at,
      int step,
      FilterScratch scratch) {
    int width = filters.width();
    float[] result = scratch.tiles;
    int pixel = count * width;
    SimdWinograd.output(m, at, step, pixel, result, pixel, scratch.part);
    int row = firstRow + tile / tilesWide;
    int picture = row / tilesHigh;
    int top = row % tilesHigh * 4;
    int left = tile % tilesWide * 4;
    int places = size.horizontal().places();
    int high = Math.min(4, size.vertical().places() - top);
    for (int i = 0; i < high; i++) {
      int to = ((picture * size.vertical().places() + top + i) * places + left) * size.outputs();
      for (int j = 0; j < Math.min(4, places - left); j++) {
        int valid = Math.min(count, (places - left - j + 3) / 4);
        int from = (i * 4 + j) * pixel;
        FilterTile.finish(
            filters, result, from, valid, 0, strip, shortcut, y, to + j * size.outputs(), 4);
      }
    }
  }
}
