package dev.softmax.image;

/// How a pixel of a resized picture is made of the pixels around its place. Both are stretched over as many
/// pixels as become one where a picture is made smaller ("antialiasing"), as Pillow does it.
public enum Resampling {
  /// A triangle: weights fall linearly to 0 at a distance of one pixel.
  BILINEAR(1),
  /// Keys' cubic with a = −0.5, which reaches over two pixels and is negative beyond the first.
  BICUBIC(2);

  private static final double A = -0.5;

  private final double support;

  Resampling(double support) {
    this.support = support;
  }

  /// The distance, in pixels, from which on weights are 0.
  double support() {
    return support;
  }

  /// The weight at a distance. The order of operations is Pillow's, since the last bit counts.
  double weight(double distance) {
    double x = Math.abs(distance);
    if (this == BILINEAR) {
      return x < 1 ? 1 - x : 0;
    }
    if (x < 1) {
      return ((A + 2) * x - (A + 3)) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
  }
}
