package dev.softmax.plot;

import dev.softmax.plot.Canvas.Anchor;
import dev.softmax.plot.Canvas.Pen;
import dev.softmax.plot.Canvas.Pixels;
import java.awt.geom.Line2D;
import java.io.IOException;

/// What the colours of a field mean.
///
/// @param name of the values, empty for none
/// @param range of the values
/// @param ramp the colours
record ColorBar(String name, Range range, Colors.Ramp ramp) {
  private static final double THICK = 15;
  private static final double GAP = 14;
  private static final int SAMPLES = 256;

  int color(double value) {
    return ramp.at(range.share(value));
  }

  private Scale scale() {
    return Scale.numbers(name, range, 6);
  }

  /// How much room it needs on the right of a field.
  double room(Canvas canvas) {
    return GAP
        + THICK
        + 7
        + Letters.widest(canvas, scale(), Letters.TICK)
        + (name.isEmpty() ? 2 : 20);
  }

  /// Draws it on the right of the field.
  void draw(Canvas canvas, Box field) throws IOException {
    Box box = new Box(field.right() + GAP, field.y(), THICK, field.height());
    int[] rgb = new int[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      rgb[i] = ramp.at(1 - (i + 0.5) / SAMPLES);
    }
    canvas.image(new Pixels(1, SAMPLES, rgb, true), box);
    canvas.stroke(box.shape(), new Pen(Colors.AXIS, 1));
    for (Scale.Mark mark : scale().marks()) {
      double y = box.bottom() - range.share(mark.at()) * box.height();
      canvas.stroke(new Line2D.Double(box.right(), y, box.right() + 4, y), new Pen(Colors.AXIS, 1));
      canvas.text(
          mark.label(), box.right() + 7, y + Letters.TICK.drop(), Letters.TICK.at(Anchor.START));
    }
    if (!name.isEmpty()) {
      canvas.text(
          Letters.fit(canvas, name, field.height(), Letters.NAME),
          field.right() + room(canvas) - 4,
          box.centerY(),
          Letters.NAME.turned(90));
    }
  }
}
