package dev.softmax.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/// Files of all formats but JPEG, by readers of the JDK, and of TwelveMonkeys for WebP. Samples are taken
/// out of what a reader gives one by one: its own conversions of colours would apply profiles.
final class RasterPicture {
  private static final int PALETTE = 3;

  private RasterPicture() {}

  static Picture decode(byte[] file, PictureFormat format, PictureOptions options)
      throws IOException {
    ImageReader reader = reader(format);
    try (MemoryCacheImageInputStream input =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(input, false, format != PictureFormat.GIF);
      options.check(reader.getWidth(0), reader.getHeight(0));
      if (format == PictureFormat.GIF) {
        GifScreen screen = GifScreen.of(reader);
        options.check(screen.width(), screen.height());
        BufferedImage image = reader.read(0);
        return screen.paste(picture(image, null), (IndexColorModel) image.getColorModel());
      }
      if (format == PictureFormat.TIFF) {
        requireEvenSamples(file);
        return picture(reader.read(0), palette(file));
      }
      return picture(reader.read(0), null);
    } finally {
      reader.dispose();
    }
  }

  /// The reader of the JDK, among others there may be.
  static ImageReader reader(PictureFormat format) throws IOException {
    if (format == PictureFormat.WEBP) {
      return new WebPImageReaderSpi().createReaderInstance(null);
    }
    for (Iterator<ImageReader> found = ImageIO.getImageReadersByFormatName(format.name());
        found.hasNext(); ) {
      ImageReader reader = found.next();
      if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
        return reader;
      }
    }
    throw new IOException("this Java has no reader of such files");
  }

  /// Refuses samples of different sizes, and of sizes that pictures do not have: the reader makes a table of
  /// all their values, 134 MB for 24 bits.
  private static void requireEvenSamples(byte[] file) throws IOException {
    int[] bits = new TiffDirectory(ByteBuffer.wrap(file)).values(TiffDirectory.BITS_PER_SAMPLE);
    for (int each : bits) {
      if (each != bits[0] || (each > 16 && each != 32)) {
        throw new IOException("its samples have " + Arrays.toString(bits) + " bits");
      }
    }
  }

  /// The colours of a TIFF file's palette, `0xRRGGBB`: the upper 8 of their 16 bits; null if it has none.
  private static int @Nullable [] palette(byte[] file) {
    TiffDirectory directory = new TiffDirectory(ByteBuffer.wrap(file));
    int[] photometric = directory.values(TiffDirectory.PHOTOMETRIC);
    int[] map = directory.values(TiffDirectory.COLOR_MAP);
    if (photometric.length != 1 || photometric[0] != PALETTE || map.length == 0) {
      return null;
    }
    int size = map.length / 3;
    int[] palette = new int[size];
    for (int i = 0; i < size; i++) {
      palette[i] = map[i] >> 8 << 16 | map[i + size] >> 8 << 8 | map[i + 2 * size] >> 8;
    }
    return palette;
  }

  private static int @Nullable [] palette(BufferedImage image) {
    if (!(image.getColorModel() instanceof IndexColorModel model)) {
      return null;
    }
    int[] palette = new int[model.getMapSize()];
    model.getRGBs(palette);
    return palette;
  }

  /// The samples of an image as red, green and blue.
  ///
  /// @param colours its palette, if it is not the image's own
  private static Picture picture(BufferedImage image, int @Nullable [] colours) {
    Raster raster = image.getRaster();
    int height = raster.getHeight();
    int width = raster.getWidth();
    byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(height, width), 3)];
    int[] palette = colours == null ? palette(image) : colours;
    boolean inks = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_CMYK;
    int[] line = new int[width * raster.getNumBands()];
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, line);
      int to = y * width * 3;
      if (palette != null) {
        for (int x = 0; x < width; x++) {
          int colour = palette[line[x]];
          out[to++] = (byte) (colour >> 16);
          out[to++] = (byte) (colour >> 8);
          out[to++] = (byte) colour;
        }
      } else {
        scale(line, raster);
        if (inks) {
          inks(line, out, to);
        } else {
          colours(line, raster.getNumBands(), out, to);
        }
      }
    }
    return Picture.owning(out, height, width, 3);
  }

  /// Makes 8 bits of samples with more, the upper ones, or with fewer, so that all bits give 255.
  private static void scale(int[] line, Raster raster) {
    int bands = raster.getNumBands();
    for (int band = 0; band < bands; band++) {
      int bits = raster.getSampleModel().getSampleSize(band);
      int top = (1 << Math.min(bits, 8)) - 1;
      for (int i = band; bits != 8 && i < line.length; i += bands) {
        line[i] = bits > 8 ? line[i] >> (bits - 8) : line[i] * 255 / top;
      }
    }
  }

  /// One or two bands are grey, three or four are colours; alpha is left out.
  private static void colours(int[] line, int bands, byte[] out, int at) {
    int to = at;
    int step = bands < 3 ? 0 : 1;
    for (int from = 0; from < line.length; from += bands) {
      out[to++] = (byte) line[from];
      out[to++] = (byte) line[from + step];
      out[to++] = (byte) line[from + 2 * step];
    }
  }

  private static void inks(int[] line, byte[] out, int at) {
    int to = at;
    for (int from = 0; from < line.length; from += 4) {
      for (int c = 0; c < 3; c++) {
        out[to++] = JpegColours.ink(line[from + c], 255 - line[from + 3]);
      }
    }
  }
}
