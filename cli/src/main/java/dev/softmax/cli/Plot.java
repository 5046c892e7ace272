package dev.softmax.cli;

import dev.softmax.Axis;
import dev.softmax.CrossEntropy;
import dev.softmax.Sigmoid;
import dev.softmax.Softmax;
import dev.softmax.plot.Bars;
import dev.softmax.plot.Curve;
import dev.softmax.plot.Curves;
import dev.softmax.plot.Figure;
import dev.softmax.plot.Frame;
import dev.softmax.plot.GroupedBars;
import dev.softmax.plot.Panels;
import dev.softmax.plot.Surface;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Figures of softmax itself.
@Command(
    name = "plot",
    sortOptions = false,
    description = {
      "Draws a figure:",
      "  bars         the probabilities of the scores",
      "  temperature  the same at several temperatures, side by side",
      "  sigmoid      sigmoid(x) beside both classes of softmax(x, -x)",
      "  loss         cross-entropy of class 0 over its score and another's, a third being 0"
    },
    footer = {
      "",
      "Examples:",
      "  softmax plot bars 2 1 0.1 --labels cat,dog,bird --out bars.png",
      "  softmax plot temperature 2 1 0.1 --temperature 0.1,0.5,1,2,5 --out temperature.pdf",
      "  softmax plot sigmoid --range 6 --out sigmoid.svg",
      "  softmax plot loss --range 4 --out loss.png --size 800x600"
    })
final class Plot implements Callable<Integer> {
  private static final int CURVE_POINTS = 201;
  private static final int SURFACE_POINTS = 81;
  // More bars than this in a group are too thin to tell apart.
  private static final int MOST_SERIES = 12;

  /// What can be drawn; the names are the words on the command line.
  enum Kind {
    BARS,
    TEMPERATURE,
    SIGMOID,
    LOSS
  }

  private final Streams streams;

  @Parameters(
      index = "0",
      paramLabel = "FIGURE",
      description = "bars, temperature, sigmoid or loss.")
  private Kind kind = Kind.BARS;

  @Parameters(
      index = "1..*",
      paramLabel = "SCORE",
      description = "The scores of bars and temperature (default: 2 1 0.1).")
  private final List<String> scores = new ArrayList<>();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "F",
      description = "The file: F.png, F.svg or F.pdf.")
  private @Nullable Path out;

  @Option(names = "--labels", split = ",", paramLabel = "NAME", description = "The classes' names.")
  private String @Nullable [] labels;

  @Option(
      names = "--temperature",
      split = ",",
      paramLabel = "T",
      description = "That of bars (default: 1); those of temperature (default: 0.1,0.5,1,2,5).")
  private double @Nullable [] temperatures;

  @Option(
      names = "--range",
      paramLabel = "X",
      description = "Sigmoid and loss are drawn from -X to X (default: 10 and 5).")
  private @Nullable Double range;

  @Mixin private final FigureOptions figure = new FigureOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  Plot(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    Path file = Objects.requireNonNull(out);
    checkUse();
    figure.save(
        switch (kind) {
          case BARS, TEMPERATURE -> distributions();
          case SIGMOID -> sigmoid(range == null ? 10 : range);
          case LOSS -> loss(range == null ? 5 : range);
        },
        file);
    if (common.json) {
      Json.print(streams.out(), Json.object("figure", file.toString()));
    }
    return Main.DONE;
  }

  private void checkUse() {
    boolean distribution = kind == Kind.BARS || kind == Kind.TEMPERATURE;
    if (!distribution && !scores.isEmpty()) {
      throw new UsageException("this figure takes no scores, and there is " + scores.getFirst());
    }
    if (range != null && (distribution || !(range > 0 && range <= 1e6))) {
      throw new UsageException(
          distribution
              ? "--range is for sigmoid and loss"
              : "--range " + range + " is not a number above 0 and up to 1e6");
    }
    if (temperatures != null) {
      int most = kind == Kind.BARS ? 1 : distribution ? MOST_SERIES : 0;
      if (temperatures.length > most) {
        throw new UsageException("--temperature: this figure takes at most " + most);
      }
      for (double temperature : temperatures) {
        if (!(temperature >= 0)) {
          throw new UsageException("--temperature " + temperature + " is not at least 0");
        }
      }
    }
  }

  private Figure distributions() {
    double[] one = {1};
    double[] several = {0.1, 0.5, 1, 2, 5};
    double[] at = temperatures != null ? temperatures : kind == Kind.BARS ? one : several;
    ScoreRows row = ScoreRows.of(scores.isEmpty() ? List.of("2", "1", "0.1") : scores);
    List<String> names = row.names(labels);
    double[][] probabilities = new double[at.length][];
    for (int i = 0; i < at.length; i++) {
      probabilities[i] = Softmax.STANDARD.withTemperature(at[i]).apply(row.logits());
    }
    if (kind == Kind.BARS) {
      return rows(row, names, probabilities[0]);
    }
    return GroupedBars.ofTemperatures(names, at, probabilities);
  }

  /// Bars of one row of probabilities, or grouped bars of several.
  static Figure rows(ScoreRows rows, List<String> names, double[] probabilities) {
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

  private static Figure sigmoid(double range) {
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

  private static Figure loss(double range) {
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

  private static double[] grid(double range, int points) {
    double[] grid = new double[points];
    Arrays.setAll(grid, i -> range * (2.0 * i / (points - 1) - 1));
    return grid;
  }
}
