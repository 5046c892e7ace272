package dev.softmax.tensor;

import java.util.Arrays;

/// `x (B, H, W, C)` → `(B, ⌈H / stride⌉, ⌈W / stride⌉, before + C + after)`: pixels a stride apart, with zeros
/// for channels in front and behind; its gradient is that of the pixels that are kept.
record Thinned(Tensor x, int stride, int before) implements Op {

  static Tensor apply(Tensor x, int stride, int before, int after) {
    Shape of = x.shape();
    if (of.rank() != 4) {
      throw new IllegalArgumentException("thinned: x " + of + " but pictures are (B, H, W, C)");
    }
    if (stride < 1 || before < 0 || after < 0) {
      throw new IllegalArgumentException(
          "thinned: a stride of %d and %d and %d channels of zeros"
              .formatted(stride, before, after));
    }
    int channels = of.length(3);
    Shape shape =
        Shape.of(
            of.length(0),
            (of.length(1) + stride - 1) / stride,
            (of.length(2) + stride - 1) / stride,
            before + channels + after);
    Tensor y = Result.of(shape, x);
    Thinned op = new Thinned(x, stride, before);
    float[] to = y.data();
    for (int pixel = 0; pixel < shape.product(0, 3); pixel++) {
      int at = pixel * shape.length(3);
      Arrays.fill(to, at, at + before, 0);
      System.arraycopy(x.data(), op.kept(shape, pixel), to, at + before, channels);
      Arrays.fill(to, at + before + channels, at + shape.length(3), 0);
    }
    return y.by(op);
  }

  /// Where the pixel of x begins that becomes one of the result.
  private int kept(Shape shape, int pixel) {
    int across = shape.length(2);
    int down = shape.length(1);
    int column = pixel % across * stride;
    int row = pixel / across % down * stride;
    int picture = pixel / across / down;
    int rows = x.shape().length(1);
    int columns = x.shape().length(2);
    return ((picture * rows + row) * columns + column) * x.shape().length(3);
  }

  @Override
  public void backward(Tensor result) {
    Shape shape = result.shape();
    int channels = x.shape().length(3);
    float[] dy = result.gradientSum().array();
    float[] dx = x.gradientSum().added();
    for (int pixel = 0; pixel < shape.product(0, 3); pixel++) {
      int from = pixel * shape.length(3) + before;
      int to = kept(shape, pixel);
      for (int c = 0; c < channels; c++) {
        dx[to + c] += dy[from + c];
      }
    }
  }
}
