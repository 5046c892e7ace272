package dev.softmax.cli;

import java.util.List;

/// Pieces of text for people.
final class Texts {
  private static final int NAMED = 12;

  private Texts() {}

  /// The first of some names, and that there are more.
  static String some(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    int more = names.size() - NAMED;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  /// How many classes there are, and their names.
  static String classes(List<String> names) {
    return names.size() + " classes: " + some(names);
  }
}
