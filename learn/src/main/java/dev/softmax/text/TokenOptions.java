package dev.softmax.text;

/// How a text is cut into words.
///
/// @param segmentation where words begin and end
/// @param lowerCase whether words are made lower case, character by character, in no language's way
/// @param stemming whose endings are cut off
/// @param punctuation whether each mark and symbol between words is a word too; with
///     [Segmentation#WHITESPACE] it has no effect, for they are then
public record TokenOptions(
    Segmentation segmentation, boolean lowerCase, Stemming stemming, boolean punctuation) {

  /// Where words begin and end.
  public enum Segmentation {
    /// At the word boundaries of Unicode (UAX #29), as Lucene's standard tokenizer finds them: words,
    /// numbers, emoji, single ideographs.
    UNICODE,
    /// At white space only, for texts that are already cut into tokens.
    WHITESPACE
  }

  /// Checks the options.
  ///
  /// @throws IllegalArgumentException when words are to be stemmed that are not made lower case:
  ///     stemmers know endings in lower case only
  public TokenOptions {
    if (stemming != Stemming.NONE && !lowerCase) {
      throw new IllegalArgumentException("stemming needs words in lower case");
    }
  }

  /// Unicode's words in lower case, whole, without punctuation.
  public static TokenOptions defaults() {
    return new TokenOptions(Segmentation.UNICODE, true, Stemming.NONE, false);
  }

  /// These options with another segmentation.
  ///
  /// @param value where words begin and end
  public TokenOptions withSegmentation(Segmentation value) {
    return new TokenOptions(value, lowerCase, stemming, punctuation);
  }

  /// These options with words in lower case or as they are.
  ///
  /// @param value whether words are made lower case
  public TokenOptions withLowerCase(boolean value) {
    return new TokenOptions(segmentation, value, stemming, punctuation);
  }

  /// These options with another stemming.
  ///
  /// @param value whose endings are cut off
  public TokenOptions withStemming(Stemming value) {
    return new TokenOptions(segmentation, lowerCase, value, punctuation);
  }

  /// These options with or without punctuation.
  ///
  /// @param value whether marks and symbols are words
  public TokenOptions withPunctuation(boolean value) {
    return new TokenOptions(segmentation, lowerCase, stemming, value);
  }
}
