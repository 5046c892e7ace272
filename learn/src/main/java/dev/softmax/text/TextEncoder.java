package dev.softmax.text;

import dev.softmax.io.InputException;
import dev.softmax.io.JsonValue;
import dev.softmax.kernel.Parallel;
import java.util.ArrayList;
import java.util.List;

/// From texts to bags of tokens, each an id below [#size]: a row of an embedding table. Immutable.
///
/// Ids are those of the [Vocabulary] (0 padding, 1 unknown words, then words and n-grams kept among
/// them), and from `vocabulary().size()` on those of the buckets that n-grams are hashed into.
///
/// A text's tokens are its words in order, each followed by its pieces; then its sequences of words.
/// A word that is not in the vocabulary has the id 1; an n-gram that is kept nowhere has no token. A
/// text without any word has the single token 0, so that no bag is empty.
public final class TextEncoder {
  private final TextOptions options;
  private final Vocabulary vocabulary;
  private final Tokenizer tokenizer;

  private TextEncoder(TextOptions options, Vocabulary vocabulary) {
    this.options = options;
    this.vocabulary = vocabulary;
    this.tokenizer = new Tokenizer(options.tokens());
  }

  /// The encoder of a vocabulary that is known.
  ///
  /// @param options how texts become tokens
  /// @param vocabulary the words that have ids
  /// @throws IllegalArgumentException when vocabulary and buckets together have too many ids
  public static TextEncoder of(TextOptions options, Vocabulary vocabulary) {
    if ((long) vocabulary.size() + options.ngrams().buckets() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("vocabulary and buckets have too many ids");
    }
    return new TextEncoder(options, vocabulary);
  }

  /// Finds the vocabulary of training texts. The same texts make the same encoder, on any number of
  /// threads.
  ///
  /// @param texts the training texts
  /// @param options how texts become tokens
  /// @throws InputException when there are no words, or none occurs often enough
  public static TextEncoder fit(List<String> texts, TextOptions options) {
    Tokenizer tokenizer = new Tokenizer(options.tokens());
    return of(options, TextCounts.vocabulary(texts, tokenizer, options));
  }

  /// How texts become tokens.
  public TextOptions options() {
    return options;
  }

  /// The words that have ids.
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /// How many ids there are: rows `V` of an embedding table.
  public int size() {
    return vocabulary.size() + options.ngrams().buckets();
  }

  /// What an id stands for: a word, an n-gram, or the number of a bucket.
  ///
  /// @param id from 0 to [#size] (exclusive)
  public String name(int id) {
    return id < vocabulary.size()
        ? vocabulary.word(id).strip()
        : "<bucket " + (id - vocabulary.size()) + ">";
  }

  /// The tokens of texts.
  ///
  /// @param texts any texts
  public TokenBags encode(List<String> texts) {
    int[] parts = TextParts.of(texts);
    TokenIds[] partial = new TokenIds[parts.length - 1];
    int[] offsets = new int[texts.size() + 1];
    Parallel.forEach(
        partial.length,
        part -> {
          FeatureScan scan = new FeatureScan(tokenizer, options.ngrams());
          TokenIds ids = new TokenIds(vocabulary, options.ngrams());
          for (int i = parts[part]; i < parts[part + 1]; i++) {
            int before = ids.size();
            encode(scan, texts.get(i), ids);
            offsets[i + 1] = ids.size() - before;
          }
          scan.end();
          partial[part] = ids;
        });
    for (int i = 0; i < texts.size(); i++) {
      offsets[i + 1] = Math.addExact(offsets[i], offsets[i + 1]);
    }
    int[] tokens = new int[offsets[texts.size()]];
    Parallel.forEach(partial.length, part -> partial[part].copy(tokens, offsets[parts[part]]));
    return new TokenBags(tokens, offsets);
  }

  private static void encode(FeatureScan scan, String text, TokenIds ids) {
    int before = ids.size();
    scan.scan(text, ids);
    if (ids.size() == before) {
      ids.add(Vocabulary.PADDING);
    }
  }

  /// The tokens of a text, in the order of [#encode], with what each came from.
  ///
  /// @param text any text
  public List<TextFeature> features(String text) {
    FeatureScan scan = new FeatureScan(tokenizer, options.ngrams());
    List<TextFeature> features = new ArrayList<>();
    scan.scan(text, new FeatureNames(scan.words(), features));
    scan.end();
    if (features.isEmpty()) {
      features.add(
          new TextFeature(Vocabulary.PADDING, TextFeature.Kind.PADDING, "", 0, text.length()));
    }
    return List.copyOf(features);
  }

  /// Collects features with their names and places.
  private final class FeatureNames implements FeatureScan.Visitor {
    private final WordList words;
    private final List<TextFeature> features;

    FeatureNames(WordList words, List<TextFeature> features) {
      this.words = words;
      this.features = features;
    }

    @Override
    public void word(char[] buffer, int from, int to, int word) {
      int id = vocabulary.id(buffer, from, to);
      TextFeature.Kind kind =
          id == Vocabulary.UNKNOWN ? TextFeature.Kind.UNKNOWN : TextFeature.Kind.WORD;
      String name = new String(buffer, from, to - from);
      features.add(new TextFeature(id, kind, name, words.start(word), words.stop(word)));
    }

    @Override
    public void piece(char[] buffer, int from, int to, int word) {
      int id = TokenIds.pieceId(vocabulary, options.ngrams().buckets(), buffer, from, to);
      add(id, TextFeature.Kind.PIECE, new String(buffer, from + 1, to - from - 1), word, word);
    }

    @Override
    public void sequence(char[] buffer, int from, int to, int first, int last, long hash) {
      int id = TokenIds.sequenceId(vocabulary, options.ngrams().buckets(), buffer, from, to, hash);
      add(id, TextFeature.Kind.SEQUENCE, new String(buffer, from, to - from), first, last);
    }

    private void add(int id, TextFeature.Kind kind, String name, int first, int last) {
      if (id != Vocabulary.UNKNOWN) {
        features.add(new TextFeature(id, kind, name, words.start(first), words.stop(last)));
      }
    }
  }

  /// The encoder as a model file keeps it.
  public JsonValue json() {
    return TextEncoderJson.write(this);
  }

  /// The encoder that [#json] wrote.
  ///
  /// @param json what a model file holds
  /// @throws IllegalArgumentException when it is no encoder
  public static TextEncoder of(JsonValue json) {
    return TextEncoderJson.read(json);
  }
}
