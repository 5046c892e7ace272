package dev.softmax.cli;

import dev.softmax.metrics.ClassScores;
import dev.softmax.metrics.ClassificationMetrics;
import dev.softmax.metrics.ConfusionMatrix;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is said of every classifier, however many rows there were.
///
/// @param metrics what it is worth
/// @param names the classes
record MetricsOutput(ClassificationMetrics metrics, List<String> names) {
  /// Wider matrices are left to `--json`.
  private static final int MOST_COLUMNS = 30;

  /// One measure a line.
  TextTable lines() {
    return new TextTable("lr")
        .row("rows", Integer.toString(metrics.rows()))
        .row("accuracy", TextTable.number(metrics.accuracy()))
        .row("log-loss", TextTable.number(metrics.logLoss()))
        .row("Brier", TextTable.number(metrics.brier()))
        .row("ECE", TextTable.number(metrics.ece()));
  }

  /// The classes, sets of them if there are any, and the confusion matrix, each below an empty line.
  void print(PrintStream out, Optional<SetFlags.Covered> covered) {
    out.append('\n');
    printClasses(out);
    out.append('\n');
    covered.ifPresent(
        sets -> {
          sets.rows(new TextTable("ll")).print(out);
          out.append('\n');
        });
    if (names.size() > MOST_COLUMNS) {
      out.append("The confusion matrix is in the output of --json.\n");
    } else {
      printConfusion(out);
    }
  }

  private void printClasses(PrintStream out) {
    TextTable scores = new TextTable("lrrrr");
    scores.row("class", "precision", "recall", "F1", "rows");
    for (int k = 0; k < names.size(); k++) {
      ClassScores of = metrics.perClass().get(k);
      scores.row(
          names.get(k),
          TextTable.number(of.precision()),
          TextTable.number(of.recall()),
          TextTable.number(of.f1()),
          Integer.toString(of.support()));
    }
    scores.print(out);
  }

  private void printConfusion(PrintStream out) {
    ConfusionMatrix confusion = metrics.confusion();
    TextTable table = new TextTable("l" + "r".repeat(names.size()));
    List<String> cells = new ArrayList<>(names);
    cells.addFirst("true \\ predicted");
    table.row(cells.toArray(String[]::new));
    for (int truth = 0; truth < names.size(); truth++) {
      cells.clear();
      cells.add(names.get(truth));
      for (int predicted = 0; predicted < names.size(); predicted++) {
        cells.add(Integer.toString(confusion.count(truth, predicted)));
      }
      table.row(cells.toArray(String[]::new));
    }
    table.print(out);
  }

  /// The documented keys.
  Map<String, @Nullable Object> json() {
    return Json.object(
        "rows", metrics.rows(),
        "accuracy", metrics.accuracy(),
        "logLoss", metrics.logLoss(),
        "brier", metrics.brier(),
        "ece", metrics.ece(),
        "perClass", perClass(),
        "confusion", confusion());
  }

  /// An object for each class, which may grow.
  List<Map<String, @Nullable Object>> perClass() {
    List<Map<String, @Nullable Object>> perClass = new ArrayList<>();
    for (int k = 0; k < names.size(); k++) {
      ClassScores of = metrics.perClass().get(k);
      perClass.add(
          Json.object(
              "label", names.get(k),
              "precision", of.precision(),
              "recall", of.recall(),
              "f1", of.f1(),
              "support", of.support()));
    }
    return perClass;
  }

  private List<int[]> confusion() {
    List<int[]> confusion = new ArrayList<>();
    for (int truth = 0; truth < names.size(); truth++) {
      int[] row = new int[names.size()];
      for (int predicted = 0; predicted < row.length; predicted++) {
        row[predicted] = metrics.confusion().count(truth, predicted);
      }
      confusion.add(row);
    }
    return confusion;
  }
}
