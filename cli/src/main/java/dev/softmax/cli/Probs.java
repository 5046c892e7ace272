package dev.softmax.cli;

import dev.softmax.Axis;
import dev.softmax.OutputTransform;
import dev.softmax.Softmax;
import dev.softmax.SphericalSoftmax;
import dev.softmax.TaylorSoftmax;
import dev.softmax.TopK;
import dev.softmax.io.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Scores to probabilities.
@Command(
    name = "probs",
    sortOptions = false,
    description = "Turns one row of scores, or each row of a file, into probabilities.",
    footer = {
      "",
      "Examples:",
      "  softmax probs 2 1 0.1",
      "  softmax probs 2 -1 0.1 --labels cat,dog,bird --temperature 0.5",
      "  softmax probs --file scores.csv --json",
      "  generate | softmax probs --file - --log",
      "  softmax probs 2 1 0.1 --transform entmax15",
      "  softmax probs 2 1 0.1 --plot bars.svg"
    })
final class Probs implements Callable<Integer> {
  private static final int BAR = 32;

  private final Streams streams;

  @Parameters(
      paramLabel = "SCORE",
      arity = "0..*",
      description = "The scores, of any sign; -inf rules a class out.")
  private final List<String> scores = new ArrayList<>();

  @Option(
      names = "--file",
      paramLabel = "F",
      description = "Rows of numbers between blanks or commas, a row a line; - is standard input.")
  private @Nullable String file;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Divides the scores: below 1 sharper, above 1 flatter, 0 the largest only.")
  private double temperature = 1;

  @Option(
      names = "--transform",
      paramLabel = "NAME",
      description =
          "softmax (the default), softmin, sparsemax, entmax15, entmax:A with A above 1, spherical,"
              + " taylor or taylor:N with an even N.")
  private @Nullable String transform;

  @Option(names = "--log", description = "Logarithms of the probabilities.")
  private boolean log;

  @Option(names = "--labels", split = ",", paramLabel = "NAME", description = "The classes' names.")
  private String @Nullable [] labels;

  @Option(
      names = "--plot",
      paramLabel = "F",
      description = "Draws the rows as bars into F.png, F.svg or F.pdf.")
  private @Nullable Path plot;

  @Spec private @Nullable CommandSpec command;
  @Mixin private final FigureOptions figure = new FigureOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  Probs(Streams streams) {
    this.streams = streams;
  }

  /// Is this `probs` and numbers, without any option? Then there is nothing to parse, and loading the
  /// parser, which takes more than half of the time of so short a command, can be left out.
  static boolean areScoresAlone(String[] args) {
    boolean alone = args.length > 1 && args[0].equals("probs");
    for (int i = 1; alone && i < args.length; i++) {
      String word = args[i];
      int digit = word.startsWith("-") ? 1 : 0;
      alone = word.length() > digit && Character.isDigit(word.charAt(digit));
    }
    return alone;
  }

  /// The command for such arguments.
  static Probs ofScores(String[] args, Streams streams) {
    Probs probs = new Probs(streams);
    probs.scores.addAll(Arrays.asList(args).subList(1, args.length));
    return probs;
  }

  @Override
  public Integer call() throws IOException {
    if (file != null && !scores.isEmpty()) {
      throw new UsageException("give scores or --file, not both");
    }
    // Without a command there are no options.
    if (command != null) {
      FigureOptions.refuseWithout(plot, command);
    }
    if (!(temperature >= 0)) {
      throw new UsageException("--temperature " + temperature + " is not a number of at least 0");
    }
    ScoreRows rows = file == null ? ScoreRows.of(scores) : ScoreRows.read(file, streams.in());
    List<String> names = rows.names(labels);
    Axis axis = Axis.rows(rows.rows(), rows.classes());
    double[] answer =
        transform == null
            ? softmax(Softmax.STANDARD, rows.logits(), axis)
            : transformed(transform, rows.logits(), axis);
    if (plot != null) {
      figure.save(Figures.rows(rows, names, log ? exp(answer) : answer), plot);
    }
    if (common.json) {
      for (int row = 0; row < rows.rows(); row++) {
        Json.print(streams.out(), json(rows.row(rows.logits(), row), rows.row(answer, row)));
      }
    } else if (rows.rows() == 1) {
      printVector(rows.logits(), answer, names);
    } else {
      printRows(rows, answer, names);
    }
    return Main.DONE;
  }

