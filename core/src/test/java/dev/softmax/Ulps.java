package dev.softmax;

import java.math.BigDecimal;
import java.math.MathContext;

/// How far results are from the exact value, in units of the last place of the exact value as the
/// type would round it: below the normal numbers that is the spacing of the subnormal ones.
final class Ulps {
  private Ulps() {}

  static double of(double got, BigDecimal exact) {
    if (!Double.isFinite(got)) {
      return Double.POSITIVE_INFINITY;
    }
    BigDecimal ulp = new BigDecimal(Math.ulp(exact.doubleValue()));
    return new BigDecimal(got).subtract(exact).divide(ulp, MathContext.DECIMAL64).doubleValue();
  }

  static double of(float got, BigDecimal exact) {
    if (!Float.isFinite(got)) {
      return Double.POSITIVE_INFINITY;
    }
    BigDecimal ulp = new BigDecimal(Math.ulp(exact.floatValue()));
    return new BigDecimal(got).subtract(exact).divide(ulp, MathContext.DECIMAL64).doubleValue();
  }

  /// Of a `float` result, against a value known to `double` precision.
  static double of(float got, double exact) {
    if (!Float.isFinite(got)) {
      return got == exact ? 0 : Double.POSITIVE_INFINITY;
    }
    return (got - exact) / Math.ulp((float) exact);
  }

  /// Between two results of the same type.
  static double between(double a, double b) {
    return Double.compare(a, b) == 0 || a == b ? 0 : Math.abs(a - b) / Math.ulp(b);
  }

  /// Between two results of the same type.
  static double between(float a, float b) {
    return Float.compare(a, b) == 0 || a == b ? 0 : Math.abs(a - b) / Math.ulp(b);
  }
}
