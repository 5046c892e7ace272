package dev.softmax.image;

import java.util.Arrays;

/// A picture of 8-bit samples `(H, W, C)`, row-major, channels last: 1 channel is grey, 3 are red, green
/// and blue. Immutable.
public final class Picture {
  private final int height;
  private final int width;
  private final int channels;
  private final byte[] samples;

  private Picture(int height, int width, int channels, byte[] samples) {
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.samples = samples;
  }

  /// A picture of samples `(H, W, C)`.
  ///
  /// @param samples without sign; copied
  /// @throws IllegalArgumentException if it has no pixel, other than 1 or 3 channels, or another number
  ///     of samples
  public static Picture of(byte[] samples, int height, int width, int channels) {
    return owning(samples.clone(), height, width, channels);
  }

  /// A picture that takes the array as its own.
  static Picture owning(byte[] samples, int height, int width, int channels) {
    if (height < 1
        || width < 1
        || (channels != 1 && channels != 3)
        || samples.length != (long) height * width * channels) {
      throw new IllegalArgumentException(
          "picture: %d samples for (%d, %d, %d)"
              .formatted(samples.length, height, width, channels));
    }
    return new Picture(height, width, channels, samples);
  }

  /// Number of rows.
  public int height() {
    return height;
  }

  /// Number of columns.
  public int width() {
    return width;
  }

  /// 1 or 3.
  public int channels() {
    return channels;
  }

  /// This picture in grey `(H, W, 1)` as Pillow's mode `L` has it, `(19595 R + 38470 G + 7471 B + 2¹⁵) / 2¹⁶`
  /// (ITU-R BT.601), or itself if it is grey already.
  public Picture grey() {
    if (channels == 1) {
      return this;
    }
    byte[] grey = new byte[height * width];
    for (int i = 0, at = 0; i < grey.length; i++, at += 3) {
      int red = samples[at] & 0xff;
      int green = samples[at + 1] & 0xff;
      int blue = samples[at + 2] & 0xff;
      grey[i] = (byte) ((19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16);
    }
    return new Picture(height, width, 1, grey);
  }

  /// This picture with three channels `(H, W, 3)`, which are equal if it was grey.
  ///
  /// @throws IllegalArgumentException if that is too large for an array
  public Picture colour() {
    if (channels == 3) {
      return this;
    }
    if (3L * samples.length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("picture: " + this + " is too large for three channels");
    }
    byte[] colour = new byte[3 * samples.length];
    for (int i = 0, at = 0; i < samples.length; i++, at += 3) {
      colour[at] = samples[i];
      colour[at + 1] = samples[i];
      colour[at + 2] = samples[i];
    }
    return new Picture(height, width, 3, colour);
  }

  /// The samples themselves `(H, W, C)`; not to be written to.
  byte[] data() {
    return samples;
  }

  /// A copy of the samples `(H, W, C)`, without sign.
  public byte[] samples() {
    return samples.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Picture that
        && height == that.height
        && width == that.width
        && Arrays.equals(samples, that.samples);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(samples);
  }

  /// Its size, such as `640×480×3` (width, height, channels).
  @Override
  public String toString() {
    return width + "×" + height + "×" + channels;
  }
}
