package dev.softmax.plot;

/// One named line through points.
public final class Curve {
  final String name;
  final double[] x;
  final double[] y;

  private Curve(String name, double[] x, double[] y) {
    this.name = name;
    this.x = x;
    this.y = y;
  }

  /// A line through the points (x, y), both of length N, in their order.
  ///
  /// @throws IllegalArgumentException if there is none, the lengths differ, or a value is not finite
  public static Curve of(String name, double[] x, double[] y) {
    Checks.same("curve " + name + ": y", y.length, x.length);
    return new Curve(
        name, Checks.finite("curve " + name + ": x", x), Checks.finite("curve " + name + ": y", y));
  }
}
