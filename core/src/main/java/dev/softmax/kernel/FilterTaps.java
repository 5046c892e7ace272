package dev.softmax.kernel;

/// Which taps of a window over one pixel lie within the picture.
final class FilterTaps {
  private FilterTaps() {}

  /// Where the pixels under the taps begin, into `xs`, and the taps' filters, `channels` apart, into `ws`;
  /// taps on padding are left out.
  ///
  /// @return how many there are
  static int of(ConvolutionShape size, int picture, int row, int column, int[] xs, int[] ws) {
    ConvolutionAxis down = size.vertical();
    ConvolutionAxis across = size.horizontal();
    int channels = size.channels();
    int count = 0;
    // No division for each tap: there are as many pixels on the edges as within where pictures are
    // small.
    for (int a = 0; a < down.size(); a++) {
      int i = down.element(row, a);
      int line = (picture * down.length() + i) * across.length();
      for (int b = 0; b < across.size() && down.has(i); b++) {
        int j = across.element(column, b);
        if (across.has(j)) {
          xs[count] = (line + j) * channels;
          ws[count] = (a * across.size() + b) * channels;
          count++;
        }
      }
    }
    return count;
  }

  /// Where the pixel under a tap begins, -1 where it is padding.
  static int source(ConvolutionShape size, int picture, int row, int column, int tap) {
    int i = size.vertical().element(row, tap / size.horizontal().size());
    int j = size.horizontal().element(column, tap % size.horizontal().size());
    if (!size.vertical().has(i) || !size.horizontal().has(j)) {
      return -1;
    }
    return ((picture * size.vertical().length() + i) * size.horizontal().length() + j)
        * size.channels();
  }

  /// The first place along an axis whose window begins within it.
  static int firstInside(ConvolutionAxis axis) {
    return Math.min(axis.places(), (axis.before() + axis.stride() - 1) / axis.stride());
  }

  /// The place after the last whose window ends within the axis, not before [#firstInside].
  static int endInside(ConvolutionAxis axis) {
    int last = axis.length() - 1 - (axis.size() - 1) * axis.dilation() + axis.before();
    int end = last < 0 ? 0 : last / axis.stride() + 1;
    return Math.clamp(end, firstInside(axis), axis.places());
  }
}
