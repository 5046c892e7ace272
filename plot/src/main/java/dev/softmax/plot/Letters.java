package dev.softmax.plot;

import dev.softmax.plot.Canvas.Anchor;
import dev.softmax.plot.Canvas.Lettering;

/// The sizes of text, which keep a figure of 600 pixels readable, and how text gives way.
final class Letters {
  static final Lettering TITLE = new Lettering(15, true, Colors.BLACK, Anchor.MIDDLE, 0);
  static final Lettering NAME = new Lettering(13, false, Colors.BLACK, Anchor.MIDDLE, 0);
  static final Lettering TICK = new Lettering(12, false, Colors.BLACK, Anchor.MIDDLE, 0);
  static final Lettering VALUE = new Lettering(11, false, Colors.BLACK, Anchor.MIDDLE, 0);

  private Letters() {}

  /// The text, or as much of its start as fits with an ellipsis.
  static String fit(Canvas canvas, String text, double width, Lettering lettering) {
    if (canvas.width(text, lettering) <= width) {
      return text;
    }
    // No label shows more letters than this, and each step below measures all that are left.
    int end = Math.min(text.length(), 300);
    while (end > 1 && canvas.width(text.substring(0, end) + "…", lettering) > width) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end).stripTrailing() + "…";
  }

  /// The width of the widest mark.
  static double widest(Canvas canvas, Scale scale, Lettering lettering) {
    double widest = 0;
    for (Scale.Mark mark : scale.marks()) {
      widest = Math.max(widest, canvas.width(mark.label(), lettering));
    }
    return widest;
  }
}
