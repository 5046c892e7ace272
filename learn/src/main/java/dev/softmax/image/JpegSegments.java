package dev.softmax.image;

import java.util.ArrayList;
import java.util.List;

/// The segments of a JPEG file before its first scan: ITU-T T.81, annex B.
final class JpegSegments {
  /// Start of scan.
  static final int SOS = 0xDA;

  private static final int EOI = 0xD9;

  private JpegSegments() {}

  /// One segment.
  ///
  /// @param marker the marker's second byte
  /// @param start index of the marker in the file
  /// @param begin index of the first byte after the length
  /// @param end index after the last byte
  record Segment(int marker, int start, int begin, int end) {
    /// Whether it begins a frame: SOF0 to SOF15 but for DHT, JPG and DAC.
    boolean isFrame() {
      return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }
  }

  /// The segments up to the first scan's header, which is the last; or up to where the file ends.
  static List<Segment> of(byte[] file) {
    List<Segment> segments = new ArrayList<>();
    int at = 2;
    while (at + 4 <= file.length) {
      if (file[at] != (byte) 0xff || file[at + 1] == (byte) 0xff || file[at + 1] == 0) {
        at++; // fill bytes, and what has no business there
        continue;
      }
      int marker = file[at + 1] & 0xff;
      if (marker == EOI) {
        break;
      }
      int length = ((file[at + 2] & 0xff) << 8) | (file[at + 3] & 0xff);
      int end = at + 2 + length;
      if (length < 2 || end > file.length) {
        break;
      }
      segments.add(new Segment(marker, at, at + 4, end));
      if (marker == SOS) {
        break;
      }
      at = end;
    }
    return segments;
  }
}
