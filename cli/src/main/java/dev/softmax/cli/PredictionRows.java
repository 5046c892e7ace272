package dev.softmax.cli;

import dev.softmax.TopK;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /// Starts the output; CSV has its header now.
  ///
  /// @param names the classes
  /// @param top classes to list, or none for the default
  PredictionRows(
      Streams streams, List<String> names, @Nullable Integer top, boolean csv, boolean json) {
    this.streams = streams;
    this.names = names;
    this.csv = csv;
    this.json = json;
    this.listed = Math.min(top != null ? top : json ? LISTED : 1, names.size());
    this.lines = new TextTable("l" + "lr".repeat(listed));
    if (csv) {
      streams.out().append(csvHeader(names)).append('\n');
    }
  }

  /// A row with the probability of each class.
  ///
  /// @param explanation what JSON tells beside the probabilities, by name
  void add(String input, double[] of, Map<String, @Nullable Object> explanation) {
    TopK best = TopK.of(of, listed);
    if (json) {
      Map<String, @Nullable Object> object = json(input, best, names);
      object.putAll(explanation);
      Json.print(streams.out(), object);
    } else if (csv) {
      streams.out().append(csvRow(input, of, best, names)).append('\n');
    } else {
      lines.row(cells(input, best, names)).printWhenLong(streams.out());
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
  static String quoted(String cell) {
    boolean special = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return special ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
