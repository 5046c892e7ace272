package dev.softmax.plot;

/// The inside of the axes: which pixel a pair of numbers is.
record Plane(Box box, Range x, Range y) {
  double px(double value) {
    return box.x() + x.share(value) * box.width();
  }

  double py(double value) {
    return box.bottom() - y.share(value) * box.height();
  }

  /// The rectangle between two corners.
  Box box(double x0, double y0, double x1, double y1) {
    double left = Math.min(px(x0), px(x1));
    double top = Math.min(py(y0), py(y1));
    return new Box(left, top, Math.abs(px(x1) - px(x0)), Math.abs(py(y1) - py(y0)));
  }
}
