package dev.softmax;

import org.jspecify.annotations.Nullable;

/// Scores at temperatures that kernels cannot multiply by the reciprocal of, since it is no number of
/// the type, or that let scores lie further apart than the largest number: the same quotients
/// `(x − m) / T` from scores and a temperature that are both multiplied by a power of two. The
/// maximum is taken away so that nothing of interest overflows; what does is −∞, and has no share.
final class Rescaled {
  private Rescaled() {}

  /// The exponent that brings a temperature near 1.
  static int exponent(double temperature) {
    return -Math.getExponent(temperature);
  }

  /// `(x − m) 2^exponent`, of the allowed elements of each vector, `m` their maximum; for softmin
  /// (`sign` −1) their minimum.
  ///
  /// @param x the scores
  /// @param out receives them in the same places; may be `x`
  static void scores(
      double[] x, Axis axis, int sign, boolean @Nullable [] mask, int exponent, double[] out) {
    int inner = axis.inner();
    int size = axis.size();
    for (int v = 0; v < axis.vectors(); v++) {
      int relative = v / inner * size * inner + v % inner;
      int first = axis.offset() + relative;
      double max = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < size; k++) {
        int at = relative + k * inner;
        if (mask == null || mask[mask.length == size ? k : at]) {
          // Math.max hands NaN on.
          max = Math.max(max, sign * x[first + k * inner]);
        }
      }
      for (int k = 0; k < size; k++) {
        int i = first + k * inner;
        double score = sign * x[i];
        // A hot temperature's scores lose digits that do not count; of a cold one's the difference
        // is what must not.
        double apart =
            exponent < 0
                ? Math.scalb(score, exponent) - Math.scalb(max, exponent)
                : Math.scalb(score - max, exponent);
        out[i] = sign * apart;
      }
    }
  }

  /// The scores of `float` vectors, as those of `double`.
  ///
  /// @param x the scores
  /// @param out receives them in the same places; may be `x`
  static void scores(
      float[] x, Axis axis, int sign, boolean @Nullable [] mask, int exponent, float[] out) {
    int inner = axis.inner();
    int size = axis.size();
    for (int v = 0; v < axis.vectors(); v++) {
      int relative = v / inner * size * inner + v % inner;
      int first = axis.offset() + relative;
      float max = Float.NEGATIVE_INFINITY;
      for (int k = 0; k < size; k++) {
        int at = relative + k * inner;
        if (mask == null || mask[mask.length == size ? k : at]) {
          max = Math.max(max, sign * x[first + k * inner]);
        }
      }
      for (int k = 0; k < size; k++) {
        int i = first + k * inner;
        float score = sign * x[i];
        float apart =
            exponent < 0
                ? Math.scalb(score, exponent) - Math.scalb(max, exponent)
                : Math.scalb(score - max, exponent);
        out[i] = sign * apart;
      }
    }
  }

  /// Divides what `axis` reaches by a temperature.
  static void divide(double[] x, Axis axis, double temperature) {
    for (int i = axis.offset(); i < axis.end(); i++) {
      x[i] /= temperature;
    }
  }

  /// Divides what `axis` reaches by a temperature.
  static void divide(float[] x, Axis axis, double temperature) {
    for (int i = axis.offset(); i < axis.end(); i++) {
      x[i] = (float) (x[i] / temperature);
    }
  }
}
