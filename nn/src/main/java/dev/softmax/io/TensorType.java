package dev.softmax.io;

/// The number types of a safetensors file that are read here. Written are all but the halves
/// ([#F16], [#BF16]) and [#BOOL].
public enum TensorType {
  /// 64-bit IEEE 754.
  F64(8),
  /// 32-bit IEEE 754.
  F32(4),
  /// 16-bit IEEE 754.
  F16(2),
  /// The upper 16 bits of an [#F32].
  BF16(2),
  /// 64-bit integer.
  I64(8),
  /// 32-bit integer.
  I32(4),
  /// 8-bit integer without sign.
  U8(1),
  /// One byte, 0 or 1.
  BOOL(1);

  private final int bytes;

  TensorType(int bytes) {
    this.bytes = bytes;
  }

  /// Bytes that one number takes.
  public int bytes() {
    return bytes;
  }
}
