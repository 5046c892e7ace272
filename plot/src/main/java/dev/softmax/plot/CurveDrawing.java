package dev.softmax.plot;

import dev.softmax.plot.Canvas.Pen;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Draws lines; the first is solid, the others have dashes of their own, so that they are told apart
/// on a grey print too.
final class CurveDrawing {
  private static final double[][] DASHES = {
    {}, {8, 4}, {2, 3}, {10, 3, 2, 3}, {5, 2}, {12, 4, 2, 4, 2, 4}, {3, 6}, {14, 5}
  };
  // Few points are measurements: each gets a dot.
  private static final int FEW_POINTS = 12;

  private CurveDrawing() {}

  /// A legend of a single curve is drawn only where it is asked for: beside panels with legends.
  static void draw(Canvas canvas, Box area, Curves figure, boolean legend) throws IOException {
    List<Curve> curves = figure.curves;
    int count = curves.size();
    List<Header.Entry> entries = new ArrayList<>();
    for (int i = 0; i < count && (count > 1 || legend); i++) {
      entries.add(new Header.Entry(curves.get(i).name, Colors.series(i, count), true, dash(i)));
    }
    Box below = Header.legend(canvas, area, entries);
    Range x = Range.over(curves.stream().map(curve -> curve.x).toArray(double[][]::new)).opened();
    Range all =
        Range.over(
                curves.stream()
                    .flatMap(curve -> Arrays.stream(curve.heights()))
                    .toArray(double[][]::new))
            .opened();
    Frame frame = figure.frame();
    int rows = Math.clamp(Math.round(below.height() / 55), 2, 6);
    int columns = Math.clamp(Math.round(below.width() / 75), 2, 8);
    Scale vertical =
        figure.y == null
            ? Scale.rounded(frame.y(), all, rows)
            : Scale.numbers(frame.y(), figure.y, rows);
    Plane plane =
        new Axes(canvas, below, false).draw(Scale.numbers(frame.x(), x, columns), vertical);
    // A line along the edge is not cut in half.
    canvas.clip(plane.box().without(-2, -2, -2, -2));
    for (int i = 0; i < count; i++) {
      Curve.Band band = curves.get(i).band;
      if (band != null) {
        canvas.tint(band(plane, curves.get(i).x, band), Colors.series(i, count));
      }
    }
    for (int i = 0; i < count; i++) {
      line(canvas, plane, curves.get(i), new Pen(Colors.series(i, count), 2, dash(i)));
    }
    canvas.unclip();
  }

  /// There along the high ends, and back along the low ones.
  private static Path2D band(Plane plane, double[] x, Curve.Band band) {
    Path2D path = new Path2D.Double();
    path.moveTo(plane.px(x[0]), plane.py(band.high()[0]));
    for (int i = 1; i < x.length; i++) {
      path.lineTo(plane.px(x[i]), plane.py(band.high()[i]));
    }
    for (int i = x.length - 1; i >= 0; i--) {
      path.lineTo(plane.px(x[i]), plane.py(band.low()[i]));
    }
    path.closePath();
    return path;
  }

  private static double[] dash(int i) {
    return DASHES[i % DASHES.length];
  }

  private static void line(Canvas canvas, Plane plane, Curve curve, Pen pen) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < curve.x.length; i++) {
      double x = plane.px(curve.x[i]);
      double y = plane.py(curve.y[i]);
      if (i == 0) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
      if (curve.x.length <= FEW_POINTS) {
        canvas.fill(new Ellipse2D.Double(x - 3.5, y - 3.5, 7, 7), pen.rgb());
      }
    }
    canvas.stroke(path, pen);
  }
}
