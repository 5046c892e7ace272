package dev.softmax.kernel;

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
  /// Elements of transformed tiles of a turn at most: a megabyte, which the second-level cache holds about. But
  /// transformed filters pay from some tiles on only.
  private static final int TRANSFORMED = 1 << 18;

  private static final int ENOUGH_TILES = 32;

  /// Tiles whose sums there are at once at most.
  private static final int SUMMED = 112;

  private static final int WIDTH = SimdWinograd.WIDTH;

  /// Channels whose filters are transformed at once.
  private static final int DEPTH = 4 * WIDTH;

  private final PackedFilters filters;
  private final ConvolutionShape size;
  private final WinogradGrid grid;
  private final WinogradResults results;
  private final float[] x;
  private final float @Nullable [] shortcut;
  private final float[] y;
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
    grid = new WinogradGrid(size.vertical(), size.horizontal(), size.channels());
    results =
        new WinogradResults(
            grid, size.outputs(), filters.width(), filters.bias(), filters.least(), filters.most());
    blocks = Math.ceilDiv(size.channels(), DEPTH);
    int tiles = Math.max(ENOUGH_TILES, TRANSFORMED / (36 * size.channels()));
    int rows = size.pictures() * grid.tilesHigh();
    int fewest = Math.ceilDiv(rows, Math.max(1, tiles / grid.tilesWide()));
    // No sum depends on how work is cut here, so that the number of threads may decide it.
    int threads = Parallel.threads();
    int whole = Math.ceilDiv(fewest, threads) * threads;
    turns = fewest < threads ? fewest : Math.min(rows, whole);
    shares = Math.min(filters.strips(), Math.ceilDiv(threads, turns));
  }

  /// Whether a convolution can be done, and is better done, this way.
  static boolean suits(PackedFilters filters, ConvolutionShape size) {
    return size.groups() == 1
        && WinogradGrid.suits(size.vertical(), size.horizontal())
        && size.channels() >= 32
        && size.channels() % WIDTH == 0
        && filters.width() == 2 * WIDTH
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
    long all = (long) size.pictures() * grid.tilesHigh();
    int turn = task / shares;
    int share = task % shares;
    int first = (int) (all * turn / turns);
    int rows = (int) (all * (turn + 1) / turns) - first;
    int wide = grid.tilesWide();
    int vStep = rows * wide * DEPTH + WIDTH;
    FilterScratch scratch = FilterScratch.take();
    float[] v = scratch.pixels(blocks * 36 * vStep);
    for (int i = 0; i < rows; i++) {
      grid.transform(scratch, x, first + i, v, i * wide * DEPTH, DEPTH, 36 * vStep, vStep);
    }
    int strips = filters.strips();
    int some = Math.max(1, SUMMED / wide);
    for (int strip = strips * share / shares; strip < strips * (share + 1) / shares; strip++) {
      for (int i = 0; i < rows; i += some) {
        int count = Math.min(some, rows - i);
        multiply(scratch, strip, first + i, count, v, i * wide * DEPTH, vStep);
      }
    }
    scratch.give();
  }

  /// The results of a strip for rows of tiles.
  private void multiply(
      FilterScratch scratch, int strip, int row, int rows, float[] v, int at, int vStep) {
    int width = filters.width();
    int tiles = rows * grid.tilesWide();
    int mStep = (tiles + 8) * width + WIDTH;
    int uStep = DEPTH * width + 2 * WIDTH;
    float[] m = scratch.sums(36 * mStep);
    float[] u = scratch.filters(36 * uStep);
    int channels = size.channels();
    for (int block = 0; block < blocks; block++) {
      int depth = Math.min(DEPTH, channels - block * DEPTH);
      int w = filters.stripAt(0, strip) + block * DEPTH * width;
      SimdWinograd.filters(filters.weights(), w, channels * width, depth * width, u, 0, uStep);
      for (int place = 0; place < 36; place++) {
        int a = (block * 36 + place) * vStep + at;
        products(v, a, depth, tiles, u, place * uStep, m, place * mStep, block > 0);
      }
    }
    for (int i = 0; i < rows; i++) {
      int sums = i * grid.tilesWide() * width;
      results.finish(scratch, row + i, strip, m, sums, mStep, shortcut, y);
    }
  }

  private void products(
      float[] v,
      int at,
      int depth,
      int tiles,
      float[] u,
      int uAt,
      float[] m,
      int mAt,
      boolean add) {
    int width = filters.width();
    for (int tile = 0; tile < tiles; ) {
      int height = FilterTile.height(tiles - tile, width);
      int valid = Math.min(height, tiles - tile);
      int from = at + tile * DEPTH;
      int to = mAt + tile * width;
      FilterTile.line(height, v, from, DEPTH, valid, depth, u, uAt, m, to, add);
      tile += valid;
    }
  }
}
