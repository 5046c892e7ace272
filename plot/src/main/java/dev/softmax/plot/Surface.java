package dev.softmax.plot;

/// A function of two variables as a field of colour with labelled contour lines and a colour bar:
/// the loss over two logits or weights.
public final class Surface implements Figure {
  final double[] xs;
  final double[] ys;
  final double[][] values;
  final String valueName;
  private final Frame frame;

  private Surface(Grid grid, String valueName, Frame frame) {
    this.xs = grid.xs;
    this.ys = grid.ys;
    this.values = grid.values;
    this.valueName = valueName;
    this.frame = frame;
  }

  private record Grid(double[] xs, double[] ys, double[][] values) {}

  /// Values (Y, X), `values[y][x]` at the point `(xs[x], ys[y])`; between the points it is bilinear.
  ///
  /// @throws IllegalArgumentException if the shapes do not fit, xs or ys do not rise or have fewer
  ///     than two values, or a value is not finite
  public static Surface of(double[] xs, double[] ys, double[][] values) {
    Grid grid =
        new Grid(
            Checks.rising("xs", xs),
            Checks.rising("ys", ys),
            Checks.finite("values", values, ys.length, xs.length));
    return new Surface(grid, "", Frame.of("", "x", "y").withSize(600, 460));
  }

  /// The same with a name of the values beside the colour bar.
  public Surface withValueName(String name) {
    return new Surface(new Grid(xs, ys, values), name, frame);
  }

  /// The same surface in another frame.
  public Surface with(Frame frame) {
    return new Surface(new Grid(xs, ys, values), valueName, frame);
  }

  @Override
  public Frame frame() {
    return frame;
  }
}
