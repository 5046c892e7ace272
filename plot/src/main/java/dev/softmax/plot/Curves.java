package dev.softmax.plot;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lines over common axes, with their bands behind them and a legend where there are two or more. Both axes reach as far as the
/// points do, unless the range of y is given.
public final class Curves implements Figure {
  final List<Curve> curves;
  final @Nullable Range y;
  private final Frame frame;

  private Curves(List<Curve> curves, @Nullable Range y, Frame frame) {
    this.curves = curves;
    this.y = y;
    this.frame = frame;
  }

  /// A figure of the curves, drawn in this order.
  ///
  /// @throws IllegalArgumentException if there is none
  public static Curves of(List<Curve> curves) {
    Checks.notEmpty("curves", curves.size());
    return new Curves(List.copyOf(curves), null, Frame.of("", "", ""));
  }

  /// As [#of(List)].
  public static Curves of(Curve... curves) {
    return of(Arrays.asList(curves));
  }

  /// The same with the vertical axis from `low` to `high`.
  ///
  /// @throws IllegalArgumentException unless `low < high`, both finite
  public Curves withYRange(double low, double high) {
    if (!(low < high) || !Double.isFinite(high - low)) {
      throw new IllegalArgumentException("curves: range of y from " + low + " to " + high);
    }
    return new Curves(curves, new Range(low, high), frame);
  }

  /// The same curves in another frame.
  public Curves with(Frame frame) {
    return new Curves(curves, y, frame);
  }

  @Override
  public Frame frame() {
    return frame;
  }
}
