package dev.softmax.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The first directory of a TIFF file, which EXIF data are too: whole numbers by their tags (TIFF 6.0,
/// section 2).
final class TiffDirectory {
  static final int BITS_PER_SAMPLE = 258;
  static final int PHOTOMETRIC = 262;
  static final int ORIENTATION = 274;
  static final int COLOR_MAP = 320;

  private static final int ENTRY = 12;
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;

  private final ByteBuffer tiff;

  /// @param tiff from its first byte on
  TiffDirectory(ByteBuffer tiff) {
    this.tiff = tiff;
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }

  /// The values of a tag, none if it is not there or has no whole numbers.
  ///
  /// @throws IndexOutOfBoundsException if the directory is damaged
  int[] values(int tag) {
    int directory = tiff.getShort(2) == 42 ? tiff.getInt(4) : -1;
    int entries = directory < 0 ? 0 : Short.toUnsignedInt(tiff.getShort(directory));
    for (int i = 0; i < entries; i++) {
      int at = directory + 2 + i * ENTRY;
      if (Short.toUnsignedInt(tiff.getShort(at)) == tag) {
        return values(tiff.getShort(at + 2), tiff.getInt(at + 4), at + 8);
      }
    }
    return new int[0];
  }

  private int[] values(int type, int count, int at) {
    int size =
        switch (type) {
          case BYTE -> 1;
          case SHORT -> 2;
          case LONG -> 4;
          default -> 0;
        };
    if (size == 0 || count < 0 || count > tiff.limit() / size) {
      return new int[0];
    }
    int from = size * count > 4 ? tiff.getInt(at) : at;
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          switch (size) {
            case 1 -> Byte.toUnsignedInt(tiff.get(from + i));
            case 2 -> Short.toUnsignedInt(tiff.getShort(from + 2 * i));
            default -> tiff.getInt(from + 4 * i);
          };
    }
    return values;
  }
}
