package dev.softmax.image;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/// JPEG files, by the JDK's libjpeg: its exact inverse cosine transform and its "fancy" upsampling give the
/// samples that libjpeg-turbo gives Pillow.
///
/// The JDK has ideas of its own about which colours a file has, and applies profiles. So it is given the
/// file with the application segments left out but for one, which says what libjpeg would have taken from
/// the file; and asked for samples before they are converted. The conversions are below.
final class JpegPicture {
  private static final byte[] JFIF = {
    (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
  };
  private static final byte[] ADOBE = {
    (byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
  };

  private JpegPicture() {}

  /// What the numbers of a file's components mean.
  private enum Colours {
    GREY,
    YCC,
    RGB,
    CMYK,
    YCCK
  }

  static Picture decode(byte[] file, PictureOptions options) throws IOException {
    List<JpegSegments.Segment> segments = JpegSegments.of(file);
    JpegSegments.@Nullable Segment frame = null;
    for (JpegSegments.Segment segment : segments) {
      if (segment.isFrame()) {
        frame = segment;
      }
    }
    if (frame == null || segments.getLast().marker() != JpegSegments.SOS) {
      throw new EOFException("no scan");
    }
    int at = frame.begin();
    int height = ((file[at + 1] & 0xff) << 8) | (file[at + 2] & 0xff);
    int width = ((file[at + 3] & 0xff) << 8) | (file[at + 4] & 0xff);
    options.check(width, height);
    Colours colours = colours(file, segments, frame);
    Raster raster = raster(header(file, segments, colours), file, segments.getLast().start());
    byte[] samples = ((DataBufferByte) raster.getDataBuffer()).getData();
    int components = file[at + 5] & 0xff;
    int[] factors = new int[components];
    for (int c = 0; c < components; c++) {
      factors[c] = file[at + 7 + 3 * c];
    }
    JpegUpsampling.smoothRows(samples, width * components, factors);
    return switch (colours) {
      case GREY -> Picture.owning(samples, height, width, 1);
      case RGB -> Picture.owning(samples, height, width, 3);
      case YCC -> {
        JpegColours.yccToRgb(samples, 3);
        yield Picture.owning(samples, height, width, 3);
      }
      case CMYK, YCCK -> {
        if (colours == Colours.YCCK) {
          JpegColours.yccToRgb(samples, 4);
          JpegColours.invert(samples);
        }
        yield Picture.owning(JpegColours.invertedCmykToRgb(samples), height, width, 3);
      }
    };
  }

  /// libjpeg's rules (`default_decompress_parms`).
  private static Colours colours(
      byte[] file, List<JpegSegments.Segment> segments, JpegSegments.Segment frame)
      throws IOException {
    boolean jfif = false;
    int transform = -1;
    for (JpegSegments.Segment segment : segments) {
      int at = segment.begin();
      int length = segment.end() - at;
      if (segment.marker() == 0xE0 && length >= 14 && begins(file, at, "JFIF\0")) {
        jfif = true;
      } else if (segment.marker() == 0xEE && length >= 12 && begins(file, at, "Adobe")) {
        transform = file[at + 11] & 0xff;
      }
    }
    int components = file[frame.begin() + 5] & 0xff;
    return switch (components) {
      case 1 -> Colours.GREY;
      case 3 -> {
        boolean named = true;
        for (int i = 0; i < 3; i++) {
          named &= file[frame.begin() + 6 + 3 * i] == "RGB".charAt(i);
        }
        boolean rgb = !jfif && (transform < 0 ? named : transform == 0);
        yield rgb ? Colours.RGB : Colours.YCC;
      }
      case 4 -> transform <= 0 ? Colours.CMYK : Colours.YCCK;
      default -> throw new IOException(components + " components a pixel; 1, 3 and 4 are read");
    };
  }

  private static boolean begins(byte[] file, int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (file[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// The file up to the first scan, with a segment that says what the colours are for all that were there.
  private static byte[] header(byte[] file, List<JpegSegments.Segment> segments, Colours colours) {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.write(file, 0, 2);
    byte[] application = (colours == Colours.GREY || colours == Colours.YCC ? JFIF : ADOBE).clone();
    if (colours == Colours.YCCK) {
      application[application.length - 1] = 2;
    }
    header.writeBytes(application);
    for (JpegSegments.Segment segment : segments) {
      boolean application0To15 = segment.marker() >= 0xE0 && segment.marker() <= 0xEF;
      boolean comment = segment.marker() == 0xFE;
      if (!application0To15 && !comment && segment.marker() != JpegSegments.SOS) {
        header.write(file, segment.start(), segment.end() - segment.start());
      }
    }
    return header.toByteArray();
  }

  private static Raster raster(byte[] header, byte[] file, int rest) throws IOException {
    InputStream in =
        new SequenceInputStream(
            new ByteArrayInputStream(header),
            new ByteArrayInputStream(file, rest, file.length - rest));
    ImageReader reader = RasterPicture.reader(PictureFormat.JPEG);
    boolean[] truncated = new boolean[1];
    try (MemoryCacheImageInputStream input = new MemoryCacheImageInputStream(in)) {
      reader.setInput(input, true, true);
      reader.addIIOReadWarningListener(
          (_, warning) ->
              truncated[0] |= warning.startsWith("Truncated") || warning.startsWith("Premature"));
      Raster raster = reader.readRaster(0, null);
      if (truncated[0]) {
        throw new EOFException("truncated");
      }
      return raster;
    } finally {
      reader.dispose();
    }
  }
}
