package dev.softmax.tensor;

/// What follows a convolution in the same pass.
public enum Rectifier {
  /// Nothing.
  NONE(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY),
  /// `max(x, 0)`.
  RELU(0, Float.POSITIVE_INFINITY),
  /// `min(max(x, 0), 6)`.
  RELU6(0, 6);

  private final float least;
  private final float most;

  Rectifier(float least, float most) {
    this.least = least;
    this.most = most;
  }

  /// The least result.
  float least() {
    return least;
  }

  /// The largest result.
  float most() {
    return most;
  }
}
