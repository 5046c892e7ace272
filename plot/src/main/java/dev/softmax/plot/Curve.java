package dev.softmax.plot;

import org.jspecify.annotations.Nullable;

/// One named line through points, with a band around it where there is one.
public final class Curve {
  final String name;
  final double[] x;
  final double[] y;
  final @Nullable Band band;

  /// From the low ends to the high ones, one of each a point.
  record Band(double[] low, double[] high) {}

  private Curve(String name, double[] x, double[] y, @Nullable Band band) {
    this.name = name;
    this.x = x;
    this.y = y;
    this.band = band;
  }

  /// A line through the points (x, y), both of length N, in their order.
  ///
  /// @throws IllegalArgumentException if there is none, the lengths differ, or a value is not finite
  public static Curve of(String name, double[] x, double[] y) {
    Checks.same("curve " + name + ": y", y.length, x.length);
    return new Curve(
        name,
        Checks.finite("curve " + name + ": x", x),
        Checks.finite("curve " + name + ": y", y),
        null);
  }

  /// The same line with a band from `low` to `high` behind it, both of length N: an interval, or the range
  /// of several runs.
  ///
  /// @throws IllegalArgumentException if the lengths differ, a value is not finite, or a low end is above
  ///     its high one
  public Curve withBand(double[] low, double[] high) {
    Checks.same("curve " + name + ": low", low.length, x.length);
    Checks.same("curve " + name + ": high", high.length, x.length);
    Band of =
        new Band(
            Checks.finite("curve " + name + ": low", low),
            Checks.finite("curve " + name + ": high", high));
    for (int i = 0; i < x.length; i++) {
      if (of.low[i] > of.high[i]) {
        throw new IllegalArgumentException(
            "curve %s: band[%d] from %s to %s".formatted(name, i, of.low[i], of.high[i]));
      }
    }
    return new Curve(name, x, y, of);
  }

  /// What the vertical axis is to show of it.
  double[][] heights() {
    return band == null ? new double[][] {y} : new double[][] {y, band.low, band.high};
  }
}
