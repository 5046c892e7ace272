package dev.softmax.data;

/// Bytes without sign (0 to 255), such as one pixel of many pictures: row `r` is
/// `bytes[offset + r * stride]`. The bytes are shared between columns, so that pictures take one byte
/// a pixel.
record ByteColumn(byte[] bytes, int offset, int stride, int rows) implements NumericColumn {
  @Override
  public double value(int row) {
    return bytes[offset + row * stride] & 0xFF;
  }
}
