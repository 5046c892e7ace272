package dev.softmax.sequence;

import dev.softmax.io.InputException;
import java.util.Arrays;

/// A text as the symbols of a vocabulary.
public final class EncodedCorpus {
  private final Corpus corpus;
  private final SymbolVocabulary vocabulary;
  private final int[] ids;

  private EncodedCorpus(Corpus corpus, SymbolVocabulary vocabulary, int[] ids) {
    this.corpus = corpus;
    this.vocabulary = vocabulary;
    this.ids = ids;
  }

  /// A text in symbols.
  ///
  /// @param unknown what becomes of characters that are not in the vocabulary
  /// @throws InputException naming the first such character and its place, if they are rejected; or if
  ///     no symbol is left
  public static EncodedCorpus of(
      Corpus corpus, SymbolVocabulary vocabulary, UnknownSymbols unknown) {
    int[] ids = vocabulary.encode(corpus, unknown);
    if (ids.length == 0) {
      throw new InputException(
          corpus.source()
              + (corpus.text().isEmpty()
                  ? ": is empty"
                  : ": has no character that the model knows"));
    }
    return new EncodedCorpus(corpus, vocabulary, ids);
  }

  /// A text in its own characters.
  ///
  /// @throws InputException if it is empty, or has one character only
  public static EncodedCorpus ofCharacters(Corpus corpus) {
    return of(corpus, CharacterVocabulary.fit(corpus), UnknownSymbols.REJECT);
  }

  /// The text.
  public Corpus corpus() {
    return corpus;
  }

  /// The symbols.
  public SymbolVocabulary vocabulary() {
    return vocabulary;
  }

  /// Number of symbols of the text, N.
  public int size() {
    return ids.length;
  }

  /// The ids `(N)`, copied.
  public int[] ids() {
    return ids.clone();
  }

  /// The beginning to learn from and the end to validate by.
  ///
  /// @param options how large the end is, and how long windows are
  /// @throws InputException if a part is too short for that
  public LanguageTraining.Data split(LanguageOptions options) {
    int boundary = (int) (ids.length * (1 - options.validation()));
    if (options.validation() > 0 && ids.length - boundary < 2) {
      throw new InputException(
          "%s: of %d symbols a share of %s is too few to validate by; choose a larger one, or 0"
              .formatted(corpus.source(), ids.length, options.validation()));
    }
    int window = options.architecture().window();
    if (boundary <= window) {
      throw new InputException(
          "%s: has %d symbols to learn from, but a window and its next symbol are %d; choose a shorter context, or more text"
              .formatted(corpus.source(), boundary, window + 1));
    }
    return new LanguageTraining.Data(
        Arrays.copyOf(ids, boundary),
        Arrays.copyOfRange(ids, boundary, ids.length),
        vocabulary.size());
  }
}
