package dev.softmax.kernel;

import org.jspecify.annotations.Nullable;

/// Convolutions in which each channel is a group of its own, a row of results at a time.
final class DepthwiseFilters {
  private static final float[] NOTHING = new float[0];

  private DepthwiseFilters() {}

  static boolean suits(ConvolutionShape size) {
    return size.isDepthwise() && size.channels() >= SimdDepthwise.WIDTH;
  }

  static void row(
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
