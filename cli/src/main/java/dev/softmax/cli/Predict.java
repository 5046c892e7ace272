package dev.softmax.cli;

import dev.softmax.TopK;
import dev.softmax.data.Table;
import dev.softmax.data.TableReader;
import dev.softmax.model.ModelFile;
import dev.softmax.model.TableClassifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// New rows to probabilities.
@Command(
    name = "predict",
    sortOptions = false,
    description = "Gives each row of the tables its most probable classes.",
    footer = {
      "",
      "Examples:",
      "  softmax predict iris.safetensors flowers.csv",
      "  softmax predict iris.safetensors flowers.csv --top 3 --json",
      "  softmax predict iris.safetensors may.csv june.csv --csv > labels.csv"
    })
final class Predict implements Callable<Integer> {
  private static final int LISTED = 5;

  private final Streams streams;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model from softmax train.")
  private @Nullable Path model;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "INPUT", description = "The tables.")
  private final List<Path> inputs = new ArrayList<>();

  @Option(
      names = "--top",
      paramLabel = "K",
      description = "Classes to list for each row (default: 1; with --json 5).")
  private @Nullable Integer top;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Divides the logits: below 1 surer, above 1 less sure.")
  private @Nullable Double temperature;

  @Option(
      names = "--csv",
      description = "Results as CSV, with the probability of every class in the end.")
  private boolean csv;

  @Mixin private final TableOptions tables = new TableOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  Predict(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    if (csv && common.json) {
      throw new UsageException("give --csv or --json, not both");
    }
    if (top != null && top < 1) {
      throw new UsageException("--top " + top + " is not at least 1");
    }
    if (temperature != null && !(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new UsageException("--temperature " + temperature + " is not a number above 0");
    }
    switch (ModelFile.read(Objects.requireNonNull(model))) {
      case TableClassifier classifier -> {
        TableClassifier at =
            temperature == null ? classifier : classifier.withTemperature(temperature);
        if (csv) {
          streams.out().append(csvHeader(at.labels().names())).append('\n');
        }
        for (Path input : inputs) {
          predict(at, input);
        }
      }
    }
    return Main.DONE;
  }

  private void predict(TableClassifier classifier, Path input) {
    Table table = TableReader.read(input, classifier.reading(tables.reading()));
    List<String> names = classifier.labels().names();
    int classes = names.size();
    int listed = Math.min(top != null ? top : common.json ? LISTED : 1, classes);
    double[] probabilities = classifier.probabilities(table);
    TextTable lines = new TextTable("l" + "lr".repeat(listed));
    for (int row = 0; row < table.rows(); row++) {
      double[] of = Arrays.copyOfRange(probabilities, row * classes, (row + 1) * classes);
      TopK best = TopK.of(of, listed);
      if (common.json) {
        Json.print(streams.out(), json(table.place(row), best, names));
      } else if (csv) {
        streams.out().append(csvRow(table.place(row), of, best, names)).append('\n');
      } else {
        lines.row(cells(table.place(row), best, names));
      }
    }
    lines.print(streams.out());
  }

  private static Map<String, @Nullable Object> json(String input, TopK best, List<String> names) {
    List<Map<String, @Nullable Object>> listed = new ArrayList<>();
    for (int i = 0; i < best.indices().length; i++) {
      listed.add(
          Json.object("label", names.get(best.indices()[i]), "probability", best.values()[i]));
    }
    return Json.object(
        "input",
        input,
        "label",
        names.get(best.indices()[0]),
        "probability",
        best.values()[0],
        "top",
        listed);
  }

  private static String[] cells(String input, TopK best, List<String> names) {
    String[] cells = new String[1 + 2 * best.indices().length];
    cells[0] = input;
    for (int i = 0; i < best.indices().length; i++) {
      cells[1 + 2 * i] = names.get(best.indices()[i]);
      cells[2 + 2 * i] = TextTable.number(best.values()[i]);
    }
    return cells;
  }

  private static String csvHeader(List<String> names) {
    StringBuilder line = new StringBuilder("input,label,probability");
    names.forEach(name -> line.append(',').append(quoted("p_" + name)));
    return line.toString();
  }

  private static String csvRow(String input, double[] of, TopK best, List<String> names) {
    StringBuilder line = new StringBuilder(quoted(input));
    line.append(',').append(quoted(names.get(best.indices()[0])));
    line.append(',').append(best.values()[0]);
    for (double probability : of) {
      line.append(',').append(probability);
    }
    return line.toString();
  }

  /// A cell as RFC 4180 has it.
  private static String quoted(String cell) {
    boolean special = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return special ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
