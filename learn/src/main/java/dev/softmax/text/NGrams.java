package dev.softmax.text;

/// Which n-grams of a text are features beside its single words.
///
/// @param words longest sequence of words, from 1 (single words only) to 8
/// @param minChars shortest piece of a word in characters (code points), 0 for none
/// @param maxChars longest piece of a word, 0 for none, at most 16. Pieces are taken of `<word>`, as
///     fastText does, so that beginnings and ends are told apart; `<` and `>` alone are no pieces
/// @param buckets into how many ids n-grams are hashed, as fastText does; 0 to keep them in the
///     vocabulary
/// @param minCount how often an n-gram must occur to be kept in the vocabulary
public record NGrams(int words, int minChars, int maxChars, int buckets, int minCount) {
  /// Single words only.
  public static final NGrams NONE = new NGrams(1, 0, 0, 0, 1);

  private static final int MOST_WORDS = 8;
  private static final int MOST_CHARS = 16;

  /// An embedding of more rows would not fit in an array.
  private static final int MOST_BUCKETS = 1 << 28;

  /// Checks the options.
  ///
  /// @throws IllegalArgumentException when a length, the buckets or the count are out of range
  public NGrams {
    if (words < 1 || words > MOST_WORDS) {
      throw new IllegalArgumentException(
          "word n-grams have 1 to " + MOST_WORDS + " words, not " + words);
    }
    boolean none = minChars == 0 && maxChars == 0;
    if (!none && (minChars < 1 || maxChars < minChars || maxChars > MOST_CHARS)) {
      throw new IllegalArgumentException(
          "character n-grams cannot have %d to %d characters; 1 to %d are possible"
              .formatted(minChars, maxChars, MOST_CHARS));
    }
    if (buckets < 0 || buckets > MOST_BUCKETS) {
      throw new IllegalArgumentException(
          "there can be 0 to " + MOST_BUCKETS + " buckets, not " + buckets);
    }
    if (minCount < 1) {
      throw new IllegalArgumentException("the minimum count is 1 or more, not " + minCount);
    }
  }

  /// These n-grams with sequences of 1 to so many words.
  ///
  /// @param value the longest sequence
  public NGrams withWords(int value) {
    return new NGrams(value, minChars, maxChars, buckets, minCount);
  }

  /// These n-grams with pieces of words.
  ///
  /// @param shortest shortest piece, in characters
  /// @param longest longest piece
  public NGrams withChars(int shortest, int longest) {
    return new NGrams(words, shortest, longest, buckets, minCount);
  }

  /// These n-grams, hashed into so many ids.
  ///
  /// @param value the number of ids, 0 to keep n-grams in the vocabulary
  public NGrams withBuckets(int value) {
    return new NGrams(words, minChars, maxChars, value, minCount);
  }

  /// These n-grams with another minimum count.
  ///
  /// @param value how often an n-gram must occur to be kept in the vocabulary
  public NGrams withMinCount(int value) {
    return new NGrams(words, minChars, maxChars, buckets, value);
  }

  /// Whether there are pieces of words.
  boolean chars() {
    return maxChars > 0;
  }
}
