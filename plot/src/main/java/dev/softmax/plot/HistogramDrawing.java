package dev.softmax.plot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Draws piled bars over the bins of a histogram.
final class HistogramDrawing {
  private HistogramDrawing() {}

  static void draw(Canvas canvas, Box area, Histogram figure) throws IOException {
    int count = figure.series.size();
    Box below = area;
    if (count > 1) {
      List<Header.Entry> entries = new ArrayList<>();
      for (int s = 0; s < count; s++) {
        entries.add(new Header.Entry(figure.series.get(s), color(s, count), false));
      }
      below = Header.legend(canvas, area, entries);
    }
    Frame frame = figure.frame();
    long most = IntStream.range(0, figure.bins()).mapToLong(figure::total).max().orElse(0);
    Scale y = Scale.rounded(frame.y(), new Range(0, Math.max(1, most)), most < 5 ? 1 : 5);
    Scale x = Scale.numbers(frame.x(), new Range(figure.low, figure.high), 5);
    Plane plane = new Axes(canvas, below, false).draw(x, y);
    double width = (figure.high - figure.low) / figure.bins();
    for (int b = 0; b < figure.bins(); b++) {
      double left = figure.low + b * width;
      double under = 0;
      for (int s = 0; s < count; s++) {
        double over = under + figure.counts[s][b];
        if (over > under) {
          Box bar = plane.box(left, under, left + width, over);
          canvas.fill(bar.without(0.5, 0, 0.5, 0).shape(), color(s, count));
        }
        under = over;
      }
    }
  }

  /// Two series are usually good and bad.
  private static int color(int s, int count) {
    return count == 2 && s == 1 ? Colors.VERMILLION : Colors.series(s, count);
  }
}
