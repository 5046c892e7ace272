package dev.softmax.plot;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers as text, the same in every country.
final class Numbers {
  /// The minus sign of print, wider than a hyphen.
  static final char MINUS = '\u2212';

  private Numbers() {}

  /// A coordinate to a hundredth of a pixel.
  static String coordinate(double value) {
    return plain(value, 2);
  }

  /// A coordinate or the element of a matrix, to 1e-4.
  static String precise(double value) {
    return plain(value, 4);
  }

  private static String plain(double value, int decimals) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /// A number for readers with so many decimals.
  static String decimals(double value, int decimals) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN);
    return rounded.abs().signum() == 0
        ? rounded.abs().toPlainString()
        : rounded.toPlainString().replace('-', MINUS);
  }

  /// A number for readers, as short as it reads back: `0.5`, `2`, `1e−12`.
  static String shortest(double value) {
    BigDecimal exact = BigDecimal.valueOf(value).stripTrailingZeros();
    double size = Math.abs(value);
    String text =
        size == 0 || (size >= 1e-4 && size < 1e7)
            ? exact.toPlainString()
            : exact.unscaledValue().abs().compareTo(BigInteger.TEN) < 0
                ? exact.unscaledValue() + "e" + -exact.scale()
                : exact.round(new MathContext(4)).toString().replace("E+", "e");
    return text.replace('E', 'e').replace('-', MINUS);
  }
}
