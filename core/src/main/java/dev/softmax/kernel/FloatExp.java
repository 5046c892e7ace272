package dev.softmax.kernel;

/// The exponential of `float` logits in the form every kernel shares, one element at a time.
///
/// A row is shifted by a whole power of two instead of by its maximum: with
/// `n = round(x / ln 2)` and `t = x - n ln 2`, `exp(x) = 2^n exp(t)`, and only `n` is shifted. The
/// difference `x - max` is therefore never rounded, which would cost up to 32 ULP in the tail of a
/// row. Stored values carry the factor `2^BIAS`, so that the one multiplication that normalises a
/// row also rounds results down to the subnormals correctly. Range reduction after Cody and Waite;
/// polynomial and shift by exponent bits as in Dukhan and Ablavatski, arXiv 2001.04438.
final class FloatExp {
  /// `log2(e)`.
  static final float LOG2_E = 0x1.715476p0f;

  /// `-ln 2`, upper part; with all 24 bits `x - n ln 2` is exact, as the sum is formed by one fma.
  static final float MINUS_LN2_HIGH = -0x1.62E43p-1f;

  /// `-ln 2`, what the upper part leaves.
  static final float MINUS_LN2_LOW = 0x1.05C61p-29f;

  /// Adding this rounds to the nearest whole number, which then stands in the low bits.
  static final float MAGIC = 0x1.8p23f;

  /// Coefficients of `t^2 .. t^6`, found by a search for the least largest error of the rounded
  /// whole: 0.8807 ULP over every `float` from -87 to 88 (`ExponentialErrorTest`).
  static final float C2 = 0x1.fffff8p-2f;

  static final float C3 = 0x1.55543cp-3f;
  static final float C4 = 0x1.55596cp-5f;
  static final float C5 = 0x1.126ap-7f;
  static final float C6 = 0x1.6ac73cp-10f;

  /// Coefficients of `t .. t^5` of a shorter polynomial, for exponentials of which nothing but their sum is
  /// wanted: times [#SUM_SCALE], and with the upper part of `ln 2` alone, within 1.4e-7 of `exp(x)` close
  /// to 0 and within 2.1e-7 as far as [#WINDOW], each divided by `exp(x)`; found in the same way.
  static final float SUM_C1 = 0x1.fffff6p-1f;

  static final float SUM_C2 = 0x1.fffd0ep-2f;
  static final float SUM_C3 = 0x1.55594cp-3f;
  static final float SUM_C4 = 0x1.5761eep-5f;
  static final float SUM_C5 = 0x1.101bd6p-7f;

  /// Puts the largest errors above and below at the same distance.
  static final double SUM_SCALE = 1 + 7.09e-8;

  /// Power of two that stored exponentials carry.
  static final int BIAS = 64;

  /// Exponent bits of `2^BIAS`.
  static final int BIASED_ONE = 127 + BIAS;

  /// Below `max - DEPTH` the result is 0: `exp(-106) < 2^-150`, half the smallest `float`.
  static final float DEPTH = 106;

  /// Up to this size of the scaled maximum `n` is exact and small; beyond it the maximum itself is
  /// subtracted first, exactly, since every element that counts is then within a factor of two.
  static final float SHIFT_FREE = 16384;

  /// Where the maximum of a row lies within this distance of 0, the row need not be shifted at all:
  /// whatever counts beside it, `exp(-104) < 2^-150`, is above `WINDOW_LOW`, and no stored value leaves the range of a
  /// `float`. The maximum need not be known beforehand then, which saves a pass.
  static final float WINDOW = 28;

  /// Whole powers of two, up and down, of exponentials in the window.
  static final int WINDOW_EXPONENT = (int) (WINDOW * LOG2_E);

  static final float WINDOW_LOW = -132;

  private FloatExp() {}

  /// What is subtracted from the logits before they are scaled by `beta`.
  static float shift(float extreme, float beta) {
    return Math.abs(extreme * beta) <= SHIFT_FREE ? 0 : extreme;
  }

  /// The whole power of two by which the row is shifted.
  static int exponent(float extreme, float beta) {
    float scaled = extreme * beta;
    return Math.abs(scaled) <= SHIFT_FREE ? (int) Math.rint(scaled * LOG2_E) : 0;
  }

  /// `2^(BIAS - exponent) exp((x - shift) beta)`, 0 below `low`, with the same bits as a SIMD lane.
  static float of(float x, float shift, float beta, float betaLow, int exponent, float low) {
    float d = x - shift;
    float v = d * beta;
    if (v < low) {
      return 0;
    }
    float z = Math.fma(v, LOG2_E, MAGIC);
    float n = z - MAGIC;
    float t = Math.fma(n, MINUS_LN2_HIGH, v);
    if (beta != 1) {
      t += Math.fma(d, betaLow, Math.fma(d, beta, -v));
    }
    t = Math.fma(n, MINUS_LN2_LOW, t);
    float p = Math.fma(t, C6, C5);
    p = Math.fma(p, t, C4);
    p = Math.fma(p, t, C3);
    p = Math.fma(p, t, C2);
    p = Math.fma(p, t, 1);
    p = Math.fma(p, t, 1);
    return p * Float.intBitsToFloat((Float.floatToRawIntBits(z) + BIASED_ONE - exponent) << 23);
  }

  /// What stored values are multiplied by for them to be `exp(x - extreme)`, at a scale of 1.
  static double unit(float extreme) {
    float shift = shift(extreme, 1);
    return DoubleExp.unit(extreme, shift, 1, exponent(extreme, 1)) * 0x1p-64;
  }

  /// `log(1 + rest)` for `rest >= 0`, also where `1 + rest` rounds: what that loses is put back.
  static double log1p(double rest) {
    double u = 1 + rest;
    return u == 1 || u == Double.POSITIVE_INFINITY ? rest : Math.log(u) + (rest - (u - 1)) / u;
  }
}
