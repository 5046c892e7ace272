package dev.softmax.cli;

import java.io.File;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Pieces of text for people.
final class Texts {
  private static final int NAMED = 12;

  /// Characters of a text in a table for people.
  private static final int SHOWN = 80;

  /// The endings of files that commands read.
  private static final Set<String> ENDINGS =
      Set.of(
          "txt", "text", "csv", "tsv", "gz", "json", "jsonl", "ndjson", "parquet", "dat", "data");

  private Texts() {}

  /// Whether a text is one word that is rather the name of a file.
  static boolean looksLikeFile(String text) {
    boolean word = !text.isEmpty() && text.chars().noneMatch(Character::isWhitespace);
    String ending = text.substring(text.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return word
        && (text.indexOf('/') >= 0
            || text.indexOf(File.separatorChar) >= 0
            || (ending.length() < text.length() && ENDINGS.contains(ending)));
  }

  /// The first of some names, and that there are more.
  static String some(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    int more = names.size() - NAMED;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  /// The beginning of a text, on one line.
  static String shortened(String text) {
    int end = Math.min(text.length(), SHOWN);
    StringBuilder line = new StringBuilder();
    text.substring(0, end)
        .codePoints()
        .forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return end < text.length() ? line.append('…').toString() : line.toString();
  }

  /// How many classes there are, and their names.
  static String classes(List<String> names) {
    return names.size() + " classes: " + some(names);
  }
}
