package dev.softmax.cli;

import dev.softmax.Axis;
import dev.softmax.CrossEntropy;
import dev.softmax.OutputTransform;
import dev.softmax.Sigmoid;
import dev.softmax.Softmax;
import dev.softmax.image.Picture;
import dev.softmax.plot.Bars;
import dev.softmax.plot.Curve;
import dev.softmax.plot.Curves;
import dev.softmax.plot.Figure;
import dev.softmax.plot.Frame;
import dev.softmax.plot.GroupedBars;
import dev.softmax.plot.Panels;
import dev.softmax.plot.Raster;
import dev.softmax.plot.Surface;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What the command draws.
final class Figures {
  private static final int CURVE_POINTS = 201;
  private static final int SURFACE_POINTS = 81;
  // More bars than this in a group are too thin to tell apart.
  static final int MOST_SERIES = 12;

  private Figures() {}

  /// Bars of one row of probabilities, or grouped bars of several.
  static Figure rows(ScoreRows rows, List<String> names, double[] probabilities) {
    rows.requireDrawable(probabilities);
    if (rows.rows() == 1) {
      return Bars.of(names, probabilities);
    }
    if (rows.rows() > MOST_SERIES) {
      throw new UsageException(
          "--plot draws at most " + MOST_SERIES + " rows, and there are " + rows.rows());
    }
    double[][] series = new double[rows.rows()][];
    Arrays.setAll(series, row -> rows.row(probabilities, row));
    List<String> numbers =
        IntStream.rangeClosed(1, series.length).mapToObj(row -> "row " + row).toList();
    return GroupedBars.of(names, numbers, series);
  }

  /// Sigmoid beside softmax of `(x, -x)`, from `-range` to `range`.
  static Figure sigmoid(double range) {
    double[] x = grid(range, CURVE_POINTS);
    double[] sigmoid = Arrays.stream(x).map(Sigmoid::of).toArray();
    double[] pairs = new double[2 * x.length];
    for (int i = 0; i < x.length; i++) {
      pairs[2 * i] = x[i];
      pairs[2 * i + 1] = -x[i];
    }
    double[] shares = Softmax.rows(pairs, 2);
    double[] first = IntStream.range(0, x.length).mapToDouble(i -> shares[2 * i]).toArray();
    double[] second = IntStream.range(0, x.length).mapToDouble(i -> shares[2 * i + 1]).toArray();
    Frame frame = Frame.of("", "x", "probability");
    return Panels.of(
        Curves.of(Curve.of("sigmoid(x)", x, sigmoid))
            .withYRange(0, 1)
            .with(frame.withTitle("Sigmoid")),
        Curves.of(Curve.of("class 0", x, first), Curve.of("class 1", x, second))
            .withYRange(0, 1)
            .with(frame.withTitle("Softmax of x and \u2212x")));
  }

  /// The probability of the first of two scores `(x, 0)` by softmax and its relatives, from
  /// `-range` to
  /// `range`.
  static Figure transforms(double range) {
    double[] x = grid(range, CURVE_POINTS);
    double[] pairs = new double[2 * x.length];
    for (int i = 0; i < x.length; i++) {
      pairs[2 * i] = x[i];
    }
    Curve[] curves =
        Stream.of("softmax", "entmax:1.25", "entmax15", "sparsemax", "taylor")
            .map(
                name -> {
                  double[] p = new double[pairs.length];
                  OutputTransform.named(name).apply(pairs, Axis.rows(x.length, 2), p);
                  double[] first = new double[x.length];
                  Arrays.setAll(first, i -> p[2 * i]);
                  return Curve.of(name, x, first);
                })
            .toArray(Curve[]::new);
    return Curves.of(curves)
        .withYRange(0, 1)
        .with(Frame.of("The first of two scores, x and 0", "x", "probability"));
  }

  /// The loss of class 0 over its score and that of class 1, a third being 0.
  static Figure loss(double range) {
    double[] scale = grid(range, SURFACE_POINTS);
    int points = scale.length * scale.length;
    double[] logits = new double[3 * points];
    for (int i = 0; i < points; i++) {
      logits[3 * i] = scale[i % scale.length];
      logits[3 * i + 1] = scale[i / scale.length];
    }
    double[] losses = CrossEntropy.defaults().losses(logits, Axis.rows(points, 3), new int[points]);
    double[][] values = new double[scale.length][];
    Arrays.setAll(
        values, y -> Arrays.copyOfRange(losses, y * scale.length, (y + 1) * scale.length));
    Surface surface = Surface.of(scale, scale, values).withValueName("cross-entropy");
    return surface.with(
        surface
            .frame()
            .withTitle("Loss of class 0 among three, the third score being 0")
            .withAxes("score of class 0", "score of class 1"));
  }

  /// A picture beside the bars of its most probable classes.
  static Figure picture(
      String name, Picture picture, List<String> names, double[] probabilities, int listed) {
    Path file = Path.of(name).getFileName();
    Bars bars = Bars.of(names, probabilities).top(listed).horizontal();
    Panels panels = Panels.of(Raster.of(colours(picture), picture.height(), picture.width()), bars);
    return panels.with(panels.frame().withTitle(file == null ? name : file.toString()));
  }

  /// Samples `(H, W, 3)`.
  private static byte[] colours(Picture picture) {
    byte[] samples = picture.samples();
    if (picture.channels() == 3) {
      return samples;
    }
    byte[] rgb = new byte[3 * samples.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = samples[i / 3];
    }
    return rgb;
  }

  private static double[] grid(double range, int points) {
    double[] grid = new double[points];
    Arrays.setAll(grid, i -> range * (2.0 * i / (points - 1) - 1));
    return grid;
  }
}
