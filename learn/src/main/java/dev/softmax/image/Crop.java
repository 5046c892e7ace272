package dev.softmax.image;

import java.util.Arrays;

/// Pieces of pictures; what lies outside of the picture is black, or another even value.
public final class Crop {
  private Crop() {}

  /// The middle of `picture`, `(height, width, C)`, where torchvision's `CenterCrop` sees it; black around
  /// a picture that is smaller.
  ///
  /// @param picture the picture, itself returned if it has the size already
  /// @param height new number of rows, at least 1
  /// @param width new number of columns, at least 1
  /// @throws IllegalArgumentException if a side is less than 1 or the result too large for an array
  public static Picture center(Picture picture, int height, int width) {
    return at(
        picture, begin(picture.height(), height), begin(picture.width(), width), height, width);
  }

  /// The piece of `picture` from row `top` and column `left` on, `(height, width, C)`; black where that is
  /// outside of the picture.
  ///
  /// @param picture the picture, itself returned if the piece is the whole
  /// @param top first row, may be negative
  /// @param left first column, may be negative
  /// @param height new number of rows, at least 1
  /// @param width new number of columns, at least 1
  /// @throws IllegalArgumentException if a side is less than 1 or the result too large for an array
  public static Picture at(Picture picture, int top, int left, int height, int width) {
    return at(picture, top, left, height, width, 0);
  }

  /// The middle of `picture`, with `fill` around it.
  static Picture padded(Picture picture, int height, int width, int fill) {
    return at(
        picture,
        begin(picture.height(), height),
        begin(picture.width(), width),
        height,
        width,
        fill);
  }

  private static Picture at(Picture picture, int top, int left, int height, int width, int fill) {
    int channels = picture.channels();
    if (height < 1 || width < 1 || (long) height * width * channels > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("crop: (%d, %d) of %s".formatted(height, width, picture));
    }
    if (top == 0 && left == 0 && height == picture.height() && width == picture.width()) {
      return picture;
    }
    byte[] out = new byte[height * width * channels];
    if (fill != 0) {
      Arrays.fill(out, (byte) fill);
    }
    int from = Math.max(left, 0);
    int length = (int) Math.min((long) left + width, picture.width()) - from;
    for (int row = Math.max(-top, 0); row < height && row + top < picture.height(); row++) {
      if (length > 0) {
        int in = ((row + top) * picture.width() + from) * channels;
        System.arraycopy(
            picture.data(), in, out, (row * width + from - left) * channels, length * channels);
      }
    }
    return Picture.owning(out, height, width, channels);
  }

  /// The first row or column of the middle: half of what is too much, to the even number where two are
  /// equally near; of what is missing, the smaller half comes first.
  private static int begin(int length, int wanted) {
    return wanted > length ? -((wanted - length) / 2) : (int) Math.rint((length - wanted) / 2.0);
  }
}
