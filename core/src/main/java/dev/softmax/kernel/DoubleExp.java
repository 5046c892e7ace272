package dev.softmax.kernel;

/// The exponential of `double` logits, the twin of [FloatExp]: the same shift by a whole power of
/// two, a polynomial of degree 11 whose error is 2e-17.
final class DoubleExp {
  static final double LN2 = 0x1.62e42fefa39efp-1;
  static final double LOG2_E = 0x1.71547652b82fep0;
  static final double MINUS_LN2_HIGH = -LN2;
  static final double MINUS_LN2_LOW = -0x1.abc9e3b39803fp-56;

  /// Adding this rounds to the nearest whole number, which then stands in the low bits.
  static final double MAGIC = 0x1.8p52;

  /// Coefficients of `t^2 .. t^11`: the interpolation of `(exp(t) - 1 - t) / t^2` at the Chebyshev
  /// points of `|t| <= 0.35`.
  static final double C2 = 0x1.0000000000001p-1;

  static final double C3 = 0x1.5555555555556p-3;
  static final double C4 = 0x1.5555555553b6cp-5;
  static final double C5 = 0x1.1111111110918p-7;
  static final double C6 = 0x1.6c16c1794e1dcp-10;
  static final double C7 = 0x1.a01a01a83ba17p-13;
  static final double C8 = 0x1.a019b621f9d08p-16;
  static final double C9 = 0x1.71de0be2b5e96p-19;
  static final double C10 = 0x1.2894f52583578p-22;
  static final double C11 = 0x1.af3ce42b12b24p-26;

  /// Power of two that stored exponentials carry.
  static final int BIAS = 400;

  /// Exponent bits of `2^BIAS`.
  static final int BIASED_ONE = 1023 + BIAS;

  /// Below `max - DEPTH` the result is 0: `exp(-747) < 2^-1075`.
  static final double DEPTH = 747;

  /// Up to this size of the scaled maximum the shift is by a power of two.
  static final double SHIFT_FREE = 1e6;

  private DoubleExp() {}

  /// What is subtracted from the logits before they are scaled by `beta`.
  static double shift(double extreme, double beta) {
    return Math.abs(extreme * beta) <= SHIFT_FREE ? 0 : extreme;
  }

  /// The whole power of two by which the row is shifted.
  static int exponent(double extreme, double beta) {
    double scaled = extreme * beta;
    return Math.abs(scaled) <= SHIFT_FREE ? (int) Math.rint(scaled * LOG2_E) : 0;
  }

  /// `2^(BIAS - exponent) exp((x - shift) beta)`, 0 below `low`, with the same bits as a SIMD lane.
  static double of(double x, double shift, double beta, double betaLow, int exponent, double low) {
    double d = x - shift;
    double v = d * beta;
    if (v < low) {
      return 0;
    }
    double z = Math.fma(v, LOG2_E, MAGIC);
    double n = z - MAGIC;
    double t = Math.fma(n, MINUS_LN2_HIGH, v);
    if (beta != 1) {
      t += Math.fma(d, betaLow, Math.fma(d, beta, -v));
    }
    t = Math.fma(n, MINUS_LN2_LOW, t);
    return power(t, z, BIASED_ONE - exponent);
  }

  /// `2^BIAS exp(x - extreme)` with what the difference loses (Knuth's two-sum), 0 where there is none or
  /// it is below `-DEPTH`, with the same bits as a lane of [SimdDoubleAcross#rest].
  static double ofRest(double x, double extreme) {
    double d = x - extreme;
    if (d == 0 || d < -DEPTH) {
      return 0;
    }
    double back = d - x;
    double lost = (x - (d - back)) - (extreme + back);
    double z = Math.fma(d, LOG2_E, MAGIC);
    double n = z - MAGIC;
    double t = Math.fma(n, MINUS_LN2_HIGH, d);
    return power(Math.fma(n, MINUS_LN2_LOW, t + lost), z, BIASED_ONE);
  }

  /// `2^n exp(t)` with the bits of `n` and [#MAGIC] in `z` and those of a factor of a power of two.
  private static double power(double t, double z, int bias) {
    double p = Math.fma(t, C11, C10);
    p = Math.fma(p, t, C9);
    p = Math.fma(p, t, C8);
    p = Math.fma(p, t, C7);
    p = Math.fma(p, t, C6);
    p = Math.fma(p, t, C5);
    p = Math.fma(p, t, C4);
    p = Math.fma(p, t, C3);
    p = Math.fma(p, t, C2);
    p = Math.fma(p, t, 1);
    p = Math.fma(p, t, 1);
    long power = (Double.doubleToRawLongBits(z) + bias) << 52;
    return p * Double.longBitsToDouble(power);
  }

  /// `exp(exponent ln 2 - beta (extreme - shift))`: what turns sums relative to `2^exponent` into
  /// sums relative to the exponential of the extreme itself.
  static double unit(double extreme, double shift, double beta, int exponent) {
    double d = extreme - shift;
    double v = d * beta;
    double t = Math.fma(exponent, MINUS_LN2_HIGH, v) + Math.fma(d, beta, -v);
    return Math.exp(-Math.fma(exponent, MINUS_LN2_LOW, t));
  }

  /// `exp(beta (x - extreme))` for plain loops: what the difference and the product lose in rounding
  /// is found without an fma (Knuth's two-sum, Dekker's product) and put back as a factor.
  static double relative(double x, double extreme, double beta) {
    double d = x - extreme;
    double back = d - x;
    double lost = (x - (d - back)) - (extreme + back);
    double v = d * beta;
    double error = beta == 1 ? lost : lost * beta + productError(d, beta, v);
    double e = Math.exp(v);
    return Math.abs(error) < 1 ? e + e * error : e;
  }

  private static double productError(double a, double b, double product) {
    double split = 0x1p27 + 1;
    double ca = split * a;
    double ah = ca - (ca - a);
    double cb = split * b;
    double bh = cb - (cb - b);
    double al = a - ah;
    double bl = b - bh;
    return ((ah * bh - product) + ah * bl + al * bh) + al * bl;
  }
}
