package dev.softmax.kernel;

import java.util.Arrays;

/// What is done with rows of scores, which are in units of `ln 2`: a score `x` means the weight `2^x`
/// before it is normalised. Rows have room for whole vectors.
final class AttentionRows {
  /// Coefficients of `t .. t^5` of `2^t` between -1/2 and 1/2, the least relative error with 1 as the
  /// first: 1.6e-7 with the rounding of `float`.
  static final float C1 = 0x1.62e42ap-1f;

  static final float C2 = 0x1.ebf9bcp-3f;
  static final float C3 = 0x1.c6b752p-5f;
  static final float C4 = 0x1.3cea88p-7f;
  static final float C5 = 0x1.5bba14p-10f;

  /// Powers below this are 0: their exponent bits would not be those of a number.
  static final float LOW = -126;

  private static final boolean SIMD = Kernels.choice().bits() > 0;
  static final int LANES = SIMD ? SimdAttentionRows.WIDTH : 1;

  private AttentionRows() {}

  private static int whole(int n) {
    return (n + LANES - 1) / LANES * LANES;
  }

  /// The mask of a row: adds the bias, in natural units, to the `seen` scores of keys from `key` on.
  static void bias(KeyMask mask, float[] bias, int biasAt, float[] x, int at, int seen) {
    int whole = SIMD && mask.keyStride() == 1 ? seen / LANES * LANES : 0;
    if (whole > 0) {
      SimdAttentionRows.bias(x, at, bias, biasAt, whole);
    }
    for (int i = whole; i < seen; i++) {
      float added = bias[biasAt + i * mask.keyStride()];
      x[at + i] =
          added == Float.NEGATIVE_INFINITY ? added : Math.fma(added, FloatExp.LOG2_E, x[at + i]);
    }
  }

  /// The largest of the first `n > 0`, leaving out NaN; `-∞` where there is none. Overwrites what follows up
  /// to the end of a vector.
  static float max(float[] x, int at, int n) {
    if (SIMD) {
      int whole = whole(n);
      Arrays.fill(x, at + n, at + whole, Float.NEGATIVE_INFINITY);
      return SimdAttentionRows.max(x, at, whole);
    }
    float max = Float.NEGATIVE_INFINITY;
    for (int i = at; i < at + n; i++) {
      max = x[i] > max ? x[i] : max;
    }
    return max;
  }

  /// `x = 2^(x - shift)` for the first `n > 0`. What follows up to the end of a vector is `-∞` before and 0
  /// after. The sums of each lane go to `sums`, for [#total].
  static void power(float[] x, int at, int n, float shift, float[] sums, int sumsAt) {
    if (SIMD) {
      SimdAttentionRows.power(x, at, whole(n), shift, sums, sumsAt);
      return;
    }
    double sum = 0;
    for (int i = at; i < at + n; i++) {
      x[i] = power(x[i] - shift);
      sum += x[i];
    }
    sums[sumsAt] = (float) sum;
  }

  /// The sums of the lanes of `rows` rows, in the order of the lanes whatever the compiler makes of it,
  /// to `totals`. Rows take turns, since one alone would wait for each addition.
  static void total(float[] sums, int rows, float[] totals) {
    Arrays.fill(totals, 0, rows, 0);
    for (int lane = 0; lane < LANES; lane++) {
      for (int row = 0; row < rows; row++) {
        totals[row] += sums[row * LANES + lane];
      }
    }
  }

  /// `2^v`, with the same bits as a lane.
  static float power(float v) {
    if (v < LOW) {
      return 0;
    }
    float z = v + FloatExp.MAGIC;
    float t = v - (z - FloatExp.MAGIC);
    float p = Math.fma(t, C5, C4);
    p = Math.fma(p, t, C3);
    p = Math.fma(p, t, C2);
    p = Math.fma(p, t, C1);
    p = Math.fma(p, t, 1);
    return p * Float.intBitsToFloat((Float.floatToRawIntBits(z) + 127) << 23);
  }

  /// The weights `x = 2^(x - log)` and the slopes `y = x (y - delta) scale` of the first `n`. What
  /// follows up to the end of a vector is anything.
  static void slopes(
      float[] x, int at, float[] y, int to, int n, float log, float delta, float scale) {
    if (SIMD) {
      SimdAttentionRows.slopes(x, at, y, to, whole(n), log, delta, scale);
      return;
    }
    for (int i = 0; i < n; i++) {
      float p = power(x[at + i] - log);
      x[at + i] = p;
      y[to + i] = p == 0 ? 0 : p * ((y[to + i] - delta) * scale);
    }
  }

  /// `y = factor x`; `y` may be `x`.
  static void scaled(float[] x, int at, float[] y, int to, int n, float factor) {
    int whole = SIMD ? n / LANES * LANES : 0;
    if (whole > 0) {
      // Vectors of a few dozen elements, for which a plain loop is not yet under way.
      SimdAttentionRows.scaled(x, at, y, to, whole, factor);
    }
    for (int i = whole; i < n; i++) {
      y[to + i] = factor * x[at + i];
    }
  }

  /// `y += x`.
  static void add(float[] x, int at, float[] y, int to, int n) {
    int whole = SIMD ? n / LANES * LANES : 0;
    if (whole > 0) {
      SimdAttentionRows.add(x, at, y, to, whole);
    }
    for (int i = whole; i < n; i++) {
      y[to + i] += x[at + i];
    }
  }

  /// `x *= y`.
  static void multiply(float[] x, int at, float[] y, int from, int n) {
    for (int i = 0; i < n; i++) {
      x[at + i] *= y[from + i];
    }
  }

  /// `y = x / total` for `n` elements; zeros where the total is 0: nothing was seen.
  static void normalise(float[] x, int at, float[] y, int to, int n, double total) {
    if (total == 0) {
      Arrays.fill(y, to, to + n, 0);
      return;
    }
    scaled(x, at, y, to, n, (float) (1 / total));
  }

  /// Binary logarithm of the sum of a row's powers, where `total` is the sum relative to the maximum;
  /// `∞` where nothing was seen, which lets every weight be 0.
  static float log(float max, double total) {
    return total == 0 ? Float.POSITIVE_INFINITY : (float) (max + Math.log(total) / Math.log(2));
  }

  /// Whether one of `n` is NaN.
  static boolean hasNaN(float[] x, int at, int n) {
    for (int i = at; i < at + n; i++) {
      if (Float.isNaN(x[i])) {
        return true;
      }
    }
    return false;
  }
}
