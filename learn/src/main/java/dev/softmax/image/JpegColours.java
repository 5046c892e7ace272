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
          int end = (int) Math.min(pixels, (task + 1L) * BLOCK) * channels;
          for (int at = task * BLOCK * channels; at < end; at += channels) {
            int y = samples[at] & 0xff;
            int blue = (samples[at + 1] & 0xff) - 128;
            int red = (samples[at + 2] & 0xff) - 128;
            samples[at] = clip(y + ((R_RED * red + HALF) >> BITS));
            samples[at + 1] = clip(y + ((HALF - G_BLUE * blue - G_RED * red) >> BITS));
            samples[at + 2] = clip(y + ((B_BLUE * blue + HALF) >> BITS));
          }
        });
  }

  /// 0 to 255; `Math.clamp` takes a `long`, which is slower.
  private static byte clip(int value) {
    return (byte) Math.min(Math.max(value, 0), 255);
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
