package dev.softmax.image;

/// What makes logits of prepared pictures: a network of this library, or a model of another runtime. For
/// many threads at once.
public interface PictureScorer {
  /// Number of classes `K`.
  int classes();

  /// Number of channels `C` of a picture.
  int channels();

  /// Number of features `F` that the last layer sees; 0 where they cannot be had.
  int featureWidth();

  /// Pictures `(B, H, W, C)`, row-major → logits `(B, K)`.
  ///
  /// @param batch prepared pictures
  /// @throws IllegalArgumentException if height, width or channels do not suit
  float[] logits(PreparedPictures batch);

  /// Pictures `(B, H, W, C)` → features `(B, F)`.
  ///
  /// @param batch prepared pictures
  /// @throws UnsupportedOperationException where there are none
  float[] features(PreparedPictures batch);

  /// Features `(B, F)` → logits `(B, K)`: the last layer alone.
  ///
  /// @param features row-major
  /// @throws IllegalArgumentException if they are no rows of `F`
  /// @throws UnsupportedOperationException where there are none
  default float[] classify(float[] features) {
    throw new UnsupportedOperationException(this + ": has no features to classify");
  }
}
