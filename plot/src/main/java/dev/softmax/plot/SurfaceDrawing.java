package dev.softmax.plot;

import dev.softmax.plot.Canvas.Lettering;
import dev.softmax.plot.Canvas.Pen;
import dev.softmax.plot.Canvas.Pixels;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Draws a field of colour under labelled contour lines.
final class SurfaceDrawing {
  // Colours change slowly, so a little more than a sample for each pixel is enough even in print.
  private static final double SAMPLES_PER_PIXEL = 1.25;
  private static final double LABEL_FROM_EDGE = 24;
  private static final double LABEL_FROM_LABEL = 45;

  private SurfaceDrawing() {}

  static void draw(Canvas canvas, Box area, Surface surface) throws IOException {
    Frame frame = surface.frame();
    ColorBar bar =
        new ColorBar(surface.valueName, Range.over(surface.values).opened(), Colors.SURFACE);
    Plane plane =
        new Axes(canvas, area.without(0, 0, bar.room(canvas), 0), false)
            .draw(
                Scale.numbers(frame.x(), ends(surface.xs), 7),
                Scale.numbers(frame.y(), ends(surface.ys), 6));
    canvas.image(field(surface, plane, bar), plane.box());
    canvas.clip(plane.box());
    contours(canvas, surface, plane, bar);
    canvas.unclip();
    canvas.stroke(plane.box().shape(), new Pen(Colors.AXIS, 1));
    bar.draw(canvas, plane.box());
  }

  private static Range ends(double[] rising) {
    return new Range(rising[0], rising[rising.length - 1]);
  }

  private static Pixels field(Surface surface, Plane plane, ColorBar bar) {
    int width = (int) (plane.box().width() * SAMPLES_PER_PIXEL);
    int height = (int) (plane.box().height() * SAMPLES_PER_PIXEL);
    int[] rgb = new int[width * height];
    for (int j = 0; j < height; j++) {
      double y = between(plane.y(), 1 - (j + 0.5) / height);
      int row = cell(surface.ys, y);
      double upper = part(surface.ys, row, y);
      for (int i = 0; i < width; i++) {
        double x = between(plane.x(), (i + 0.5) / width);
        int column = cell(surface.xs, x);
        double right = part(surface.xs, column, x);
        double[] low = surface.values[row];
        double[] high = surface.values[row + 1];
        double below = low[column] * (1 - right) + low[column + 1] * right;
        double above = high[column] * (1 - right) + high[column + 1] * right;
        rgb[j * width + i] = bar.color(below * (1 - upper) + above * upper);
      }
    }
    return new Pixels(width, height, rgb, true);
  }

  private static double between(Range range, double share) {
    return range.low() * (1 - share) + range.high() * share;
  }

  private static int cell(double[] rising, double value) {
    int found = Arrays.binarySearch(rising, value);
    int cell = found >= 0 ? found : -found - 2;
    return Math.clamp(cell, 0, rising.length - 2);
  }

  private static double part(double[] rising, int cell, double value) {
    return new Range(rising[cell], rising[cell + 1]).share(value);
  }

  private static void contours(Canvas canvas, Surface surface, Plane plane, ColorBar bar)
      throws IOException {
    List<Point2D> labels = new ArrayList<>();
    for (Scale.Mark level : Scale.ticks(bar.range(), 10)) {
      int field = bar.color(level.at());
      Pen pen = new Pen(Colors.on(field), 0.9);
      List<List<Point2D>> lines = new ArrayList<>();
      for (List<Point2D> line : Contours.of(surface, level.at())) {
        lines.add(
            line.stream()
                .<Point2D>map(p -> new Point2D.Double(plane.px(p.getX()), plane.py(p.getY())))
                .toList());
      }
      for (List<Point2D> line : lines) {
        canvas.stroke(path(line), pen);
      }
      lines.sort(Comparator.comparingDouble(SurfaceDrawing::length).reversed());
      for (List<Point2D> line : lines.subList(0, Math.min(1, lines.size()))) {
        label(canvas, line, new Label(level.label(), field, plane.box()), labels);
      }
    }
  }

  private static Path2D path(List<Point2D> line) {
    Path2D path = new Path2D.Double();
    for (Point2D point : line) {
      if (path.getCurrentPoint() == null) {
        path.moveTo(point.getX(), point.getY());
      } else {
        path.lineTo(point.getX(), point.getY());
      }
    }
    return path;
  }

  private static double length(List<Point2D> line) {
    double length = 0;
    for (int i = 1; i < line.size(); i++) {
      length += line.get(i).distance(line.get(i - 1));
    }
    return length;
  }

  private record Label(String text, int field, Box box) {}

  /// Writes the level along the line, as near to its middle as the edge and other labels allow, on a
  /// patch of the field's own colour; a line too short for it stays without.
  private static void label(Canvas canvas, List<Point2D> line, Label label, List<Point2D> others)
      throws IOException {
    Lettering lettering = Letters.VALUE.colored(Colors.on(label.field));
    double width = canvas.width(label.text, lettering);
    if (length(line) < 3 * width) {
      return;
    }
    Box allowed =
        label.box.without(LABEL_FROM_EDGE, LABEL_FROM_EDGE, LABEL_FROM_EDGE, LABEL_FROM_EDGE);
    int middle = line.size() / 2;
    for (int k = 0; k < line.size(); k++) {
      int at = middle + (k % 2 == 0 ? k / 2 : -(k + 1) / 2);
      if (at < 0 || at >= line.size()) {
        continue;
      }
      Point2D point = line.get(at);
      if (allowed.contains(point.getX(), point.getY())
          && others.stream().allMatch(other -> other.distance(point) > LABEL_FROM_LABEL)) {
        double angle = angle(line, at, width / 2 + 2);
        patch(canvas, point, new Box(-width / 2 - 2, -6.5, width + 4, 13), label.field, angle);
        double turned = Math.toRadians(angle);
        canvas.text(
            label.text,
            point.getX() + lettering.drop() * Math.sin(turned),
            point.getY() + lettering.drop() * Math.cos(turned),
            lettering.turned(angle));
        others.add(point);
        return;
      }
    }
  }

  /// The direction of the line around a point, in degrees, so that text along it is not upside down.
  private static double angle(List<Point2D> line, int at, double reach) {
    int from = at;
    int to = at;
    while (from > 0 && line.get(from).distance(line.get(at)) < reach) {
      from--;
    }
    while (to < line.size() - 1 && line.get(to).distance(line.get(at)) < reach) {
      to++;
    }
    double dx = line.get(to).getX() - line.get(from).getX();
    double dy = line.get(to).getY() - line.get(from).getY();
    double angle = Math.toDegrees(Math.atan2(-dy, dx));
    return angle > 90 ? angle - 180 : angle <= -90 ? angle + 180 : angle;
  }

  private static void patch(Canvas canvas, Point2D at, Box box, int rgb, double angle) {
    AffineTransform place = AffineTransform.getTranslateInstance(at.getX(), at.getY());
    place.rotate(-Math.toRadians(angle));
    canvas.fill(place.createTransformedShape(box.shape()), rgb);
  }
}
