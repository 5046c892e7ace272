package dev.softmax.image;

import dev.softmax.kernel.Parallel;

/// Conversions of JPEG's colours, in the fixed-point numbers of libjpeg and of Pillow.
final class JpegColours {
  private static final int BITS = 16;
  private static final int HALF = 1 << (BITS - 1);

  /// Factors times 2¹⁶, rounded: 1.402, 0.34414, 0.71414 and 1.772.
  private static final int R_RED = 91881;

  private static final int G_BLUE = 22554;
  private static final int G_RED = 46802;
  private static final int B_BLUE = 116130;

  /// Pixels of one task.
  private static final int BLOCK = 1 << 16;

  /// Pixels that are taken apart at once, and stay in the first cache.
  private static final int PIECE = 1024;

  private JpegColours() {}

  /// Y, Cb and Cr → red, green and blue, in place (JFIF; libjpeg's `ycc_rgb_convert`).
  ///
  /// @param samples pixels of `channels` samples, of which the first three are converted
  /// @param channels 3 or 4
  static void yccToRgb(byte[] samples, int channels) {
    int pixels = samples.length / channels;
    Parallel.forEach(
        (pixels + BLOCK - 1) / BLOCK,
        task -> {
          int[] y = new int[PIECE];
          int[] blue = new int[PIECE];
          int[] red = new int[PIECE];
          int end = (int) Math.min(pixels, (task + 1L) * BLOCK);
          for (int pixel = task * BLOCK; pixel < end; pixel += PIECE) {
            int count = Math.min(PIECE, end - pixel);
            for (int c = 0; c < 3; c++) {
              take(
                  samples, pixel * channels + c, channels, c == 0 ? y : c == 1 ? blue : red, count);
            }
            convert(y, blue, red, count);
            for (int c = 0; c < 3; c++) {
              put(c == 0 ? y : c == 1 ? blue : red, count, samples, pixel * channels + c, channels);
            }
          }
        });
  }

  private static void take(byte[] samples, int at, int step, int[] to, int count) {
    for (int i = 0, from = at; i < count; i++, from += step) {
      to[i] = samples[from] & 0xff;
    }
  }

  private static void put(int[] values, int count, byte[] samples, int at, int step) {
    for (int i = 0, to = at; i < count; i++, to += step) {
      samples[to] = (byte) values[i];
    }
  }

  /// Of planes, which the compiler can do with vectors.
  private static void convert(int[] y, int[] blue, int[] red, int count) {
    for (int i = 0; i < count; i++) {
      int b = blue[i] - 128;
      int r = red[i] - 128;
      int luma = y[i];
      y[i] = clip(luma + ((R_RED * r + HALF) >> BITS));
      blue[i] = clip(luma + ((HALF - G_BLUE * b - G_RED * r) >> BITS));
      red[i] = clip(luma + ((B_BLUE * b + HALF) >> BITS));
    }
  }

  /// 0 to 255; `Math.clamp` takes a `long`, which is slower.
  private static int clip(int value) {
    return Math.min(Math.max(value, 0), 255);
  }

  /// `255 − v` of the first three samples of each four: libjpeg's YCCK has them the other way round.
  static void invert(byte[] samples) {
    for (int at = 0; at < samples.length; at += 4) {
      samples[at] = (byte) ~samples[at];
      samples[at + 1] = (byte) ~samples[at + 1];
      samples[at + 2] = (byte) ~samples[at + 2];
    }
  }

  /// Cyan, magenta, yellow and black, each stored as `255 − v` as Adobe does and Pillow expects → red,
  /// green and blue by Pillow's formula `n − c · n / 255`, `n = 255 − black`.
  static byte[] invertedCmykToRgb(byte[] samples) {
    byte[] rgb = new byte[samples.length / 4 * 3];
    for (int from = 0, to = 0; from < samples.length; from += 4, to += 3) {
      int n = samples[from + 3] & 0xff;
      for (int c = 0; c < 3; c++) {
        rgb[to + c] = ink(255 - (samples[from + c] & 0xff), n);
      }
    }
    return rgb;
  }

  /// What is left of the light `n` behind ink, with Pillow's division by 255.
  static byte ink(int ink, int n) {
    int product = ink * n + 128;
    return (byte) (n - (((product >> 8) + product) >> 8));
  }
}
