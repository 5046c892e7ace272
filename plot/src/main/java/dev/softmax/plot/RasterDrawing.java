package dev.softmax.plot;

import dev.softmax.plot.Canvas.Pixels;
import java.io.IOException;
import java.util.Arrays;

/// Draws a picture in the middle of its area.
final class RasterDrawing {
  /// Enlarged so often, a picture is shown as squares: matplotlib, too, changes its filter at three.
  private static final double SQUARES = 3;

  private RasterDrawing() {}

  static void draw(Canvas canvas, Box area, Raster raster) throws IOException {
    Raster.Samples samples = raster.samples;
    Box box = fitted(area, samples).rounded();
    int width = Math.clamp(Math.round(box.width() * canvas.resolution()), 1, samples.width());
    int height = Math.clamp(Math.round(box.height() * canvas.resolution()), 1, samples.height());
    boolean smooth = box.width() * canvas.resolution() < SQUARES * samples.width();
    canvas.image(new Pixels(width, height, shrunk(samples, height, width), smooth), box);
  }

  /// The largest box of the picture's proportions, at least a pixel wide and high.
  private static Box fitted(Box area, Raster.Samples samples) {
    double scale = Math.min(area.width() / samples.width(), area.height() / samples.height());
    double width = Math.max(1, scale * samples.width());
    double height = Math.max(1, scale * samples.height());
    return new Box(area.centerX() - width / 2, area.centerY() - height / 2, width, height);
  }

  /// The picture with at most its own number of rows and columns, `0xRRGGBB`: each pixel is the mean
  /// of the area that it stands for, with the parts of pixels at its edges.
  static int[] shrunk(Raster.Samples samples, int height, int width) {
    int[] rgb = new int[height * width];
    double[] rows = new double[3 * samples.width()];
    for (int y = 0; y < height; y++) {
      Span vertical = Span.of(y, height, samples.height());
      Arrays.fill(rows, 0);
      for (int from = vertical.first; from < vertical.end; from++) {
        double share = vertical.share(from);
        for (int i = 0; i < rows.length; i++) {
          rows[i] += share * (samples.rgb()[from * rows.length + i] & 0xff);
        }
      }
      for (int x = 0; x < width; x++) {
        Span horizontal = Span.of(x, width, samples.width());
        rgb[y * width + x] = mean(rows, horizontal);
      }
    }
    return rgb;
  }

  private static int mean(double[] rows, Span span) {
    int rgb = 0;
    for (int c = 0; c < 3; c++) {
      double sum = 0;
      for (int x = span.first; x < span.end; x++) {
        sum += span.share(x) * rows[3 * x + c];
      }
      rgb = rgb << 8 | Math.clamp(Math.round(sum), 0, 255);
    }
    return rgb;
  }

  /// The pixels from `first` to `end` (exclusive) that a pixel of a smaller picture stands for, where
  /// it begins in the first and ends in the last.
  private record Span(int first, int end, double from, double to) {
    static Span of(int pixel, int pixels, int among) {
      double from = (double) pixel * among / pixels;
      double to = (pixel + 1.0) * among / pixels;
      return new Span((int) from, Math.min(among, (int) Math.ceil(to)), from, to);
    }

    /// The weight of one of them; all sum to 1.
    double share(int pixel) {
      return Math.max(0, Math.min(to, pixel + 1.0) - Math.max(from, pixel)) / (to - from);
    }
  }
}
