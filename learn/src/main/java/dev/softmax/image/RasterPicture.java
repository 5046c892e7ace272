package dev.softmax.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// Files of all formats but JPEG, by readers of the JDK, and of TwelveMonkeys for WebP. Samples are taken
/// out of what a reader gives one by one: its own conversions of colours would apply profiles.
final class RasterPicture {
  private RasterPicture() {}

  static Picture decode(byte[] file, PictureFormat format, PictureOptions options)
      throws IOException {
    ImageReader reader = reader(format);
    try (MemoryCacheImageInputStream input =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(input, false, true);
      options.check(reader.getWidth(0), reader.getHeight(0));
      return picture(reader.read(0));
    } finally {
      reader.dispose();
    }
  }

  private static ImageReader reader(PictureFormat format) throws IOException {
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

  private static Picture picture(BufferedImage image) {
    Raster raster = image.getRaster();
    int height = raster.getHeight();
    int width = raster.getWidth();
    byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(height, width), 3)];
    int bands = raster.getNumBands();
    boolean wide = raster.getSampleModel().getDataType() == DataBuffer.TYPE_USHORT;
    int[] line = new int[width * bands];
    int to = 0;
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, line);
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          int value;
          if (image.getColorModel() instanceof IndexColorModel palette) {
            value = palette.getRGB(line[x]) >> (16 - 8 * c);
          } else {
            value = line[x * bands + (bands < 3 ? 0 : c)] >> (wide ? 8 : 0);
          }
          out[to++] = (byte) value;
        }
      }
    }
    return Picture.owning(out, height, width, 3);
  }
}
