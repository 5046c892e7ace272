package dev.softmax.kernel;

import java.util.Arrays;

/// The gradient of filters of three by three that move by one, for few channels, with a quarter of the
/// multiplications of plain sums; see [SimdWinogradGradients]. Parts of the rows of tiles, which are cut by the
/// sizes alone, have a sum each.
final class WinogradGradient {
  /// Channels of tiles that are transformed at once, about, those of pixels and of results: both and the products stay
  /// in the second-level cache.
  private static final int TRANSFORMED = 4096;

  private static final int WIDTH = SimdWinograd.WIDTH;

  private WinogradGrid grid = WinogradGrid.NONE;
  private int outputs;
  private int pictures;
  private int parts;
  private float[] sums = new float[0];

  /// Begins with parts that are all written by [#run].
  void start(ConvolutionShape shape, int count) {
    grid = new WinogradGrid(shape.vertical(), shape.horizontal(), shape.channels());
    outputs = shape.outputs();
    pictures = shape.pictures();
    parts = count;
    if (sums.length < parts * partSize()) {
      sums = new float[parts * partSize()];
    }
  }

  /// Whether the gradient of a convolution's filters can be found, and is better found, this way.
  static boolean suits(ConvolutionShape shape) {
    return WinogradPass.suits(
        shape.vertical(), shape.horizontal(), shape.groups(), shape.channels(), shape.outputs());
  }

  private int partSize() {
    return 9 * grid.depth() * outputs;
  }

  /// The sum of a part, `[tap][channel][output]`.
  void run(float[] x, float[] dy, int part) {
    int depth = grid.depth();
    long all = (long) pictures * grid.tilesHigh();
    int end = (int) (all * (part + 1) / parts);
    int rows = Math.max(1, TRANSFORMED / ((depth + outputs) * grid.tilesWide()));
    FilterScratch scratch = FilterScratch.take();
    int size = depth * outputs;
    int step = size + WIDTH;
    float[] products = scratch.products(36 * step);
    Arrays.fill(products, 0, 36 * step, 0);
    for (int row = (int) (all * part / parts); row < end; row += rows) {
      block(scratch, x, dy, row, Math.min(rows, end - row), products, step);
    }
    int to = part * partSize();
    SimdWinogradGradients.filters(products, 0, step, size, sums, to, size, scratch.part);
    scratch.give();
  }

  private void block(
      FilterScratch scratch,
      float[] x,
      float[] dy,
      int first,
      int rows,
      float[] products,
      int step) {
    int depth = grid.depth();
    int wide = grid.tilesWide();
    int tiles = rows * wide;
    int vBlock = tiles * WIDTH;
    int vStep = tiles * depth + WIDTH;
    int dStep = tiles * outputs + WIDTH;
    float[] v = scratch.pixels(36 * vStep);
    float[] d = scratch.sums(36 * dStep);
    for (int i = 0; i < rows; i++) {
      grid.transform(scratch, x, first + i, v, i * wide * WIDTH, WIDTH, vBlock, vStep);
      results(scratch, dy, first + i, d, i * wide * outputs, dStep);
    }
    int width = WinogradPass.width(outputs);
    int some = width == WIDTH ? 16 : 8;
    for (int place = 0; place < 36; place++) {
      for (int o = 0; o < outputs; o += width) {
        for (int c = 0; c < depth; c += some) {
          int from = place * vStep + c / WIDTH * vBlock + c % WIDTH;
          int with = place * dStep + o;
          int to = place * step + c * outputs + o;
          if (width == WIDTH) {
            SimdWinogradGradients.narrow(v, from, d, with, outputs, tiles, products, to, outputs);
          } else {
            SimdWinogradGradients.wide(v, from, d, with, outputs, tiles, products, to, outputs);
          }
        }
      }
    }
  }

  /// Transforms a row of tiles of the results' gradient into `d [place][tile][output]`.
  private void results(FilterScratch scratch, float[] dy, int row, float[] d, int to, int dStep) {
    int places = grid.across().places();
    int high = grid.down().places();
    int top = row % grid.tilesHigh() * 4;
    int line = places * outputs;
    int at = (row / grid.tilesHigh() * high + top) * line;
    for (int tile = 0; tile < grid.tilesWide(); tile++) {
      int left = tile * 4;
      int q = to + tile * outputs;
      if (top + 4 <= high && left + 4 <= places) {
        int from = at + left * outputs;
        SimdWinogradGradients.results(dy, from, line, outputs, outputs, d, q, dStep, scratch.part);
        continue;
      }
      float[] patch = scratch.filters(16 * outputs);
      Arrays.fill(patch, 0, 16 * outputs, 0);
      int count = Math.min(4, places - left);
      for (int i = 0; i < Math.min(4, high - top); i++) {
        int from = at + i * line + left * outputs;
        System.arraycopy(dy, from, patch, i * 4 * outputs, count * outputs);
      }
      SimdWinogradGradients.results(
          patch, 0, 4 * outputs, outputs, outputs, d, q, dStep, scratch.part);
    }
  }

  /// Adds all parts, in their order, to the gradient of the weight `(O, C, 3, 3)`.
  void addTo(float[] dWeight) {
    int size = partSize();
    if (parts == 0) {
      return;
    }
    for (int part = 1; part < parts; part++) {
      FloatElements.add(sums, 0, sums, part * size, sums, 0, size);
    }
    int depth = grid.depth();
    for (int o = 0; o < outputs; o++) {
      for (int c = 0; c < depth; c++) {
        for (int tap = 0; tap < 9; tap++) {
          dWeight[(o * depth + c) * 9 + tap] += sums[(tap * depth + c) * outputs + o];
        }
      }
    }
  }
}
