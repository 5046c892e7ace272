package dev.softmax.bench;

import dev.softmax.plot.Curve;
import dev.softmax.plot.Curves;
import dev.softmax.plot.Figure;
import dev.softmax.plot.Frame;
import dev.softmax.plot.Panels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Draws the measurements: time and share of the limit, dense and sparse, and the gain by threads.
///
/// @param points all of them
record ScalingFigures(List<ScalingPoint> points) {
  private static final int PANEL_WIDTH = 300;
  private static final int HEIGHT = 300;
  private static final Map<String, String> NAMES =
      Map.of(
          "rows", "thousands of rows",
          "features", "features",
          "classes", "classes",
          "nonzeros", "non-zeros a row",
          "threads", "threads");
  private static final List<String> DENSE = List.of("rows", "features", "classes");
  private static final List<String> SPARSE = List.of("rows", "nonzeros", "features", "classes");

  /// Writes `scaling-*.svg`, and `.png` if asked for.
  void save(Path folder, boolean png) throws IOException {
    write(folder, "dense-time", panels(true, DENSE, false), png);
    write(folder, "dense-share", panels(true, DENSE, true), png);
    write(folder, "sparse-time", panels(false, SPARSE, false), png);
    write(folder, "sparse-share", panels(false, SPARSE, true), png);
    write(folder, "threads", threads(), png);
  }

  private static void write(Path folder, String name, Figure figure, boolean png)
      throws IOException {
    figure.save(folder.resolve("scaling-" + name + ".svg"));
    if (png) {
      figure.save(folder.resolve("scaling-" + name + ".png"));
    }
  }

  private Figure panels(boolean dense, List<String> axes, boolean share) {
    Figure[] panels = axes.stream().map(axis -> panel(dense, axis, share)).toArray(Figure[]::new);
    String title =
        (share ? "Share of the nearer limit" : "Time of a gradient")
            + (dense ? ", dense rows" : ", sparse rows");
    return Panels.of(panels)
        .with(Frame.of(title, "", "").withSize(panels.length * PANEL_WIDTH + 40, HEIGHT));
  }

  private Curves panel(boolean dense, String axis, boolean share) {
    ToDoubleFunction<ScalingPoint> height =
        share ? point -> 100 * point.share() : point -> 1e3 * point.seconds();
    List<ScalingPoint> here = of(dense, axis);
    double top = 1.05 * here.stream().mapToDouble(height).max().orElseThrow();
    List<Curve> curves = new ArrayList<>();
    for (int threads : here.stream().mapToInt(p -> p.limit().threads()).distinct().toArray()) {
      List<ScalingPoint> line =
          here.stream().filter(point -> point.limit().threads() == threads).toList();
      curves.add(curve(threads == 1 ? "1 thread" : threads + " threads", line, height));
    }
    return Curves.of(curves)
        .withYRange(0, share ? Math.max(100, top) : top)
        .with(Frame.of("", NAMES.get(axis), share ? "%" : "ms"));
  }

  /// How many times as fast as with one thread.
  private Figure threads() {
    List<Curve> curves = new ArrayList<>();
    for (boolean dense : new boolean[] {true, false}) {
      List<ScalingPoint> line = of(dense, "threads");
      double one = line.getFirst().seconds();
      curves.add(curve(dense ? "dense" : "sparse", line, point -> one / point.seconds()));
    }
    double most = points.stream().mapToInt(point -> point.limit().threads()).max().orElseThrow();
    return Curves.of(curves)
        .withYRange(0, most + 0.2)
        .with(Frame.of("Gain by threads", "threads", "times as fast").withSize(420, HEIGHT));
  }

  private List<ScalingPoint> of(boolean dense, String axis) {
    return points.stream()
        .filter(point -> point.shape().dense() == dense && point.against().equals(axis))
        .toList();
  }

  private static Curve curve(
      String name, List<ScalingPoint> line, ToDoubleFunction<ScalingPoint> height) {
    double[] x =
        line.stream().mapToDouble(p -> p.against().equals("rows") ? p.x() / 1e3 : p.x()).toArray();
    return Curve.of(name, x, line.stream().mapToDouble(height).toArray());
  }
}
