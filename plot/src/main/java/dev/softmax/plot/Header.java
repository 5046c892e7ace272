package dev.softmax.plot;

import dev.softmax.plot.Canvas.Anchor;
import dev.softmax.plot.Canvas.Lettering;
import dev.softmax.plot.Canvas.Pen;
import java.awt.geom.Line2D;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The title and the legend above the axes.
final class Header {
  private static final double KEY = 22;
  private static final double KEY_TO_NAME = 6;
  private static final double BETWEEN = 18;
  private static final double LINE = 20;

  private Header() {}

  /// One entry of a legend: a line in a dash, or without one a block of colour.
  record Entry(String name, int rgb, boolean line, double... dash) {}

  /// Draws the title in the middle of the area and gives back what is left below it.
  static Box title(Canvas canvas, Box area, String title) throws IOException {
    if (title.isEmpty()) {
      return area;
    }
    Lettering lettering = Letters.TITLE;
    while (lettering.size() > 12 && canvas.width(title, lettering) > area.width()) {
      lettering = lettering.sized(lettering.size() - 1);
    }
    String fitted = Letters.fit(canvas, title, area.width(), lettering);
    canvas.text(fitted, area.centerX(), area.y() + 15, lettering);
    return area.without(0, 26, 0, 0);
  }

  /// Draws the entries in as many centred lines as they need and gives back what is left below them.
  static Box legend(Canvas canvas, Box area, List<Entry> entries) throws IOException {
    Box left = area;
    List<Entry> row = new ArrayList<>();
    double width = 0;
    for (Entry entry : entries) {
      double needs = width(canvas, entry, area);
      if (!row.isEmpty() && width + BETWEEN + needs > area.width()) {
        left = row(canvas, left, row, width);
        row.clear();
        width = 0;
      }
      width += (row.isEmpty() ? 0 : BETWEEN) + needs;
      row.add(entry);
    }
    return row.isEmpty() ? left : row(canvas, left, row, width).without(0, 4, 0, 0);
  }

  private static Box row(Canvas canvas, Box area, List<Entry> row, double width)
      throws IOException {
    double x = area.centerX() - width / 2;
    double y = area.y() + LINE / 2;
    for (Entry entry : row) {
      if (entry.line()) {
        canvas.stroke(new Line2D.Double(x, y, x + KEY, y), new Pen(entry.rgb(), 2, entry.dash()));
      } else {
        canvas.fill(new Box(x + KEY - 12, y - 6, 12, 12).shape(), entry.rgb());
      }
      canvas.text(
          name(canvas, entry, area),
          x + KEY + KEY_TO_NAME,
          y + Letters.TICK.drop(),
          Letters.TICK.at(Anchor.START));
      x += width(canvas, entry, area) + BETWEEN;
    }
    return area.without(0, LINE, 0, 0);
  }

  private static String name(Canvas canvas, Entry entry, Box area) {
    return Letters.fit(canvas, entry.name(), area.width() - KEY - KEY_TO_NAME, Letters.TICK);
  }

  private static double width(Canvas canvas, Entry entry, Box area) {
    return KEY + KEY_TO_NAME + canvas.width(name(canvas, entry, area), Letters.TICK);
  }
}
