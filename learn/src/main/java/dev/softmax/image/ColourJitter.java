package dev.softmax.image;

/// Changes of colour as torchvision makes them on tensors of bytes (`adjust_brightness`,
/// `adjust_contrast`, `adjust_saturation`): `factor · sample + (1 − factor) · other` in `float`, brought
/// within 0 to 255, without its fraction.
final class ColourJitter {
  /// Shares of red, green and blue in grey.
  private static final float RED = 0.2989f;

  private static final float GREEN = 0.587f;
  private static final float BLUE = 0.114f;

  private static final int BYTE = 0xFF;

  private ColourJitter() {}

  /// Blended with black.
  static Picture brightness(Picture picture, double factor) {
    byte[] in = picture.data();
    byte[] out = new byte[in.length];
    byte[] blended = blend(factor, 0);
    for (int i = 0; i < in.length; i++) {
      out[i] = blended[in[i] & BYTE];
    }
    return Picture.owning(out, picture.height(), picture.width(), picture.channels());
  }

  /// Blended with the mean of its grey.
  static Picture contrast(Picture picture, double factor) {
    byte[] in = picture.data();
    int pixels = picture.height() * picture.width();
    long sum = 0;
    for (int pixel = 0; pixel < pixels; pixel++) {
      sum += grey(in, pixel, picture.channels());
    }
    byte[] blended = blend(factor, (float) ((double) sum / pixels));
    byte[] out = new byte[in.length];
    for (int i = 0; i < in.length; i++) {
      out[i] = blended[in[i] & BYTE];
    }
    return Picture.owning(out, picture.height(), picture.width(), picture.channels());
  }

  /// Blended with its grey; a grey picture stays as it is.
  static Picture saturation(Picture picture, double factor) {
    int channels = picture.channels();
    if (channels == 1) {
      return picture;
    }
    byte[] in = picture.data();
    byte[] out = new byte[in.length];
    float own = (float) factor;
    float other = (float) (1 - factor);
    for (int pixel = 0; pixel < picture.height() * picture.width(); pixel++) {
      float share = other * grey(in, pixel, channels);
      for (int c = 0; c < channels; c++) {
        int i = pixel * channels + c;
        out[i] = clamp(own * (in[i] & BYTE) + share);
      }
    }
    return Picture.owning(out, picture.height(), picture.width(), channels);
  }

  /// What each sample becomes.
  private static byte[] blend(double factor, float other) {
    float own = (float) factor;
    float share = (float) (1 - factor) * other;
    byte[] all = new byte[BYTE + 1];
    for (int sample = 0; sample < all.length; sample++) {
      all[sample] = clamp(own * sample + share);
    }
    return all;
  }

  private static byte clamp(float value) {
    return (byte) (int) Math.clamp(value, 0f, (float) BYTE);
  }

  private static int grey(byte[] in, int pixel, int channels) {
    if (channels == 1) {
      return in[pixel] & BYTE;
    }
    int at = pixel * channels;
    return (int) (RED * (in[at] & BYTE) + GREEN * (in[at + 1] & BYTE) + BLUE * (in[at + 2] & BYTE));
  }
}
