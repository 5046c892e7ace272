package dev.softmax.text;

/// The features of a text in their order: word by word, each followed by its pieces; then sequences of
/// words by where they begin and, beginning alike, by length. For one thread.
final class FeatureScan {
  /// Is shown the features of a text. Names lie in a buffer, from index `from` to `to`.
  interface Visitor {
    void word(char[] buffer, int from, int to, int word);

    /// A piece of a word, after a blank that is not part of it: `from` is the blank's index.
    void piece(char[] buffer, int from, int to, int word);

    /// A sequence of words.
    ///
    /// @param hash fastText's hash of it
    void sequence(char[] buffer, int from, int to, int first, int last, long hash);
  }

  private final NGrams ngrams;
  private final Tokenizer tokenizer;
  private final WordScanner scanner;
  private final WordList words = new WordList();

  /// A piece after a blank; a word between `<` and `>`, where pieces begin in it.
  private final char[] piece = new char[2 * Tokenizer.MAX_WORD + 1];

  private char[] wrapped = new char[Tokenizer.MAX_WORD + 2];
  private int[] hashes = new int[0];

  FeatureScan(Tokenizer tokenizer, NGrams ngrams) {
    this.tokenizer = tokenizer;
    this.scanner = tokenizer.take();
    this.ngrams = ngrams;
  }

  /// Gives the scanner back.
  void end() {
    tokenizer.give(scanner);
  }

  /// The words of the text that was scanned last.
  WordList words() {
    return words;
  }

  void scan(String text, Visitor visitor) {
    words.clear();
    scanner.scan(text, words);
    for (int word = 0; word < words.size(); word++) {
      visitor.word(words.chars(), words.begin(word), words.end(word), word);
      if (ngrams.chars()) {
        pieces(word, visitor);
      }
    }
    if (ngrams.words() > 1) {
      sequences(visitor);
    }
  }

  private void pieces(int word, Visitor visitor) {
    int length = words.end(word) - words.begin(word);
    int end = length + 2;
    if (end > wrapped.length) {
      wrapped = new char[2 * end];
    }
    wrapped[0] = '<';
    System.arraycopy(words.chars(), words.begin(word), wrapped, 1, length);
    wrapped[end - 1] = '>';
    piece[0] = ' ';
    for (int i = 0; i < end; i = next(i, end)) {
      int j = i;
      for (int n = 1; n <= ngrams.maxChars() && j < end; n++) {
        j = next(j, end);
        boolean edge = n == 1 && (i == 0 || j == end);
        if (n >= ngrams.minChars() && !edge) {
          System.arraycopy(wrapped, i, piece, 1, j - i);
          visitor.piece(piece, 0, 1 + j - i, word);
        }
      }
    }
  }

  private int next(int i, int end) {
    boolean pair = i + 1 < end && Character.isSurrogatePair(wrapped[i], wrapped[i + 1]);
    return pair ? i + 2 : i + 1;
  }

  private void sequences(Visitor visitor) {
    int size = words.size();
    if (hashes.length < size) {
      hashes = new int[size + (size >> 1)];
    }
    if (ngrams.buckets() > 0) {
      for (int word = 0; word < size; word++) {
        hashes[word] = NgramHash.of(words.chars(), words.begin(word), words.end(word));
      }
    }
    for (int first = 0; first < size; first++) {
      long hash = hashes[first];
      int end = Math.min(size, first + ngrams.words());
      for (int last = first + 1; last < end; last++) {
        hash = NgramHash.append(hash, hashes[last]);
        visitor.sequence(words.chars(), words.begin(first), words.end(last), first, last, hash);
      }
    }
  }
}
