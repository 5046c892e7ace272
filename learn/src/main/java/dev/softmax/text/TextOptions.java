package dev.softmax.text;

/// How texts become bags of tokens.
///
/// @param tokens how a text is cut into words
/// @param ngrams which n-grams are features beside single words
/// @param minCount how often a word must occur in the training texts to have an id of its own
/// @param maxSize most words and n-grams in the vocabulary; the most frequent are kept
public record TextOptions(TokenOptions tokens, NGrams ngrams, int minCount, int maxSize) {
  private static final int DEFAULT_SIZE = 1_000_000;

  /// Checks the options.
  ///
  /// @throws IllegalArgumentException when count or size are less than 1
  public TextOptions {
    if (minCount < 1) {
      throw new IllegalArgumentException("the minimum count is 1 or more, not " + minCount);
    }
    if (maxSize < 1) {
      throw new IllegalArgumentException(
          "a vocabulary has room for 1 word or more, not " + maxSize);
    }
  }

  /// Unicode's words in lower case, each of the training texts, a million at most.
  public static TextOptions defaults() {
    return new TextOptions(TokenOptions.defaults(), NGrams.NONE, 1, DEFAULT_SIZE);
  }

  /// These options with other words.
  ///
  /// @param value how a text is cut into words
  public TextOptions withTokens(TokenOptions value) {
    return new TextOptions(value, ngrams, minCount, maxSize);
  }

  /// These options with other n-grams.
  ///
  /// @param value which n-grams are features
  public TextOptions withNgrams(NGrams value) {
    return new TextOptions(tokens, value, minCount, maxSize);
  }

  /// These options with another minimum count of words.
  ///
  /// @param value how often a word must occur
  public TextOptions withMinCount(int value) {
    return new TextOptions(tokens, ngrams, value, maxSize);
  }

  /// These options with another size.
  ///
  /// @param value most words and n-grams
  public TextOptions withMaxSize(int value) {
    return new TextOptions(tokens, ngrams, minCount, value);
  }
}
