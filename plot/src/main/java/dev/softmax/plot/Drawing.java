package dev.softmax.plot;

import java.io.IOException;

/// Draws any figure on any canvas.
final class Drawing {
  private static final double MARGIN = 12;

  private Drawing() {}

  /// The finished document of a figure alone on its page.
  static byte[] on(Canvas canvas, Figure figure) throws IOException {
    Frame frame = figure.frame();
    Box page = new Box(0, 0, frame.width(), frame.height());
    draw(canvas, page.without(MARGIN, MARGIN, MARGIN, MARGIN), figure, false);
    return canvas.finish();
  }

  private static void draw(Canvas canvas, Box area, Figure figure, boolean legend)
      throws IOException {
    Box below = Header.title(canvas, area, figure.frame().title());
    switch (figure) {
      case Bars bars -> BarDrawing.draw(canvas, below, bars);
      case GroupedBars bars -> BarDrawing.draw(canvas, below, bars);
      case Curves curves -> CurveDrawing.draw(canvas, below, curves, legend);
      case Surface surface -> SurfaceDrawing.draw(canvas, below, surface);
      case ConfusionMatrix matrix -> MatrixDrawing.draw(canvas, below, matrix);
      case HeatMap map -> MatrixDrawing.draw(canvas, below, map);
      case Histogram histogram -> HistogramDrawing.draw(canvas, below, histogram);
      case Raster raster -> RasterDrawing.draw(canvas, below, raster);
      case Reliability reliability -> ReliabilityDrawing.draw(canvas, below, reliability);
      case Panels panels -> {
        int count = panels.panels.size();
        double gap = 18;
        double width = (below.width() - gap * (count - 1)) / count;
        // With a legend in one panel all get one, so that their axes are at the same height.
        boolean legends =
            panels.panels.stream()
                .anyMatch(panel -> panel instanceof Curves curves && curves.curves.size() > 1);
        for (int i = 0; i < count; i++) {
          Box part = new Box(below.x() + i * (width + gap), below.y(), width, below.height());
          draw(canvas, part, panels.panels.get(i), legends);
        }
      }
    }
  }
}
