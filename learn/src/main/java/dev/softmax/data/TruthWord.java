package dev.softmax.data;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Words that mean yes or no.
final class TruthWord {
  private static final List<String> YES = List.of("true", "t", "yes", "y", "1");
  private static final List<String> NO = List.of("false", "f", "no", "n", "0");

  private TruthWord() {}

  /// 1 for a word that means yes, in any case, 0 for one that means no, and `NaN` for others.
  static double value(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    return YES.contains(word) ? 1 : NO.contains(word) ? 0 : Double.NaN;
  }

  /// No and yes, where two texts are such a pair: `false` and `true`, but not `f` and `yes`.
  static Optional<List<String>> pair(List<String> texts) {
    if (texts.size() != 2) {
      return Optional.empty();
    }
    int no = place(NO, texts.getFirst());
    if (no >= 0) {
      return place(YES, texts.getLast()) == no ? Optional.of(texts) : Optional.empty();
    }
    int yes = place(YES, texts.getFirst());
    return yes >= 0 && place(NO, texts.getLast()) == yes
        ? Optional.of(texts.reversed())
        : Optional.empty();
  }

  private static int place(List<String> words, String text) {
    return words.indexOf(text.toLowerCase(Locale.ROOT));
  }
}
