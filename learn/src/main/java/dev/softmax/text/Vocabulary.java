package dev.softmax.text;

import dev.softmax.io.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Words and their ids: 0 is padding, 1 is any word that is not known, the others follow. Immutable.
///
/// N-grams that are kept among the words cannot be taken for them: sequences of words have blanks
/// between the words (`not good`), pieces of words begin with a blank (` <goo`).
public final class Vocabulary {
  /// The id that stands for no word.
  public static final int PADDING = 0;

  /// The id of all words that are not known.
  public static final int UNKNOWN = 1;

  /// The first id of a word.
  static final int FIRST = 2;

  private final List<String> words;
  private final WordTable table = new WordTable();

  private Vocabulary(List<String> words) {
    this.words = words;
    for (String word : words) {
      char[] chars = word.toCharArray();
      table.add(chars, 0, chars.length);
    }
  }

  /// A vocabulary of these words, whose ids are 2, 3, and so on.
  ///
  /// @param words at least one, all different
  /// @throws IllegalArgumentException when there is none, or one is there twice
  public static Vocabulary of(List<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a vocabulary has one word or more");
    }
    Vocabulary vocabulary = new Vocabulary(List.copyOf(words));
    if (vocabulary.table.size() < words.size()) {
      throw new IllegalArgumentException("a vocabulary has the same word twice");
    }
    return vocabulary;
  }

  /// The words that occur often enough, by how often they do, and words that occur equally often in the
  /// order of their `char`s.
  ///
  /// @param words all words, as often as they occur
  /// @param minCount how often a word must occur, 1 or more
  /// @param maxSize most words
  /// @throws InputException when there are no words, or none occurs often enough
  public static Vocabulary fit(Iterable<String> words, int minCount, int maxSize) {
    Map<String, Integer> counts = new HashMap<>();
    words.forEach(word -> counts.merge(word, 1, Math::addExact));
    List<Counted> counted = new ArrayList<>();
    counts.forEach((word, count) -> counted.add(new Counted(word, count)));
    List<Counted> kept = counted.stream().filter(word -> word.count() >= minCount).toList();
    return select(kept, maxSize, counted.size(), minCount);
  }

  /// A word and how often it occurs.
  record Counted(String word, long count) {}

  /// The most frequent of some words.
  ///
  /// @param different how many different words there were, for the message when none is left
  static Vocabulary select(List<Counted> kept, int maxSize, int different, int minCount) {
    if (different == 0) {
      throw new InputException("the texts hold no words to learn from");
    }
    if (kept.isEmpty()) {
      throw new InputException(
          "none of the texts' %d different words occurs %d times; lower the minimum count"
              .formatted(different, minCount));
    }
    return new Vocabulary(
        kept.stream()
            .sorted(
                Comparator.comparingLong(Counted::count).reversed().thenComparing(Counted::word))
            .limit(maxSize)
            .map(Counted::word)
            .toList());
  }

  /// How many ids there are, those of padding and of unknown words included.
  public int size() {
    return words.size() + FIRST;
  }

  /// The words in the order of their ids, the first of which is 2.
  public List<String> words() {
    return Collections.unmodifiableList(words);
  }

  /// The id of a word, [#UNKNOWN] where it has none.
  ///
  /// @param word a word
  public int id(String word) {
    char[] chars = word.toCharArray();
    return id(chars, 0, chars.length);
  }

  /// The id of a word in a buffer, [#UNKNOWN] where it has none.
  int id(char[] buffer, int from, int to) {
    int index = table.find(buffer, from, to);
    return index < 0 ? UNKNOWN : index + FIRST;
  }

  /// The word of an id; `<padding>` and `<unknown>` for the first two.
  ///
  /// @param id from 0 to [#size] (exclusive)
  /// @throws IndexOutOfBoundsException when there is no such id
  public String word(int id) {
    return switch (id) {
      case PADDING -> "<padding>";
      case UNKNOWN -> "<unknown>";
      default -> words.get(id - FIRST);
    };
  }
}
