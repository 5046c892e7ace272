package dev.softmax.text;

/// Is shown the words of a text one by one.
@FunctionalInterface
public interface WordVisitor {
  /// Takes a word.
  ///
  /// @param buffer holds the word, lower-cased and stemmed as wanted, from index 0; it is used again for
  ///     the next word
  /// @param length the word's length
  /// @param start where it begins in the text
  /// @param end where it ends in the text (exclusive)
  void word(char[] buffer, int length, int start, int end);
}
