package dev.softmax.cli.report;

import dev.softmax.image.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/// A picture small enough to be in a page.
final class Thumbnail {
  /// Pixels of the longer side.
  private static final int SIDE = 96;

  private Thumbnail() {}

  /// The picture as an address of its own data.
  static String uri(Picture picture) {
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(small(picture), "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /// Each pixel is the mean of those that it covers; small pictures stay as they are.
  private static BufferedImage small(Picture picture) {
    double scale = Math.max(1, Math.max(picture.height(), picture.width()) / (double) SIDE);
    int height = Math.max(1, (int) Math.round(picture.height() / scale));
    int width = Math.max(1, (int) Math.round(picture.width() / scale));
    byte[] samples = picture.colour().samples();
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      int top = y * picture.height() / height;
      int bottom = (y + 1) * picture.height() / height;
      for (int x = 0; x < width; x++) {
        int left = x * picture.width() / width;
        int right = (x + 1) * picture.width() / width;
        int rgb = 0;
        for (int channel = 0; channel < 3; channel++) {
          long sum = 0;
          for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
              sum += samples[3 * (row * picture.width() + column) + channel] & 0xff;
            }
          }
          rgb = rgb << 8 | (int) (sum / ((long) (bottom - top) * (right - left)));
        }
        image.setRGB(x, y, rgb);
      }
    }
    return image;
  }
}
