package dev.softmax.plot;

import dev.softmax.plot.Canvas.Anchor;
import dev.softmax.plot.Canvas.Pen;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Draws accuracy against confidence over a histogram of the confidences.
final class ReliabilityDrawing {
  private static final Range UNIT = new Range(0, 1);
  private static final int PALE_BLUE = 0x99c7e0;

  private ReliabilityDrawing() {}

  static void draw(Canvas canvas, Box area, Reliability figure) throws IOException {
    Frame frame = figure.frame();
    List<Header.Entry> entries =
        List.of(
            new Header.Entry("accuracy of the bin", PALE_BLUE, false),
            new Header.Entry("at its mean confidence", Colors.VERMILLION, true),
            new Header.Entry("perfect calibration", Colors.GREY, true, 5, 4));
    Box below = Header.legend(canvas, area, entries);
    double counts = 0.26 * below.height();
    // Both axes start at the same pixel if their labels are as wide: counts are shares for that.
    Plane plane =
        new Axes(canvas, below.without(0, 0, 0, counts), false)
            .draw(Scale.numbers("", UNIT, 5), Scale.numbers(frame.y(), UNIT, 5));
    accuracy(canvas, plane, figure);
    Box lower = new Box(below.x(), below.bottom() - counts, below.width(), counts);
    long total = figure.total();
    double most = Arrays.stream(figure.counts).max().orElseThrow() / (double) total;
    Scale shares = Scale.rounded("share", new Range(0, most), 2);
    Plane histogram =
        new Axes(canvas, lower, false).draw(Scale.numbers(frame.x(), UNIT, 5), shares);
    int bins = figure.counts.length;
    for (int b = 0; b < bins; b++) {
      double share = figure.counts[b] / (double) total;
      Box bar = histogram.box((double) b / bins, 0, (b + 1.0) / bins, share);
      canvas.fill(bar.without(0.5, 0, 0.5, 0).shape(), Colors.GREY);
    }
  }

  private static void accuracy(Canvas canvas, Plane plane, Reliability figure) throws IOException {
    int bins = figure.counts.length;
    Path2D line = new Path2D.Double();
    for (int b = 0; b < bins; b++) {
      if (figure.counts[b] > 0) {
        Box bar = plane.box((double) b / bins, 0, (b + 1.0) / bins, figure.accuracy[b]);
        canvas.fill(bar.without(0.5, 0, 0.5, 0).shape(), PALE_BLUE);
      }
    }
    canvas.stroke(
        new Line2D.Double(plane.px(0), plane.py(0), plane.px(1), plane.py(1)),
        new Pen(Colors.GREY, 1.5, 5, 4));
    for (int b = 0; b < bins; b++) {
      if (figure.counts[b] > 0) {
        double x = plane.px(figure.confidence[b]);
        double y = plane.py(figure.accuracy[b]);
        canvas.fill(new Ellipse2D.Double(x - 3.5, y - 3.5, 7, 7), Colors.VERMILLION);
        if (line.getCurrentPoint() == null) {
          line.moveTo(x, y);
        } else {
          line.lineTo(x, y);
        }
      }
    }
    canvas.stroke(line, new Pen(Colors.VERMILLION, 2));
    String count = String.format(Locale.ROOT, "%,d", figure.total()).replace(',', ' ');
    String text =
        "ECE = " + Numbers.decimals(figure.expectedCalibrationError(), 4) + ",  n = " + count;
    canvas.text(text, plane.box().x() + 12, plane.box().y() + 20, Letters.NAME.at(Anchor.START));
  }
}
