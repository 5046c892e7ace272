package dev.softmax.cli;

import dev.softmax.linear.CrossValidation;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What cross-validation found for each penalty that it tried.
final class PenaltyTable {
  private PenaltyTable() {}

  /// One line for each penalty, with a mark at the chosen one, and an empty line.
  static void print(CrossValidation tried, PrintStream out) {
    TextTable table = new TextTable("rrrl").row("C", "mean log-loss", "standard error", "");
    for (CrossValidation.Score score : tried.scores()) {
      table.row(
          TextTable.number(score.c()),
          TextTable.number(score.mean()),
          TextTable.number(score.standardError()),
          score.equals(tried.chosen()) ? "chosen" : "");
    }
    table.print(out);
    out.println();
  }

  static List<Map<String, @Nullable Object>> json(CrossValidation tried) {
    return tried.scores().stream()
        .map(
            score ->
                Json.object(
                    "c", score.c(),
                    "l1Ratio", score.l1Ratio(),
                    "logLoss", score.mean(),
                    "standardError", score.standardError(),
                    "chosen", score.equals(tried.chosen())))
        .toList();
  }
}
