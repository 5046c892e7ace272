package dev.softmax.plot;

import dev.softmax.plot.Canvas.Anchor;
import dev.softmax.plot.Canvas.Pen;
import java.awt.geom.Line2D;
import java.io.IOException;

/// Draws bars that lie one below the other: the label to the left, the value to the right.
final class LyingBars {
  private static final double GAP = 7;

  /// Of the width at most for labels.
  private static final double LABELS = 0.5;

  /// Of the height of a line for its bar.
  private static final double INKED = 0.68;

  private static final double HIGHEST_LINE = 42;
  private static final String WIDEST_VALUE = "0.0000";

  private LyingBars() {}

  static void draw(Canvas canvas, Box area, Bars bars) throws IOException {
    int count = bars.probabilities.length;
    double line = Math.min(HIGHEST_LINE, area.height() / count);
    double top = area.centerY() - line * count / 2;
    double labels = 0;
    for (String label : bars.labels) {
      labels = Math.max(labels, canvas.width(label, Letters.TICK));
    }
    labels = Math.min(labels, LABELS * area.width());
    double left = Math.rint(area.x() + labels + GAP);
    double right = area.right() - canvas.width(WIDEST_VALUE, Letters.VALUE) - GAP;
    double longest = bars.zoomed ? Range.over(bars.probabilities).high() : 1;
    double unit = Math.max(1, right - left) / (longest > 0 ? longest : 1);
    // Labels are thinned where lines get too thin for letters.
    int every = (int) Math.ceil((Letters.TICK.size() + 1) / line);
    for (int i = 0; i < count; i++) {
      double value = Math.min(1, bars.probabilities[i]);
      double middle = top + (i + 0.5) * line;
      if (value > 0) {
        boolean rest = bars.lastIsRest && i == count - 1;
        canvas.fill(
            new Box(left, middle - INKED * line / 2, value * unit, INKED * line).shape(),
            rest ? Colors.AXIS : Colors.BLUE);
      }
      if (i % every == 0) {
        String label = Letters.fit(canvas, bars.labels.get(i), labels, Letters.TICK);
        canvas.text(label, left - GAP, middle + Letters.TICK.drop(), Letters.TICK.at(Anchor.END));
        canvas.text(
            Numbers.decimals(bars.probabilities[i], 4),
            left + value * unit + GAP,
            middle + Letters.VALUE.drop(),
            Letters.VALUE.at(Anchor.START));
      }
    }
    canvas.stroke(new Line2D.Double(left, top, left, top + line * count), new Pen(Colors.AXIS, 1));
  }
}
