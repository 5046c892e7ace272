package dev.softmax.text;

/// A token of a text and what it came from.
///
/// @param id the token's id
/// @param kind what it is
/// @param name the word or n-gram, lower-cased and stemmed as the encoder does; nothing for padding
/// @param start where the words it came from begin in the text, in `char`s
/// @param end where they end (exclusive)
public record TextFeature(int id, Kind kind, String name, int start, int end) {
  /// What a token is.
  public enum Kind {
    /// The only token of a text without any word.
    PADDING,
    /// A word of the vocabulary.
    WORD,
    /// A word that is not in the vocabulary.
    UNKNOWN,
    /// A sequence of words.
    SEQUENCE,
    /// A piece of a word.
    PIECE
  }
}
