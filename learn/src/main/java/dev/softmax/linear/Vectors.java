package dev.softmax.linear;

/// Arithmetic of the solvers on whole arrays.
final class Vectors {
  private Vectors() {}

  static double dot(double[] a, double[] b) {
    return dot(a, b, a.length);
  }

  /// Sum of the first `n` products. Four sums, because one would wait for each addition.
  static double dot(double[] a, double[] b, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < n; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /// `y += factor · x`
  static void addScaled(double[] y, double factor, double[] x) {
    for (int i = 0; i < y.length; i++) {
      y[i] += factor * x[i];
    }
  }

  /// `y *= factor`
  static void scale(double[] y, double factor) {
    for (int i = 0; i < y.length; i++) {
      y[i] *= factor;
    }
  }

  /// Largest magnitude; NaN if there is one.
  static double maxNorm(double[] x) {
    double largest = 0;
    for (double v : x) {
      largest = Math.max(largest, Math.abs(v));
    }
    return largest;
  }
}
