package dev.softmax.kernel;

/// The loops over a whole vocabulary that sampling needs. Each result is the same bits for every
/// kind of kernel and on every machine: maxima are exact, and a weight is made of products, sums and
/// fused products alone, which IEEE 754 rounds in one way. Nothing here is a sum over elements, whose
/// order would depend on the width of a vector.
public final class FloatCandidates {
  /// Elements whose maximum is kept.
  public static final int BLOCK = 128;

  /// Most that a temperature may scale by, either way; what is beyond is as good as 0 or flat.
  private static final double LARGEST_SCALE = 1e30;

  /// From so many elements on vectors are used. Loops of a few turns are not compiled to vectors in
  /// registers, and gain little.
  private static final int LEAST = 1024;

  private static final boolean SIMD = Kernels.choice().bits() > 0;

  private FloatCandidates() {}

  /// Writes the maximum of each [#BLOCK] elements of `x[0 .. n)` to `maxima`, and answers whether
  /// there is no NaN. With a NaN the maxima mean nothing.
  public static boolean maxima(float[] x, int n, float[] maxima) {
    int whole = n / BLOCK;
    boolean numbers = true;
    if (SIMD && n >= LEAST) {
      numbers = SimdCandidates.maxima(x, whole, maxima);
    } else {
      for (int block = 0; block < whole; block++) {
        numbers &= maximum(x, block * BLOCK, (block + 1) * BLOCK, maxima, block);
      }
    }
    if (whole * BLOCK < n) {
      numbers &= maximum(x, whole * BLOCK, n, maxima, whole);
    }
    return numbers;
  }

  private static boolean maximum(float[] x, int from, int to, float[] maxima, int block) {
    float max = Float.NEGATIVE_INFINITY;
    boolean numbers = true;
    for (int i = from; i < to; i++) {
      numbers &= !Float.isNaN(x[i]);
      max = x[i] > max ? x[i] : max;
    }
    // -0 equals 0, and which of the two a maximum is depends on the order of the comparisons.
    maxima[block] = max + 0f;
    return numbers;
  }

  /// Writes `c exp(x / temperature)` of `x[0 .. n)`, none above the finite `max`, to `weights`; `c`
  /// depends on `max` and the temperature only, and the weight of `max` lies near `2^64`. Weights
  /// below `exp(-106)` of the largest one are 0.
  public static void weights(float[] x, int n, float max, double temperature, float[] weights) {
    double beta = scale(temperature);
    float high = (float) beta;
    float low = (float) (beta - high);
    float shift = FloatExp.shift(max, high);
    int exponent = FloatExp.exponent(max, high);
    float least = (max - shift) * high - FloatExp.DEPTH;
    int i =
        SIMD && n >= LEAST
            ? SimdCandidates.weights(x, n, shift, high, low, exponent, least, weights)
            : 0;
    for (; i < n; i++) {
      weights[i] = FloatExp.of(x[i], shift, high, low, exponent, least);
    }
  }

  /// The weight that [#weights] gives `max` itself.
  public static float largestWeight(float max, double temperature) {
    double beta = scale(temperature);
    float high = (float) beta;
    float shift = FloatExp.shift(max, high);
    return FloatExp.of(
        max,
        shift,
        high,
        (float) (beta - high),
        FloatExp.exponent(max, high),
        (max - shift) * high - FloatExp.DEPTH);
  }

  private static double scale(double temperature) {
    return Math.clamp(1 / temperature, 1 / LARGEST_SCALE, LARGEST_SCALE);
  }
}
