package dev.softmax.image;

import dev.softmax.kernel.Parallel;
import java.util.Arrays;

/// Pictures made smaller or larger, bit for bit as Pillow's `Image.resize` and torchvision's `Resize` do
/// it: all rows to the new width, rounded to 8 bits, and of these all columns to the new height.
public final class Resize {
  /// Rows of one task. Rows do not depend on each other, so their number changes no bit.
  private static final int ROWS = 16;

  private Resize() {}

  /// Resizes `picture (H, W, C)` to an exact size, `(height, width, C)`.
  ///
  /// @param picture the picture, itself returned if it has the size already
  /// @param height new number of rows, at least 1
  /// @param width new number of columns, at least 1
  /// @param resampling how pixels are mixed
  /// @throws IllegalArgumentException if a side is less than 1 or the result too large for an array
  public static Picture exact(Picture picture, int height, int width, Resampling resampling) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("resize: (%d, %d)".formatted(height, width));
    }
    int channels = picture.channels();
    if ((long) height * width * channels > Integer.MAX_VALUE
        || (long) picture.height() * width * channels > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "resize: %s to %d×%d is too large".formatted(picture, width, height));
    }
    if (height == picture.height() && width == picture.width()) {
      return picture;
    }
    byte[] samples = picture.data();
    if (width != picture.width()) {
      samples = columns(picture, width, resampling);
    }
    if (height != picture.height()) {
      samples = rows(samples, picture.height(), height, width * channels, resampling);
    }
    return Picture.owning(samples, height, width, channels);
  }

  /// Resizes `picture (H, W, C)` so that its shorter side has so many pixels; the longer one is
  /// `side · longer / shorter` without its fraction, as torchvision has it.
  ///
  /// @param picture the picture, itself returned if it has the size already
  /// @param side new length of the shorter side, at least 1
  /// @param resampling how pixels are mixed
  /// @throws IllegalArgumentException if the side is less than 1 or the result too large for an array
  public static Picture shorterSide(Picture picture, int side, Resampling resampling) {
    int height = picture.height();
    int width = picture.width();
    long longer = (long) side * Math.max(height, width) / Math.min(height, width);
    int other = (int) Math.min(longer, Integer.MAX_VALUE);
    return height < width
        ? exact(picture, side, other, resampling)
        : exact(picture, other, side, resampling);
  }

  private static byte[] columns(Picture picture, int width, Resampling resampling) {
    int height = picture.height();
    int channels = picture.channels();
    ResampleWeights weights = ResampleWeights.of(picture.width(), width, resampling);
    byte[] in = picture.data();
    byte[] out = new byte[height * width * channels];
    Parallel.forEach(
        (height + ROWS - 1) / ROWS,
        task -> {
          int end = Math.min(height, (task + 1) * ROWS);
          int stride = picture.width() * channels;
          for (int row = task * ROWS; row < end; ) {
            int from = row * stride;
            int to = row * width * channels;
            if (channels == 3) {
              ResampleLoops.colourRow(in, from, weights, out, to);
              row++;
            } else if (row + 4 <= end) {
              ResampleLoops.greyRows(in, from, stride, weights, out, to);
              row += 4;
            } else {
              ResampleLoops.greyRow(in, from, weights, out, to);
              row++;
            }
          }
        });
    return out;
  }

  private static byte[] rows(
      byte[] in, int height, int newHeight, int length, Resampling resampling) {
    ResampleWeights weights = ResampleWeights.of(height, newHeight, resampling);
    byte[] out = new byte[newHeight * length];
    Parallel.forEach(
        (newHeight + ROWS - 1) / ROWS,
        task -> {
          int[] sums = new int[length];
          for (int row = task * ROWS; row < Math.min(newHeight, (task + 1) * ROWS); row++) {
            Arrays.fill(sums, 1 << (ResampleWeights.BITS - 1));
            int[] k = weights.weights();
            int count = weights.count()[row];
            for (int j = 0; j < count; j += 2) {
              int from = (weights.first()[row] + j) * length;
              int tap = row * weights.taps() + j;
              boolean two = j + 1 < count;
              ResampleLoops.addRows(
                  in, from, k[tap], two ? from + length : from, two ? k[tap + 1] : 0, sums);
            }
            ResampleLoops.store(sums, out, row * length);
          }
        });
    return out;
  }
}
