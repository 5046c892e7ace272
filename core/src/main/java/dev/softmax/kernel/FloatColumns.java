package dev.softmax.kernel;

/// Products of columns that lie strip by strip; a strip has [FloatFeatures#STRIP] rows.
public final class FloatColumns {
  private static final int STRIP = FloatFeatures.STRIP;

  private FloatColumns() {}

  /// `y = x_p x_q`, element by element.
  ///
  /// @param x the columns, each strip after strip
  /// @param p where the first one begins
  /// @param q where the second one begins
  /// @param strips how many strips each has
  /// @param yAt where the product begins
  /// @param yStrip distance of its strips
  public static void multiply(float[] x, int p, int q, int strips, float[] y, int yAt, int yStrip) {
    boolean simd = Kernels.choice().bits() > 0;
    for (int strip = 0; strip < strips; strip++) {
      int from = strip * STRIP;
      int to = yAt + strip * yStrip;
      if (simd) {
        SimdElements.multiply(x, p + from, x, q + from, y, to, STRIP);
      } else {
        for (int lane = 0; lane < STRIP; lane++) {
          y[to + lane] = x[p + from + lane] * x[q + from + lane];
        }
      }
    }
  }
}
