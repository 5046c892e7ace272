package dev.softmax.cli;

import java.util.List;

/// Pieces of text for people.
final class Texts {
  private static final int NAMED = 12;

  /// Characters of a text in a table for people.
  private static final int SHOWN = 80;

  private Texts() {}

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
