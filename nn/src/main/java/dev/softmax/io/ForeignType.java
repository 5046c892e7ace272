package dev.softmax.io;

/// The number types of a safetensors file that are not read here; a file may hold them beside others.
enum ForeignType {
  I8(8),
  I16(16),
  U16(16),
  U32(32),
  U64(64),
  C64(64),
  F8_E4M3(8),
  F8_E4M3FNUZ(8),
  F8_E5M2(8),
  F8_E5M2FNUZ(8),
  F8_E8M0(8),
  F6_E2M3(6),
  F6_E3M2(6),
  F4(4);

  private final int bits;

  ForeignType(int bits) {
    this.bits = bits;
  }

  /// Bits that one number takes.
  int bits() {
    return bits;
  }
}
