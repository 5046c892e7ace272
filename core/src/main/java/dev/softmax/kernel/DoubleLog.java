package dev.softmax.kernel;

/// The logarithm of `1 + rest`, the sum of a row's exponentials without one that equals the maximum, with
/// the same bits as a lane of [SimdDoubleLog]: within 1 ULP. Only where the processor multiplies and adds
/// in one step.
///
/// `1 + rest = 2^k (1 + f)` with `1 + f` between the square roots of 1/2 and 2, and for `s = f / (2 + f)`
/// `log(1 + f) = log((1 + s) / (1 - s)) = f - (h - s (h + s² p(s²)))`, `h = f² / 2`; written so, only the last
/// difference rounds much (the form of FreeBSD's `log1p`).
final class DoubleLog {
  /// Interpolation of `(log((1 + s) / (1 - s)) - 2 s) / s³` at the Chebyshev points of `s²`: what is
  /// left out changes the logarithm by 5e-18 of it.
  static final double P0 = 0x1.5555555555558p-1;

  static final double P1 = 0x1.99999999952e2p-2;
  static final double P2 = 0x1.2492492df148dp-2;
  static final double P3 = 0x1.c71c62e5800a1p-3;
  static final double P4 = 0x1.7462b4ab2ef6bp-3;
  static final double P5 = 0x1.39fe606542ddep-3;
  static final double P6 = 0x1.2b584aae78a57p-3;

  /// `ln 2` in two parts; the first has room for a product with `k`.
  static final double LN2_HIGH = 0x1.62e42feep-1;

  static final double LN2_LOW = 0x1.a39ef35793c76p-33;

  /// Bits of the square root of one half: less these, the exponent bits of `1 + rest` are `k`.
  static final long SQRT_HALF = 0x3fe6a09e667f3bcdL;

  private DoubleLog() {}

  /// `log(1 + rest)` for `0 <= rest < 2^53`; NaN where that is NaN.
  static double log1p(double rest) {
    double u = rest + 1;
    double back = u - rest;
    double lost = (rest - (u - back)) + (1 - back);
    long bits = Double.doubleToRawLongBits(u);
    long exponent = (bits - SQRT_HALF) >>> 52;
    double m = Double.longBitsToDouble(bits - (exponent << 52));
    double k = (double) exponent;
    // Where k is 0 nothing was lost: the rest itself is there.
    double f = k == 0 ? rest : m - 1;
    double c = k == 0 ? 0 : lost / u;
    double s = f / (f + 2);
    double z = s * s;
    double p = Math.fma(z, P6, P5);
    p = Math.fma(p, z, P4);
    p = Math.fma(p, z, P3);
    p = Math.fma(p, z, P2);
    p = Math.fma(p, z, P1);
    p = Math.fma(p, z, P0);
    double h = f * f * 0.5;
    double low = Math.fma(k, LN2_LOW, c);
    double difference = h - Math.fma(s, Math.fma(p, z, h), low) - f;
    // The product is 0, or NaN where the rest is.
    return Math.fma(k, LN2_HIGH, -difference) + 0 * rest;
  }
}
