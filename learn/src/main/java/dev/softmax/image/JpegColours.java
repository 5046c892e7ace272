package dev.softmax.image;

import dev.softmax.kernel.Parallel;

/// Conversions of JPEG's colours, in the fixed-point numbers of libjpeg and of Pillow.
final class JpegColours {
  private static final int BITS = 16;
  private static final int HALF = 1 << (BITS - 1);

  /// Pixels of one task.
  private static final int BLOCK = 1 << 16;

  /// Sums are from −227 to 480; `CLIPPED` begins so far below 0, and has a power of two of entries, so that
  /// a mask is all that its bounds need.
  private static final int BELOW = 384;

  private static final int MASK = 1023;
  private static final byte[] CLIPPED = new byte[MASK + 1];
  private static final int[] RED_OF_RED = new int[256];
  private static final int[] GREEN_OF_BLUE = new int[256];
  private static final int[] GREEN_OF_RED = new int[256];
  private static final int[] BLUE_OF_BLUE = new int[256];

  static {
    for (int i = 0; i < 256; i++) {
      int x = i - 128;
      RED_OF_RED[i] = (fixed(1.402) * x + HALF) >> BITS;
      GREEN_OF_BLUE[i] = HALF - fixed(0.34414) * x;
      GREEN_OF_RED[i] = -fixed(0.71414) * x;
      BLUE_OF_BLUE[i] = (fixed(1.772) * x + HALF) >> BITS;
    }
    for (int i = 0; i <= MASK; i++) {
      CLIPPED[i] = (byte) Math.clamp(i - BELOW, 0, 255);
    }
  }

  private static int fixed(double factor) {
    return (int) (factor * (1 << BITS) + 0.5);
  }

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
          int end = (int) Math.min(pixels, (task + 1L) * BLOCK);
          convert(samples, task * BLOCK * channels, end * channels, channels);
        });
  }

  /// With tables, since neighbouring samples of one pixel keep the compiler from using vectors.
  private static void convert(byte[] samples, int begin, int end, int channels) {
    int[] redOfRed = RED_OF_RED;
    int[] greenOfBlue = GREEN_OF_BLUE;
    int[] greenOfRed = GREEN_OF_RED;
    int[] blueOfBlue = BLUE_OF_BLUE;
    byte[] clipped = CLIPPED;
    for (int at = begin; at < end; at += channels) {
      int y = (samples[at] & 0xff) + BELOW;
      int blue = samples[at + 1] & 0xff;
      int red = samples[at + 2] & 0xff;
      samples[at] = clipped[(y + redOfRed[red]) & MASK];
      samples[at + 1] = clipped[(y + ((greenOfBlue[blue] + greenOfRed[red]) >> BITS)) & MASK];
      samples[at + 2] = clipped[(y + blueOfBlue[blue]) & MASK];
    }
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
