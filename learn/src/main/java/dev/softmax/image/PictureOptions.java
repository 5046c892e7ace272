package dev.softmax.image;

import java.io.IOException;

/// How picture files are read.
///
/// @param maxPixels the most pixels of a picture, which its header tells before anything is decoded; each
///     takes 3 bytes, and up to 8 more while it is decoded
public record PictureOptions(long maxPixels) {
  /// Pillow's limit: a quarter of a gigabyte at 3 bytes a pixel, twice.
  private static final long MAX_PIXELS = 178_956_970;

  /// Three samples a pixel are to fit in an array.
  private static final long MOST = Integer.MAX_VALUE / 3;

  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if the limit is less than 1 or more than an array can have
  public PictureOptions {
    if (maxPixels < 1 || maxPixels > MOST) {
      throw new IllegalArgumentException(
          "the most pixels of a picture are 1 to " + MOST + ", not " + maxPixels);
    }
  }

  /// At most 178,956,970 pixels.
  public static PictureOptions defaults() {
    return new PictureOptions(MAX_PIXELS);
  }

  /// These options with another limit.
  ///
  /// @param value the most pixels of a picture
  public PictureOptions withMaxPixels(long value) {
    return new PictureOptions(value);
  }

  /// Refuses a picture that is too large.
  ///
  /// @throws IOException if it has more pixels than are allowed, or none
  void check(int width, int height) throws IOException {
    if (width < 1 || height < 1) {
      throw new IOException("it is %d×%d pixels large".formatted(width, height));
    }
    if ((long) width * height > maxPixels) {
      throw new IOException(
          "it has %d×%d = %d pixels, and at most %d are allowed"
              .formatted(width, height, (long) width * height, maxPixels));
    }
  }
}
