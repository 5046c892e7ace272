package dev.softmax.cli;

import dev.softmax.TopK;
import dev.softmax.calibration.ConformalSets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Probabilities of rows or texts, printed as a table, as CSV or as JSON.
final class PredictionRows {
  private static final int LISTED = 5;

  private final Streams streams;
  private final List<String> names;
  private final boolean csv;
  private final boolean json;
  private final int listed;
  private final TextTable lines;
  private final Optional<ConformalSets> sets;

  /// Starts the output; CSV has its header now.
  ///
  /// @param names the classes
  /// @param form what is listed, and how
  PredictionRows(Streams streams, List<String> names, Form form) {
    this.streams = streams;
    this.names = names;
    this.csv = form.csv;
    this.json = form.json;
    this.sets = form.sets;
    this.listed = Math.min(form.top != null ? form.top : json ? LISTED : 1, names.size());
    this.lines = new TextTable("l" + "lr".repeat(listed) + (sets.isPresent() ? "l" : ""));
    if (csv) {
      streams.out().append(csvHeader()).append('\n');
    }
  }

  /// How rows are printed.
  ///
  /// @param top classes to list, or none for the default
  /// @param csv as CSV
  /// @param json as JSON
  /// @param sets the rule of their sets of classes, if these are wanted
  record Form(@Nullable Integer top, boolean csv, boolean json, Optional<ConformalSets> sets) {}

  /// The names of a row's set, the most probable first; none where sets are not wanted.
  static List<String> set(Optional<ConformalSets> sets, double[] of, List<String> names) {
    return sets.map(rule -> Arrays.stream(rule.set(of)).mapToObj(names::get).toList())
        .orElse(List.of());
  }

  /// A row with the probability of each class.
  ///
  /// @param explanation what JSON tells beside the probabilities, by name
  void add(String input, double[] of, Map<String, @Nullable Object> explanation) {
    TopK best = TopK.of(of, listed);
    List<String> set = set(sets, of, names);
    if (json) {
      Map<String, @Nullable Object> object = json(input, best, names);
      if (sets.isPresent()) {
        object.put("set", set);
      }
      object.putAll(explanation);
      Json.print(streams.out(), object);
    } else if (csv) {
      streams.out().append(csvRow(input, of, best, set)).append('\n');
    } else {
      String[] cells = cells(input, best, names);
      if (sets.isPresent()) {
        cells = Arrays.copyOf(cells, cells.length + 1);
        cells[cells.length - 1] = "{" + String.join(", ", set) + "}";
      }
      lines.row(cells).printWhenLong(streams.out());
    }
  }

  /// Rows with the probabilities `(N, K)` of each.
  ///
  /// @param places what a row is called
  void addAll(int rows, IntFunction<String> places, double[] probabilities) {
    int classes = names.size();
    for (int row = 0; row < rows; row++) {
      double[] of = Arrays.copyOfRange(probabilities, row * classes, (row + 1) * classes);
      add(places.apply(row), of, Map.of());
    }
  }

  /// Prints what is left.
  void end() {
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

  private String csvHeader() {
    StringBuilder line = new StringBuilder("input,label,probability");
    line.append(sets.isPresent() ? ",set" : "");
    names.forEach(name -> line.append(',').append(quoted("p_" + name)));
    return line.toString();
  }

  /// A set is one cell, its classes with a bar between them.
  private String csvRow(String input, double[] of, TopK best, List<String> set) {
    StringBuilder line = new StringBuilder(quoted(input));
    line.append(',').append(quoted(names.get(best.indices()[0])));
    line.append(',').append(best.values()[0]);
    if (sets.isPresent()) {
      line.append(',').append(quoted(String.join("|", set)));
    }
    for (double probability : of) {
      line.append(',').append(probability);
    }
    return line.toString();
  }

  /// A cell as RFC 4180 has it.
  static String quoted(String cell) {
    boolean special = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return special ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
