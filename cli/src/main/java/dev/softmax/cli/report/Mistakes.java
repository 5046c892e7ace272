package dev.softmax.cli.report;

import dev.softmax.metrics.Predictions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The rows that the model was surest of and wrong about.
final class Mistakes {
  private static final int SHOWN = 20;

  /// Columns of a table that are shown of each.
  private static final int COLUMNS = 12;

  /// Characters of a text or value.
  private static final int LONGEST = 400;

  private Mistakes() {}

  /// Their indices, the surest first.
  static List<Integer> of(Predictions predictions) {
    return IntStream.range(0, predictions.rows())
        .filter(row -> !predictions.isRight(row))
        .boxed()
        .sorted(Comparator.comparingDouble((Integer row) -> -predictions.confidence(row)))
        .limit(SHOWN)
        .toList();
  }

  static void write(Html html, Subject subject, List<Integer> rows) {
    Predictions predictions = subject.predictions();
    html.open("div", "class", "wide").open("table").open("thead").open("tr");
    for (String name : List.of("where", "what", "true class", "predicted")) {
      html.element("th", name, "scope", "col");
    }
    html.close().close().open("tbody");
    for (int row : rows) {
      Example example = subject.example().apply(row);
      int truth = predictions.label(row);
      html.open("tr").element("td", example.place(), "class", "note").open("td");
      content(html, example);
      html.close();
      answer(html, subject.classes().get(truth), predictions.probability(row, truth));
      answer(html, subject.classes().get(predictions.predicted(row)), predictions.confidence(row));
      html.close();
    }
    html.close().close().close();
  }

  private static void answer(Html html, String name, double probability) {
    html.open("td").element("b", name).empty("br");
    html.text(Numbers.percent(probability)).close();
  }

  private static void content(Html html, Example example) {
    switch (example) {
      case Example.Values values -> {
        List<Example.Value> shown =
            values.values().subList(0, Math.min(COLUMNS, values.values().size()));
        for (Example.Value value : shown) {
          html.open("span", "class", "value").element("i", value.column());
          html.text(" " + (value.text().isEmpty() ? "–" : shortened(value.text()))).close();
        }
        if (values.values().size() > shown.size()) {
          int more = values.values().size() - shown.size();
          html.element("span", "and " + more + " more", "class", "value note");
        }
      }
      case Example.Words words -> html.text(shortened(words.text()));
      case Example.Sight sight ->
          html.empty("img", "alt", "", "src", Thumbnail.uri(sight.picture()));
    }
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
  }
}
