package dev.softmax.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The orientation in the EXIF data of a file, and where each format keeps them. Damaged data are data
/// without an orientation: pixels can be had all the same.
final class ExifTags {
  private static final String HEADER = "Exif\0\0";

  /// XMP's form of the tag, where EXIF has none.
  private static final Pattern XMP = Pattern.compile("tiff:Orientation(=\"|>)([0-9])");

  private ExifTags() {}

  /// The value of the orientation's tag, 0 if there is none.
  static int orientation(byte[] file, PictureFormat format) {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    try {
      return switch (format) {
        case JPEG -> ofJpeg(file);
        case PNG -> ofPng(bytes);
        case WEBP -> ofWebp(bytes);
        case TIFF -> ofTiff(bytes);
        case GIF, BMP -> 0;
      };
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      return 0;
    }
  }

  private static int ofJpeg(byte[] file) {
    int found = 0;
    int xmp = 0;
    for (JpegSegments.Segment segment : JpegSegments.of(file)) {
      if (segment.marker() != 0xE1) {
        continue;
      }
      ByteBuffer data =
          ByteBuffer.wrap(file, segment.begin(), segment.end() - segment.begin()).slice();
      if (begins(data, HEADER)) {
        found = found == 0 ? ofTiff(data.slice(6, data.limit() - 6)) : found;
      } else if (begins(data, "http://ns.adobe.com/xap/1.0/\0")) {
        Matcher matcher = XMP.matcher(StandardCharsets.ISO_8859_1.decode(data));
        xmp = matcher.find() ? Integer.parseInt(matcher.group(2)) : xmp;
      }
    }
    return found == 0 ? xmp : found;
  }

  private static int ofPng(ByteBuffer file) {
    for (int at = 8; at + 12L <= file.limit(); ) {
      int length = file.getInt(at);
      if (file.getInt(at + 4) == 0x65584966) { // eXIf
        return ofChunk(file.slice(at + 8, length));
      }
      at = Math.addExact(at + 12, Math.max(length, 0));
    }
    return 0;
  }

  private static int ofWebp(ByteBuffer file) {
    file.order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 12; at + 8L <= file.limit(); ) {
      int length = file.getInt(at + 4);
      if (file.getInt(at) == 0x46495845) { // EXIF
        return ofChunk(file.slice(at + 8, length));
      }
      at = Math.addExact(at + 8, Math.max(length, 0) + (length & 1));
    }
    return 0;
  }

  private static int ofChunk(ByteBuffer chunk) {
    return ofTiff(begins(chunk, HEADER) ? chunk.slice(6, chunk.limit() - 6) : chunk);
  }

  private static int ofTiff(ByteBuffer tiff) {
    int[] values = new TiffDirectory(tiff).values(TiffDirectory.ORIENTATION);
    return values.length == 1 ? values[0] : 0;
  }

  private static boolean begins(ByteBuffer data, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return data.limit() >= bytes.length
        && data.slice(0, bytes.length).equals(ByteBuffer.wrap(bytes));
  }
}
