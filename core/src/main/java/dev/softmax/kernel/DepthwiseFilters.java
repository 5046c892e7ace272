package dev.softmax.kernel;

import org.jspecify.annotations.Nullable;

/// Convolutions in which each channel is a group of its own, a row of results at a time. Where a vector has
/// room for several pixels, rows are copied with their padding first, and a vector is of neighbours.
final class DepthwiseFilters {
  private static final float[] NOTHING = new float[0];
  private static final int WIDTH = SimdDepthwise.WIDTH;

  /// Rows of a task whose pixels are copied.
  private static final int ROWS = 8;

  private DepthwiseFilters() {}

  static boolean suits(ConvolutionShape size, float @Nullable [] shortcut) {
    return size.isDepthwise()
        && (size.channels() >= WIDTH || (shortcut == null && isOfNeighbours(size)));
  }

  /// Whether the pixels of a vector lie side by side under each tap of a filter of three by three.
  private static boolean isOfNeighbours(ConvolutionShape size) {
    ConvolutionAxis h = size.horizontal();
    return size.channels() < WIDTH
        && WIDTH % size.channels() == 0
        && h.stride() == 1
        && h.size() == 3
        && size.vertical().size() == 3
        && h.places() * size.channels() >= WIDTH;
  }

  static int tasks(ConvolutionShape size) {
    int rows = size.vertical().places();
    return size.pictures() * (isOfNeighbours(size) ? blocks(rows) : rows);
  }

  private static int blocks(int rows) {
    return (rows + ROWS - 1) / ROWS;
  }

  static void run(
      PackedFilters filters,
      ConvolutionShape size,
      float[] x,
      float @Nullable [] shortcut,
      float[] y,
      int task) {
    int rows = size.vertical().places();
    if (!isOfNeighbours(size)) {
      row(filters, size, x, shortcut, y, task / rows, task % rows);
      return;
    }
    int first = task % blocks(rows) * ROWS;
    neighbours(filters, size, x, y, task / blocks(rows), first, Math.min(rows, first + ROWS));
  }

  /// Some rows of a picture; the last vector of a row ends with it and repeats some of the one before.
  private static void neighbours(
      PackedFilters filters,
      ConvolutionShape size,
      float[] x,
      float[] y,
      int picture,
      int first,
      int end) {
    ConvolutionAxis h = size.horizontal();
    ConvolutionAxis v = size.vertical();
    int channels = size.channels();
    FilterScratch scratch = FilterScratch.take();
    float[] lanes = scratch.filters(9 * WIDTH);
    float[] bias = scratch.sums(WIDTH);
    for (int lane = 0; lane < WIDTH; lane++) {
      bias[lane] = filters.bias()[lane % channels];
      for (int tap = 0; tap < 9; tap++) {
        lanes[tap * WIDTH + lane] = filters.weights()[tap * channels + lane % channels];
      }
    }
    BandRoom room = BandRoom.POOL.take();
    room.copy(v, h, channels, x, picture * size.pictureSize(), first, end);
    int bandRow = BandRoom.rowSize(h, channels);
    int length = h.places() * channels;
    int whole = length / WIDTH;
    for (int row = first; row < end; row++) {
      int from = (row - first) * v.stride() * bandRow;
      int at = (picture * v.places() + row) * length;
      for (int i = 0; i < (length % WIDTH == 0 ? 1 : 2); i++) {
        int start = i == 0 ? 0 : length - WIDTH;
        SimdDepthwise.three(
            room.band,
            from + start,
            v.dilation() * bandRow,
            h.dilation() * channels,
            WIDTH,
            lanes,
            WIDTH,
            i == 0 ? whole : 1,
            bias,
            y,
            at + start,
            filters.least(),
            filters.most());
      }
    }
    BandRoom.POOL.give(room);
    scratch.give();
  }

  private static void row(
      PackedFilters filters,
      ConvolutionShape size,
      float[] x,
      float @Nullable [] shortcut,
      float[] y,
      int picture,
      int row) {
    ConvolutionAxis h = size.horizontal();
    ConvolutionAxis v = size.vertical();
    boolean three =
        h.size() == 3
            && v.size() == 3
            && v.dilation() == 1
            && shortcut == null
            && row >= FilterTaps.firstInside(v)
            && row < FilterTaps.endInside(v);
    int first = three ? FilterTaps.firstInside(h) : h.places();
    int end = three ? FilterTaps.endInside(h) : h.places();
    pixels(filters, size, x, shortcut, y, picture, row, 0, first);
    if (first < end) {
      int line = h.length() * size.channels();
      int top = picture * v.length() + v.element(row, 0);
      int at = (picture * v.places() + row) * h.places() + first;
      SimdDepthwise.three(
          x,
          top * line + h.element(first, 0) * size.channels(),
          line,
          h.dilation() * size.channels(),
          h.stride() * size.channels(),
          filters.weights(),
          size.channels(),
          end - first,
          filters.bias(),
          y,
          at * size.channels(),
          filters.least(),
          filters.most());
    }
    pixels(filters, size, x, shortcut, y, picture, row, end, h.places());
  }

  private static void pixels(
      PackedFilters filters,
      ConvolutionShape size,
      float[] x,
      float @Nullable [] shortcut,
      float[] y,
      int picture,
      int row,
      int from,
      int to) {
    if (from >= to) {
      return;
    }
    FilterScratch scratch = FilterScratch.take();
    int[] xs = scratch.lines(size.taps());
    int[] ws = scratch.taps(size.taps());
    float[] also = shortcut == null ? NOTHING : shortcut;
    for (int column = from; column < to; column++) {
      int count = FilterTaps.of(size, picture, row, column, xs, ws);
      int at = (picture * size.vertical().places() + row) * size.horizontal().places() + column;
      SimdDepthwise.pixel(
          x,
          xs,
          filters.weights(),
          ws,
          count,
          size.channels(),
          filters.bias(),
          also,
          shortcut != null,
          y,
          at * size.channels(),
          filters.least(),
          filters.most());
    }
    scratch.give();
  }
}
