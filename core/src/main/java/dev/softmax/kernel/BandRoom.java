package dev.softmax.kernel;

import java.util.Arrays;

/// What a task of a convolution works with: rows of pictures with their padding, and tiles on an edge.
final class BandRoom {
  static final Pool<BandRoom> POOL = new Pool<>(BandRoom::new);

  /// Elements behind the last, which tiles may read and forget.
  static final int SLACK = 64;

  float[] band = new float[0];
  float[] other = new float[0];
  final float[] edge = new float[512];

  private BandRoom() {}

  /// Elements of a padded row.
  static int rowSize(ConvolutionAxis across, int channels) {
    return ((across.places() - 1) * across.stride() + (across.size() - 1) * across.dilation() + 1)
        * channels;
  }

  /// Copies to [#band] the rows of a picture that the results' rows `from` to `to` are made of, with zeros
  /// where they are padding.
  void copy(
      ConvolutionAxis down,
      ConvolutionAxis across,
      int channels,
      float[] x,
      int at,
      int from,
      int to) {
    int size = rowSize(across, channels);
    int rows = (to - 1 - from) * down.stride() + (down.size() - 1) * down.dilation() + 1;
    if (band.length < rows * size + SLACK) {
      band = new float[rows * size + SLACK];
    }
    int left = Math.clamp(across.before(), 0, size / channels) * channels;
    int first = Math.max(0, -across.before()) * channels;
    int count = Math.clamp((long) across.length() * channels - first, 0, size - left);
    int top = down.element(from, 0);
    for (int r = 0; r < rows; r++) {
      int row = r * size;
      if (!down.has(top + r)) {
        Arrays.fill(band, row, row + size, 0);
        continue;
      }
      Arrays.fill(band, row, row + left, 0);
      int source = at + (top + r) * across.length() * channels + first;
      System.arraycopy(x, source, band, row + left, count);
      Arrays.fill(band, row + left + count, row + size, 0);
    }
  }

  /// Copies `count` elements to [#other].
  void copyOther(float[] x, int at, int count) {
    if (other.length < count + SLACK) {
      other = new float[count + SLACK];
    }
    System.arraycopy(x, at, other, 0, count);
  }
}
