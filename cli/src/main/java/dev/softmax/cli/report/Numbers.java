package dev.softmax.cli.report;

import dev.softmax.metrics.Interval;
import java.util.Locale;

/// Numbers for readers.
final class Numbers {
  private Numbers() {}

  /// Four decimals, a power of ten where those would show nothing, a dash for no number.
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    double size = Math.abs(value);
    String form = size != 0 && (size < 5e-4 || size >= 1e6) ? "%.2e" : "%.4f";
    return minus(String.format(Locale.ROOT, form, value));
  }

  /// A share in percent with one decimal; `> 99.9 %` for what is not all.
  static String percent(double share) {
    if (Double.isNaN(share)) {
      return "–";
    }
    String text = String.format(Locale.ROOT, "%.1f %%", 100 * share);
    return text.equals("100.0 %") && share < 1 ? "> 99.9 %" : text;
  }

  static String interval(Interval interval) {
    return Double.isNaN(interval.low())
        ? "–"
        : number(interval.low()) + " to " + number(interval.high());
  }

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count).replace(',', '\u202F');
  }

  private static String minus(String text) {
    return text.replace('-', '\u2212');
  }
}
