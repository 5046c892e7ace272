package dev.softmax.image;

/// Pictures as a network takes them: of one size, scaled and normalised.
///
/// @param values `(B, H, W, C)`, row-major; may be longer; not copied
/// @param count number of pictures `B`
/// @param height `H`
/// @param width `W`
/// @param channels `C`
public record PreparedPictures(float[] values, int count, int height, int width, int channels) {
  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if there are too few values
  public PreparedPictures {
    if (count < 0
        || height < 1
        || width < 1
        || channels < 1
        || values.length < (long) count * height * width * channels) {
      throw new IllegalArgumentException(
          "pictures: %d values for (%d, %d, %d, %d)"
              .formatted(values.length, count, height, width, channels));
    }
  }
}
