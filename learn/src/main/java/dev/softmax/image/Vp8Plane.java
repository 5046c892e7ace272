package dev.softmax.image;

import java.util.Arrays;

/// One of the three planes of a frame, with a border above and to the left that predictions read: 127
/// above, 129 to the left (RFC 6386, section 12.2).
final class Vp8Plane {
  final byte[] samples;
  final int stride;

  /// Side of a macroblock: 16, or 8 of chroma.
  final int side;

  /// @param columns macroblocks of a row
  /// @param rows rows of macroblocks
  /// @param side side of a macroblock
  Vp8Plane(int columns, int rows, int side) {
    this.side = side;
    stride = columns * side + 8;
    samples = new byte[Math.multiplyExact(rows * side + 1, stride)];
    Arrays.fill(samples, 0, stride, (byte) 127);
    for (int row = 1; row <= rows * side; row++) {
      samples[row * stride] = (byte) 129;
    }
  }

  /// Index of the sample of a row and a column.
  int at(int row, int column) {
    return (row + 1) * stride + column + 1;
  }

  int sample(int at) {
    return samples[at] & 0xff;
  }

  void set(int at, int value) {
    samples[at] = (byte) value;
  }

  void add(int at, int value) {
    samples[at] = (byte) clip(sample(at) + value);
  }

  static int clip(int value) {
    return Math.min(Math.max(value, 0), 255);
  }
}