  private double[] softmax(Softmax softmax, double[] scores, Axis axis) {
    Softmax warmed = softmax.withTemperature(temperature);
    return (log ? warmed.log() : warmed).apply(scores, axis);
  }

  private double[] transformed(String name, double[] scores, Axis axis) {
    OutputTransform way;
    try {
      way = OutputTransform.named(name);
      if (way instanceof Softmax softmax) {
        return softmax(softmax, scores, axis);
      }
      way = way.withTemperature(temperature);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--transform: " + e.getMessage());
    }
    double[] answer = new double[scores.length];
    way.apply(scores, axis, answer);
    for (int i = 0; i < answer.length; i++) {
      String place = "score " + (i % axis.size() + 1) + " of row " + (i / axis.size() + 1);
      boolean ratio = way instanceof SphericalSoftmax || way instanceof TaylorSoftmax;
      if (ratio && Double.isNaN(answer[i])) {
        throw new InputException(
            name + " has no answer for " + place + ": scores must be finite, and not all be 0");
      }
      if (log && answer[i] == 0) {
        throw new UsageException(
            "--log: " + name + " gives 0 for " + place + ", which has no logarithm");
      }
      answer[i] = log ? Math.log(answer[i]) : answer[i];
    }
    return answer;
  }

  private Map<String, @Nullable Object> json(double[] logits, double[] answer) {
    var object =
        Json.object(
            "logits",
            logits,
            "temperature",
            temperature,
            log ? "logProbabilities" : "probabilities",
            answer,
            "sum",
            sum(answer),
            "argmax",
            TopK.of(answer, 1).indices()[0]);
    if (transform != null) {
      object.put("transform", transform);
    }
    if (labels != null) {
      object.put("labels", List.of(labels));
    }
    return object;
  }

  private double sum(double[] answer) {
    return Arrays.stream(log ? exp(answer) : answer).sum();
  }

  private static double[] exp(double[] logs) {
    return Arrays.stream(logs).map(Math::exp).toArray();
  }

  private void printVector(double[] logits, double[] answer, List<String> names) {
    TextTable table = new TextTable("lrrl");
    table.row("class", "score", log ? "log-probability" : "probability", "");
    for (int k = 0; k < logits.length; k++) {
      double share = log ? Math.exp(answer[k]) : answer[k];
      String bar = Double.isNaN(share) ? "" : "█".repeat((int) Math.round(share * BAR));
      table.row(names.get(k), TextTable.plain(logits[k]), TextTable.number(answer[k]), bar);
    }
    table.row("sum", "", TextTable.number(sum(answer)), "").print(streams.out());
  }

  private void printRows(ScoreRows rows, double[] answer, List<String> names) {
    String[] cells = new String[rows.classes() + 2];
    TextTable table = new TextTable("r" + "r".repeat(rows.classes()) + "l");
    cells[0] = "row";
    for (int k = 0; k < rows.classes(); k++) {
      cells[k + 1] = names.get(k);
    }
    cells[cells.length - 1] = "largest";
    table.row(cells.clone());
    for (int row = 0; row < rows.rows(); row++) {
      double[] held = rows.row(answer, row);
      cells[0] = Integer.toString(row + 1);
      for (int k = 0; k < held.length; k++) {
        cells[k + 1] = TextTable.number(held[k]);
      }
      cells[cells.length - 1] = names.get(TopK.of(held, 1).indices()[0]);
      table.row(cells.clone());
    }
    table.print(streams.out());
  }
}
