package dev.softmax.kernel;

/// Convolution of one picture in plain loops over channels, for any stride, dilation, padding and
/// groups. Filters are `[tap][channel of the group][output]`.
final class ScalarConvolution {
  private ScalarConvolution() {}

  /// Adds to the results, which have the bias or 0 already.
  static void forward(ConvolutionShape shape, int picture, float[] x, float[] filters, float[] y) {
    each(shape, picture, (from, to, tap) -> addResult(shape, tap, x, from, filters, y, to));
  }

  /// `dx += …`.
  static void inputGradient(
      ConvolutionShape shape, int picture, float[] dy, float[] filters, float[] dx) {
    each(shape, picture, (from, to, tap) -> addInput(shape, tap, dx, from, filters, dy, to));
  }

  /// `dFilters += …` at a place of the array.
  static void filterGradient(
      ConvolutionShape shape, int picture, float[] x, float[] dy, float[] dFilters, int at) {
    each(shape, picture, (from, to, tap) -> addFilter(shape, tap, x, from, dFilters, at, dy, to));
  }

  /// A pixel of `x` that a pixel of `y` is made of, by a tap.
  private interface Pair {
    void accept(int from, int to, int tap);
  }

  private static void each(ConvolutionShape shape, int picture, Pair pair) {
    ConvolutionAxis down = shape.vertical();
    ConvolutionAxis across = shape.horizontal();
    for (int i = 0; i < down.places(); i++) {
      for (int j = 0; j < across.places(); j++) {
        int to = picture * shape.resultSize() + (i * across.places() + j) * shape.outputs();
        for (int tap = 0; tap < shape.taps(); tap++) {
          int row = down.element(i, tap / across.size());
          int column = across.element(j, tap % across.size());
          if (down.has(row) && across.has(column)) {
            int pixel = row * across.length() + column;
            pair.accept(picture * shape.pictureSize() + pixel * shape.channels(), to, tap);
          }
        }
      }
    }
  }

  private static void addResult(
      ConvolutionShape shape, int tap, float[] x, int from, float[] filters, float[] y, int to) {
    int outputs = shape.outputs();
    if (shape.isDepthwise()) {
      FloatElements.addProduct(x, from, filters, tap * outputs, y, to, outputs);
      return;
    }
    int depth = shape.groupChannels();
    int width = shape.groupOutputs();
    for (int group = 0; group < shape.groups(); group++) {
      for (int c = 0; c < depth; c++) {
        float value = x[from + group * depth + c];
        int row = (tap * depth + c) * outputs + group * width;
        int at = to + group * width;
        for (int o = 0; o < width; o++) {
          y[at + o] += value * filters[row + o];
        }
      }
    }
  }

  private static void addInput(
      ConvolutionShape shape, int tap, float[] dx, int from, float[] filters, float[] dy, int to) {
    int outputs = shape.outputs();
    if (shape.isDepthwise()) {
      FloatElements.addProduct(dy, to, filters, tap * outputs, dx, from, outputs);
      return;
    }
    int depth = shape.groupChannels();
    int width = shape.groupOutputs();
    for (int group = 0; group < shape.groups(); group++) {
      for (int c = 0; c < depth; c++) {
        int row = (tap * depth + c) * outputs + group * width;
        int at = to + group * width;
        float sum = 0;
        for (int o = 0; o < width; o++) {
          sum += dy[at + o] * filters[row + o];
        }
        dx[from + group * depth + c] += sum;
      }
    }
  }

  private static void addFilter(
      ConvolutionShape shape,
      int tap,
      float[] x,
      int from,
      float[] dFilters,
      int first,
      float[] dy,
      int to) {
    int outputs = shape.outputs();
    if (shape.isDepthwise()) {
      FloatElements.addProduct(x, from, dy, to, dFilters, first + tap * outputs, outputs);
      return;
    }
    int depth = shape.groupChannels();
    int width = shape.groupOutputs();
    for (int group = 0; group < shape.groups(); group++) {
      for (int c = 0; c < depth; c++) {
        float value = x[from + group * depth + c];
        int row = first + (tap * depth + c) * outputs + group * width;
        int at = to + group * width;
        for (int o = 0; o < width; o++) {
          dFilters[row + o] += value * dy[at + o];
        }
      }
    }
  }
}
