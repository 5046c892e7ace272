package dev.softmax.plot;

import dev.softmax.plot.Canvas.Anchor;
import dev.softmax.plot.Canvas.Lettering;
import dev.softmax.plot.Canvas.Pen;
import java.awt.geom.Line2D;
import java.io.IOException;

/// Lays out two axes in an area and draws them: grid, ticks, labels and names.
///
/// @param canvas to draw on
/// @param area for the axes with their labels
/// @param square whether cells are as high as they are wide, for bands as many as
record Axes(Canvas canvas, Box area, boolean square) {
  private static final double TICK_GAP = 7;
  private static final double LONGEST_LABEL = 130;
  private static final double SLANT = 40;
  private static final double NAME_ROOM = 24;

  /// How the labels of the horizontal axis stand.
  private record Labels(int every, boolean slanted, double height, double left) {}

  /// Draws everything but the data.
  Plane draw(Scale x, Scale y) throws IOException {
    double yLabels = Math.min(LONGEST_LABEL, Letters.widest(canvas, y, Letters.TICK));
    double left = yLabels + TICK_GAP + (y.name().isEmpty() ? 2 : NAME_ROOM);
    double lastX =
        x.bands() || x.marks().isEmpty()
            ? 4
            : canvas.width(x.marks().getLast().label(), Letters.TICK) / 2 + 2;
    double width = area.width() - left - lastX;
    double most = square ? Math.min(width, area.height() - 2 * NAME_ROOM) : width;
    Labels labels = labels(x, most, left);
    double bottom = labels.height + TICK_GAP + (x.name().isEmpty() ? 0 : NAME_ROOM);
    Box inside = area.without(Math.max(left, labels.left), 8, lastX, bottom);
    if (square) {
      inside = squared(inside, x, y);
    }
    Plane plane = new Plane(inside.rounded(), x.range(), y.range());
    horizontal(plane, x, labels);
    vertical(plane, y);
    Box box = plane.box();
    if (!x.name().isEmpty()) {
      double under = box.bottom() + TICK_GAP + labels.height + 17;
      canvas.text(
          Letters.fit(canvas, x.name(), area.width(), Letters.NAME),
          box.centerX(),
          under,
          Letters.NAME);
    }
    if (!y.name().isEmpty()) {
      canvas.text(
          Letters.fit(canvas, y.name(), area.height(), Letters.NAME),
          box.x() - yLabels - TICK_GAP - 11,
          box.centerY(),
          Letters.NAME.turned(90));
    }
    return plane;
  }

  private static Box squared(Box inside, Scale x, Scale y) {
    double cell = Math.min(inside.width() / x.marks().size(), inside.height() / y.marks().size());
    double width = cell * x.marks().size();
    double height = cell * y.marks().size();
    double side = (inside.width() - width) / 2;
    return new Box(inside.x() + side, inside.y(), width, height);
  }

  /// Horizontal labels if they fit, slanted ones if a line of text fits beside the next, else only
  /// some of them.
  private Labels labels(Scale x, double width, double left) {
    double widest = Letters.widest(canvas, x, Letters.TICK);
    double line = Letters.TICK.size() + 1;
    if (!x.bands()) {
      return new Labels(1, false, line, 0);
    }
    double spacing = width / x.marks().size();
    // Single letters are told apart with less room than words.
    if (widest + (widest < 20 ? 3 : 10) <= spacing) {
      return new Labels(1, false, line, 0);
    }
    int every = 1;
    if (spacing < line + 2) {
      every = round((int) Math.ceil((line + 2) / spacing));
      int level = round((int) Math.ceil((widest + 10) / spacing));
      if (widest < 45) {
        return new Labels(level, false, line, 0);
      }
    }
    double length = Math.min(widest, LONGEST_LABEL);
    double height = length * Math.sin(Math.toRadians(SLANT)) + line * 0.8;
    double first =
        Math.min(LONGEST_LABEL, canvas.width(x.marks().getFirst().label(), Letters.TICK));
    double reach = first * Math.cos(Math.toRadians(SLANT)) + 6 - spacing / 2;
    return new Labels(every, true, height, Math.max(left, reach));
  }

  /// The next of 1, 2, 5, 10, 20, 50 and so on.
  private static int round(int count) {
    int power = 1;
    while (10 * power < count) {
      power *= 10;
    }
    return count <= power
        ? power
        : count <= 2 * power ? 2 * power : 10 * power / (count <= 5 * power ? 2 : 1);
  }

  private void horizontal(Plane plane, Scale x, Labels labels) throws IOException {
    Box box = plane.box();
    for (int i = 0; i < x.marks().size(); i += labels.every) {
      Scale.Mark mark = x.marks().get(i);
      double at = plane.px(mark.at());
      if (!x.bands()) {
        line(at, box.y(), at, box.bottom(), Colors.GRID);
      }
      if (!x.bands() || labels.every > 1) {
        line(at, box.bottom(), at, box.bottom() + 4, Colors.AXIS);
      }
      Lettering lettering = Letters.TICK;
      double down = box.bottom() + TICK_GAP;
      if (labels.slanted) {
        String text = Letters.fit(canvas, mark.label(), LONGEST_LABEL, lettering);
        canvas.text(text, at + 4, down + 6, lettering.at(Anchor.END).turned(SLANT));
      } else {
        canvas.text(mark.label(), at, down + lettering.size() - 2, lettering);
      }
    }
    line(box.x(), box.bottom(), box.right(), box.bottom(), Colors.AXIS);
  }

  private void vertical(Plane plane, Scale y) throws IOException {
    Box box = plane.box();
    double spacing = box.height() / Math.max(1, y.marks().size());
    int every = y.bands() ? round((int) Math.ceil((Letters.TICK.size() + 1) / spacing)) : 1;
    for (int i = 0; i < y.marks().size(); i += every) {
      Scale.Mark mark = y.marks().get(i);
      double at = plane.py(mark.at());
      if (!y.bands() && at < box.bottom() - 0.5) {
        line(box.x(), at, box.right(), at, Colors.GRID);
      }
      Lettering lettering = Letters.TICK.at(Anchor.END);
      String text = Letters.fit(canvas, mark.label(), LONGEST_LABEL, lettering);
      canvas.text(text, box.x() - TICK_GAP, at + lettering.drop(), lettering);
    }
    if (!y.bands()) {
      line(box.x(), box.y(), box.x(), box.bottom(), Colors.AXIS);
    }
  }

  private void line(double x0, double y0, double x1, double y1, int rgb) {
    canvas.stroke(new Line2D.Double(x0, y0, x1, y1), new Pen(rgb, 1));
  }
}
