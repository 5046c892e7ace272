package dev.softmax.cli;

import dev.softmax.model.TextClassifier;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which words made a text's class.
final class Explanation {
  /// More are left to `--json`.
  private static final int LISTED = 15;

  private Explanation() {}

  /// All shares, in the order of the text, as `explanation`.
  static Map<String, @Nullable Object> json(List<TextClassifier.Share> shares) {
    return Json.object(
        "explanation",
        shares.stream()
            .map(
                share ->
                    Json.object(
                        "feature", share.feature().name(),
                        "kind", share.feature().kind().name().toLowerCase(Locale.ROOT),
                        "start", share.feature().start(),
                        "end", share.feature().end(),
                        "logit", share.logit()))
            .toList());
  }

  /// The largest shares, for people.
  static TextTable table(List<TextClassifier.Share> shares) {
    TextTable table = new TextTable("lrl");
    shares.stream()
        .sorted(Comparator.comparingDouble(share -> -Math.abs(share.logit())))
        .limit(LISTED)
        .forEach(
            share ->
                table.row(
                    "",
                    "%+.4f".formatted(share.logit()),
                    share.feature().name().isEmpty() ? "(no words)" : share.feature().name()));
    return table;
  }
}
