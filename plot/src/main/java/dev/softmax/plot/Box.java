package dev.softmax.plot;

import java.awt.geom.Rectangle2D;

/// A rectangle on the canvas, in pixels, with y growing downwards.
record Box(double x, double y, double width, double height) {
  double right() {
    return x + width;
  }

  double bottom() {
    return y + height;
  }

  double centerX() {
    return x + width / 2;
  }

  double centerY() {
    return y + height / 2;
  }

  Box without(double left, double top, double right, double bottom) {
    return new Box(
        x + left, y + top, Math.max(1, width - left - right), Math.max(1, height - top - bottom));
  }

  /// The same on whole pixels, so that its edges are crisp.
  Box rounded() {
    double left = Math.rint(x);
    double top = Math.rint(y);
    return new Box(left, top, Math.rint(right()) - left, Math.rint(bottom()) - top);
  }

  boolean contains(double px, double py) {
    return px >= x && px <= right() && py >= y && py <= bottom();
  }

  Rectangle2D shape() {
    return new Rectangle2D.Double(x, y, width, height);
  }
}
