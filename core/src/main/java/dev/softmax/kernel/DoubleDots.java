package dev.softmax.kernel;

/// Sums of products of two contiguous vectors.
public final class DoubleDots {
  private DoubleDots() {}

  /// `Σ a[i] b[i]` of `n` elements.
  public static double dot(double[] a, int aAt, double[] b, int bAt, int n) {
    if (Kernels.choice().bits() > 0 && n >= 32) {
      return SimdDoubleDots.dot(a, aAt, b, bAt, n);
    }
    double even = 0;
    double odd = 0;
    int i = 0;
    for (; i + 1 < n; i += 2) {
      even += a[aAt + i] * b[bAt + i];
      odd += a[aAt + i + 1] * b[bAt + i + 1];
    }
    return i < n ? even + odd + a[aAt + i] * b[bAt + i] : even + odd;
  }
}
