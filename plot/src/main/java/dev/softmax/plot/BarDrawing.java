package dev.softmax.plot;

import dev.softmax.plot.Canvas.Lettering;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Draws bars of probabilities; the vertical axis is 0 to 1 unless it is asked for otherwise.
final class BarDrawing {
  private static final Range UNIT = new Range(0, 1);
  // Values stand above the bars, so also above a bar of 1.
  private static final double HEADROOM = 14;

  private BarDrawing() {}

  static void draw(Canvas canvas, Box area, Bars bars) throws IOException {
    if (bars.horizontal) {
      LyingBars.draw(canvas, area, bars);
      return;
    }
    Frame frame = bars.frame();
    Range shown = new Range(0, Range.over(bars.probabilities).high());
    Scale y =
        bars.zoomed && shown.high() > 0
            ? Scale.rounded(frame.y(), shown, 5)
            : Scale.numbers(frame.y(), UNIT, 5);
    Plane plane =
        new Axes(canvas, area.without(0, HEADROOM, 0, 0), false)
            .draw(Scale.bands(frame.x(), bars.labels), y);
    double[] values = bars.probabilities;
    double band = plane.box().width() / values.length;
    double share = band > 8 ? 0.72 : band > 3 ? 0.85 : 1;
    int decimals = decimals(canvas, band - 3);
    int largest = 0;
    for (int i = 0; i < values.length; i++) {
      largest = values[i] > values[largest] ? i : largest;
      double middle = plane.px(i + 0.5);
      boolean rest = bars.lastIsRest && i == values.length - 1;
      int rgb = rest ? Colors.AXIS : Colors.BLUE;
      bar(canvas, plane, new Bar(middle, band * share, values[i]), rgb);
      if (decimals > 0) {
        value(canvas, plane, middle, Numbers.decimals(values[i], decimals));
      }
    }
    if (decimals == 0) {
      value(canvas, plane, plane.px(largest + 0.5), Numbers.decimals(values[largest], 3));
    }
  }

  static void draw(Canvas canvas, Box area, GroupedBars bars) throws IOException {
    Frame frame = bars.frame();
    int count = bars.series.size();
    List<Header.Entry> entries = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      entries.add(new Header.Entry(bars.series.get(s), Colors.series(s, count), false));
    }
    Box below = Header.legend(canvas, area, entries);
    Plane plane =
        new Axes(canvas, below.without(0, HEADROOM, 0, 0), false)
            .draw(Scale.bands(frame.x(), bars.groups), Scale.numbers(frame.y(), UNIT, 5));
    double band = plane.box().width() / bars.groups.size();
    double width = band * (band > 8 * count ? 0.84 : 0.92) / count;
    int decimals = Math.min(2, decimals(canvas, width - 1));
    for (int g = 0; g < bars.groups.size(); g++) {
      for (int s = 0; s < count; s++) {
        double middle = plane.px(g + 0.5) + (s - (count - 1) / 2.0) * width;
        double value = bars.values[s][g];
        double inked = width > 6 ? width - 1 : width;
        bar(canvas, plane, new Bar(middle, inked, value), Colors.series(s, count));
        if (decimals > 0) {
          value(canvas, plane, middle, Numbers.decimals(value, decimals));
        }
      }
    }
  }

  private record Bar(double middle, double width, double value) {}

  private static void bar(Canvas canvas, Plane plane, Bar bar, int rgb) {
    double top = plane.py(Math.min(1, bar.value));
    double height = plane.box().bottom() - top;
    if (height > 0) {
      double left = bar.middle - bar.width / 2;
      canvas.fill(new Box(left, top, bar.width, height).shape(), rgb);
    }
  }

  /// Three decimals if they fit into the width, else two, else none at all.
  private static int decimals(Canvas canvas, double width) {
    Lettering lettering = Letters.VALUE;
    return canvas.width("0.000", lettering) <= width
        ? 3
        : canvas.width("0.00", lettering) <= width ? 2 : 0;
  }

  private static void value(Canvas canvas, Plane plane, double x, String text) throws IOException {
    double y = plane.py(Math.min(1, Double.parseDouble(text)));
    canvas.text(text, x, y - 4, Letters.VALUE);
  }
}
