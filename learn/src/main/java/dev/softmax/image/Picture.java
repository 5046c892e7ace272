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
