package dev.softmax.plot;

import dev.softmax.plot.Canvas.Lettering;
import dev.softmax.plot.Canvas.Pen;
import dev.softmax.plot.Canvas.Pixels;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// Draws matrices as coloured cells with the numbers in them while there is room.
final class MatrixDrawing {
  // Smaller cells get no lines between them, or the lines would be all there is to see.
  private static final double LINES_FROM = 8;
  private static final Range UNIT = new Range(0, 1);

  private MatrixDrawing() {}

  /// What to draw: `values` give the colours, `texts` stand in the cells.
  private record Cells(Scale x, Scale y, double[][] values, String[][] texts) {}

  static void draw(Canvas canvas, Box area, ConfusionMatrix matrix) throws IOException {
    int classes = matrix.counts.length;
    double[][] shares = new double[classes][classes];
    String[][] texts = new String[classes][classes];
    for (int i = 0; i < classes; i++) {
      double total = Arrays.stream(matrix.counts[i]).asDoubleStream().sum();
      for (int j = 0; j < classes; j++) {
        shares[i][j] = total == 0 ? 0 : matrix.counts[i][j] / total;
        texts[i][j] = Long.toString(matrix.counts[i][j]);
      }
    }
    Frame frame = matrix.frame();
    Scale x = Scale.bands(frame.x(), matrix.classes);
    Scale y = Scale.bands(frame.y(), matrix.classes).reversed();
    ColorBar bar = new ColorBar("share of the true class", UNIT, Colors.SHARE);
    draw(canvas, area, new Cells(x, y, shares, texts), bar);
  }

  static void draw(Canvas canvas, Box area, HeatMap map) throws IOException {
    Range range = map.range == null ? Range.over(map.values) : map.range;
    boolean signed = range.low() < 0 && range.high() > 0;
    double largest = Math.max(Math.abs(range.low()), Math.abs(range.high()));
    Range shown = map.range == null ? shown(range, largest) : range;
    int decimals = Math.clamp(2 - (long) Math.floor(Math.log10(Math.max(largest, 1e-300))), 0, 2);
    String[][] texts = new String[map.values.length][];
    for (int i = 0; i < texts.length; i++) {
      texts[i] =
          Arrays.stream(map.values[i])
              .mapToObj(value -> Numbers.decimals(value, decimals))
              .toArray(String[]::new);
    }
    Frame frame = map.frame();
    Scale x = Scale.bands(frame.x(), map.columns);
    Scale y = Scale.bands(frame.y(), map.rows).reversed();
    ColorBar bar = new ColorBar(map.valueName, shown, signed ? Colors.SIGNED : Colors.SHARE);
    draw(canvas, area, new Cells(x, y, map.values, texts), bar);
  }

  /// What the colours stand for where nobody said: signs around zero, shares from zero.
  private static Range shown(Range range, double largest) {
    if (range.low() < 0 && range.high() > 0) {
      return new Range(-largest, largest);
    }
    boolean shares = range.low() >= 0 && range.high() <= 1 && range.low() < range.high() / 2;
    return shares ? new Range(0, range.high()).opened() : range.opened();
  }

  private static void draw(Canvas canvas, Box area, Cells cells, ColorBar bar) throws IOException {
    List<Scale.Mark> columns = cells.x.marks();
    List<Scale.Mark> rows = cells.y.marks();
    boolean square = columns.size() == rows.size();
    Box left = area.without(0, 0, bar.room(canvas), 0);
    Plane plane = new Axes(canvas, left, square).draw(cells.x, cells.y);
    double width = plane.box().width() / columns.size();
    double height = plane.box().height() / rows.size();
    if (Math.min(width, height) < LINES_FROM) {
      canvas.image(pixels(cells, bar), plane.box());
    } else {
      Lettering lettering = lettering(canvas, cells, new Box(0, 0, width, height));
      for (int i = 0; i < rows.size(); i++) {
        for (int j = 0; j < columns.size(); j++) {
          Box cell = plane.box(j, i, j + 1, i + 1);
          int rgb = bar.color(cells.values[i][j]);
          canvas.fill(cell.without(0.5, 0.5, 0.5, 0.5).shape(), rgb);
          if (lettering.size() >= 8) {
            canvas.text(
                cells.texts[i][j],
                cell.centerX(),
                cell.centerY() + lettering.drop(),
                lettering.colored(Colors.on(rgb)));
          }
        }
      }
    }
    canvas.stroke(plane.box().shape(), new Pen(Colors.AXIS, 1));
    bar.draw(canvas, plane.box());
  }

  /// As large as the longest number allows, at most that of ticks.
  private static Lettering lettering(Canvas canvas, Cells cells, Box cell) {
    double widest = 1;
    for (String[] row : cells.texts) {
      for (String text : row) {
        widest = Math.max(widest, canvas.width(text, Letters.TICK));
      }
    }
    double size = Letters.TICK.size() * Math.min(1, (cell.width() - 5) / widest);
    return Letters.TICK.sized(Math.min(size, cell.height() - 4));
  }

  private static Pixels pixels(Cells cells, ColorBar bar) {
    int rows = cells.values.length;
    int columns = cells.values[0].length;
    // Viewers blur a picture of few pixels, whatever it says of itself; many leave sharp edges.
    int each = Math.max(1, 400 / Math.max(rows, columns));
    int[] rgb = new int[rows * each * columns * each];
    for (int at = 0; at < rgb.length; at++) {
      int i = at / (columns * each) / each;
      int j = at % (columns * each) / each;
      rgb[at] = bar.color(cells.values[i][j]);
    }
    return new Pixels(columns * each, rows * each, rgb, false);
  }
}
