package dev.softmax.data;

import java.util.OptionalDouble;

/// Bytes without sign (0 to 255), such as one pixel of many pictures: row `r` is
/// `bytes[offset + r * stride]`. The bytes are shared between columns, so that pictures take one byte
/// a pixel.
record ByteColumn(byte[] bytes, int offset, int stride, int rows) implements NumericColumn {
  private static final double LARGEST = 255;

  @Override
  public OptionalDouble fullScale() {
    return OptionalDouble.of(LARGEST);
  }

  @Override
  public double value(int row) {
    return bytes[offset + row * stride] & 0xFF;
  }
}
