package dev.softmax.sequence;

import dev.softmax.io.InputException;
import dev.softmax.nn.Decoder;
import dev.softmax.sampling.Candidate;
import dev.softmax.sampling.Sampler;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// New text from a language model, symbol by symbol. What goes beyond the context of a Transformer is
/// written with the last half of the context in view. For one thread.
///
/// ```
/// TextGenerator generator = model.generator(chain, 42);
/// generator.read(Corpus.of("the prompt", "ROMEO:"), UnknownSymbols.REJECT);
/// for (int i = 0; i < 200; i++) {
///   generator.next().ifPresent(step -> System.out.print(step.text()));
/// }
/// ```
public final class TextGenerator {
  private static final int NONE = -1;

  private final SymbolVocabulary vocabulary;
  private final Decoder decoder;
  private final Sampler sampler;
  private final TextStream stream;
  private float[] logits = {};
  private boolean ended;

  /// What was chosen and is not read yet: reading it overwrites the logits that it was chosen by.
  private int pending = NONE;

  /// The last symbols that were read, as many as the context has, in a ring; none where the context has
  /// no limit.
  private final int[] past;

  private long read;

  /// A generator that has read nothing yet.
  ///
  /// @param vocabulary symbols
  /// @param decoder of a model with these symbols, at its beginning
  /// @param sampler of as many symbols, at its beginning
  /// @throws IllegalArgumentException if they have different numbers of symbols
  public TextGenerator(SymbolVocabulary vocabulary, Decoder decoder, Sampler sampler) {
    if (vocabulary.size() != decoder.vocabulary()) {
      throw new IllegalArgumentException(
          "generation: a vocabulary of %d symbols, but a model of %d"
              .formatted(vocabulary.size(), decoder.vocabulary()));
    }
    this.vocabulary = vocabulary;
    this.decoder = decoder;
    this.sampler = sampler;
    this.stream = new TextStream(vocabulary);
    this.past = new int[decoder.context() == Integer.MAX_VALUE ? 0 : decoder.context()];
  }

  /// A symbol that was chosen.
  ///
  /// @param id its id
  /// @param text the characters that are whole with it, perhaps none
  /// @param logProbability of the choice, among what the sampler's chain left
  public record Step(int id, String text, double logProbability) {}

  /// Reads what new text is to follow.
  ///
  /// @param unknown what becomes of characters that the model does not know
  /// @throws InputException naming the first character that is not known, if these are rejected; or if
  ///     the prompt is longer than the context of the model
  public void read(Corpus prompt, UnknownSymbols unknown) {
    int[] start = read == 0 ? vocabulary.start() : new int[0];
    int[] text = vocabulary.encode(prompt, unknown);
    int[] ids = IntStream.concat(Arrays.stream(start), Arrays.stream(text)).toArray();
    if (ids.length > decoder.context()) {
      throw new InputException(
          "%s: has %d symbols, but the model sees no more than %d at once"
              .formatted(prompt.source(), ids.length, decoder.context()));
    }
    feedPending();
    for (int id : ids) {
      feed(id);
      sampler.accept(id);
    }
    if (text.length > 0) {
      stream.goOn();
    }
  }

  /// The next symbol; none after a symbol that ends the text. Without anything read before, text begins
  /// as after [SymbolVocabulary#blank].
  ///
  /// @throws IllegalArgumentException if the model's logits are no numbers, or the sampler's chain leaves
  ///     no symbol
  public Optional<Step> next() {
    if (read == 0) {
      for (int id : vocabulary.blank()) {
        feed(id);
      }
    }
    if (ended) {
      return Optional.empty();
    }
    feedPending();
    int id = sampler.next(logits);
    if (vocabulary.isEnd(id)) {
      ended = true;
      return Optional.empty();
    }
    pending = id;
    return Optional.of(new Step(id, stream.next(id), sampler.logProbability()));
  }

  /// The most probable symbols of the last choice, among what the sampler's chain left, the most probable
  /// first; asked before the next.
  ///
  /// @throws IllegalArgumentException if the count is negative
  public List<Candidate> candidates(int count) {
    return sampler.top(count);
  }

  /// What is left of the text at its end: `U+FFFD` if its last character is not whole.
  public String end() {
    return stream.end();
  }

  private void feedPending() {
    if (pending != NONE) {
      feed(pending);
      pending = NONE;
    }
  }

  private void feed(int id) {
    if (decoder.position() == decoder.context()) {
      decoder.reset();
      for (long i = read - past.length / 2; i < read; i++) {
        decoder.next(past[(int) (i % past.length)]);
      }
    }
    logits = decoder.next(id);
    if (past.length > 0) {
      past[(int) (read % past.length)] = id;
    }
    read++;
  }
}
