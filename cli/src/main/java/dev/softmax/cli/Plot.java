package dev.softmax.cli;

import dev.softmax.Softmax;
import dev.softmax.plot.Figure;
import dev.softmax.plot.GroupedBars;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
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
      "Draws one of six figures, as PNG, SVG or PDF.",
      "  bars         the probabilities of the scores",
      "  temperature  the same at several temperatures, side by side",
      "  sigmoid      sigmoid(x) beside both classes of softmax(x, -x)",
      "  transforms   softmax beside entmax, sparsemax and Taylor softmax, of two scores (x, 0)",
      "  loss         cross-entropy of class 0 over its score and another's, a third being 0",
      "  attention    a table of attention weights as a heat map; without --file a small example"
    },
    footer = {
      "",
      "Examples:",
      "  softmax plot bars 2 1 0.1 --labels cat,dog,bird --out bars.png",
      "  softmax plot temperature 2 1 0.1 --temperature 0.1,0.5,1,2,5 --out temperature.pdf",
      "  softmax plot sigmoid --range 6 --out sigmoid.svg",
      "  softmax plot loss --range 4 --out loss.png --size 800x600",
      "  softmax plot attention --file weights.csv --labels the,cat,sat --out attention.png",
      "  softmax plot attention --file scores.txt --scores --out attention.pdf"
    })
final class Plot implements Callable<Integer> {
  private final Streams streams;

  @Parameters(
      index = "0",
      paramLabel = "FIGURE",
      description = "bars, temperature, sigmoid, transforms, loss or attention.")
  private String kind = "";

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

  @Option(
      names = "--labels",
      split = ",",
      paramLabel = "NAME",
      description = "The classes' names; of attention those of the columns, its keys.")
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
      description = "Sigmoid, transforms and loss are drawn from -X to X (default: 10, 3 and 5).")
  private @Nullable Double range;

  @Option(
      names = "--file",
      paramLabel = "F",
      description =
          "Attention weights, a row for each query, - for standard input. Names of the keys may"
              + " stand in the first line, names of the queries in the first column.")
  private @Nullable String source;

  @Option(
      names = "--row-labels",
      split = ",",
      paramLabel = "NAME",
      description = "Of attention: the names of the rows, its queries.")
  private String @Nullable [] rowLabels;

  @Option(
      names = "--scores",
      description = "The file of attention has scores: weights are the softmax of each row.")
  private boolean ofScores;

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
          case "bars", "temperature" -> distributions();
          case "sigmoid" -> Figures.sigmoid(range == null ? 10 : range);
          case "transforms" -> Figures.transforms(range == null ? 3 : range);
          case "loss" -> Figures.loss(range == null ? 5 : range);
          case "attention" -> attention().figure();
          default ->
              throw new UsageException(
                  "there is no figure '"
                      + kind
                      + "'; there are bars, temperature, sigmoid, transforms, loss and attention");
        },
        file);
    if (common.json) {
      Json.print(streams.out(), Json.object("figure", file.toString()));
    }
    return Main.DONE;
  }

  private void checkUse() {
    boolean distribution = kind.equals("bars") || kind.equals("temperature");
    if (!distribution && !scores.isEmpty()) {
      throw new UsageException("this figure takes no scores, and there is " + scores.getFirst());
    }
    boolean attention = kind.equals("attention");
    if (!attention && (source != null || rowLabels != null || ofScores)) {
      throw new UsageException("--file, --row-labels and --scores are for attention");
    }
    if (ofScores && source == null) {
      throw new UsageException("--scores needs --file");
    }
    if (range != null && (distribution || attention || !(range > 0 && range <= 1e6))) {
      throw new UsageException(
          distribution || attention
              ? "--range is for sigmoid, transforms and loss"
              : "--range " + range + " is not a number above 0 and up to 1e6");
    }
    if (temperatures != null) {
      int most = kind.equals("bars") ? 1 : distribution ? Figures.MOST_SERIES : 0;
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

  private AttentionMap attention() throws IOException {
    AttentionMap map =
        source == null
            ? AttentionMap.example()
            : AttentionMap.of(NamedRows.read(source, streams.in()), ofScores);
    return map.named(labels, rowLabels);
  }

  private Figure distributions() {
    double[] one = {1};
    double[] several = {0.1, 0.5, 1, 2, 5};
    double[] at = temperatures != null ? temperatures : kind.equals("bars") ? one : several;
    ScoreRows row = ScoreRows.of(scores.isEmpty() ? List.of("2", "1", "0.1") : scores);
    List<String> names = row.names(labels);
    double[][] probabilities = new double[at.length][];
    for (int i = 0; i < at.length; i++) {
      probabilities[i] = Softmax.STANDARD.withTemperature(at[i]).apply(row.logits());
      row.requireDrawable(probabilities[i]);
    }
    if (kind.equals("bars")) {
      return Figures.rows(row, names, probabilities[0]);
    }
    return GroupedBars.ofTemperatures(names, at, probabilities);
  }
}
