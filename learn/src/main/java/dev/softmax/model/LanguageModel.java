package dev.softmax.model;

import dev.softmax.Progress;
import dev.softmax.io.InputException;
import dev.softmax.sampling.SamplerChain;
import dev.softmax.sequence.Corpus;
import dev.softmax.sequence.EncodedCorpus;
import dev.softmax.sequence.LanguageMonitor;
import dev.softmax.sequence.LanguageNetwork;
import dev.softmax.sequence.LanguageOptions;
import dev.softmax.sequence.LanguageTraining;
import dev.softmax.sequence.Perplexity;
import dev.softmax.sequence.SymbolVocabulary;
import dev.softmax.sequence.TextGenerator;
import dev.softmax.sequence.UnknownSymbols;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// A language model: the symbols of a text, and a network that foresees the next. Immutable.
public final class LanguageModel implements Model {
  /// The kind that the file names.
  static final String KIND = "language";

  private final SymbolVocabulary vocabulary;
  private final LanguageNetwork network;
  private final Optional<Perplexity> validation;
  private final TrainingSummary training;

  LanguageModel(
      SymbolVocabulary vocabulary,
      LanguageNetwork network,
      Optional<Perplexity> validation,
      TrainingSummary training) {
    if (vocabulary.size() != network.vocabulary()) {
      throw new IllegalArgumentException(
          "a network of %d symbols, but a vocabulary of %d"
              .formatted(network.vocabulary(), vocabulary.size()));
    }
    this.vocabulary = vocabulary;
    this.network = network;
    this.validation = validation;
    this.training = training;
  }

  /// A model of a vocabulary and a network that fit each other; nothing is known of its training.
  ///
  /// @throws IllegalArgumentException if they have different numbers of symbols
  public static LanguageModel of(SymbolVocabulary vocabulary, LanguageNetwork network) {
    return new LanguageModel(vocabulary, network, Optional.empty(), TrainingSummary.UNKNOWN);
  }

  /// What training gives.
  ///
  /// @param model with the weights of the best round
  /// @param course how it went
  public record Trained(LanguageModel model, Course course) {}

  /// Trains a model on the beginning of a text, and measures it on the end.
  ///
  /// @param text in the symbols of the model
  /// @param monitor hears of each round, may end the training, keeps checkpoints
  /// @throws InputException if the text is too short, the loss is no number any more, or a checkpoint is
  ///     of another training
  public static Trained train(
      EncodedCorpus text, LanguageOptions options, LanguageMonitor monitor) {
    LanguageTraining.Data data = text.split(options);
    LanguageTraining.Fitted fitted = LanguageTraining.fit(data, options, monitor);
    Map<String, String> settings = LanguageSettings.of(options);
    NetworkSettings.course(fitted.training(), settings);
    TrainingSummary summary =
        TrainingSummary.of(
            text.corpus().file(),
            text.corpus().source(),
            data.train().length,
            settings,
            Optional.empty());
    LanguageModel model =
        new LanguageModel(text.vocabulary(), fitted.network(), Optional.empty(), summary);
    Optional<Perplexity> validation =
        data.validation().length == 0
            ? Optional.empty()
            : Optional.of(model.perplexity(data.validation(), 1, monitor.monitor().progress()));
    return new Trained(
        new LanguageModel(text.vocabulary(), fitted.network(), validation, summary),
        Course.of(fitted.training()));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public TrainingSummary training() {
    return training;
  }

  /// From text to symbols and back.
  public SymbolVocabulary vocabulary() {
    return vocabulary;
  }

  /// From symbols to the logits of the next.
  public LanguageNetwork network() {
    return network;
  }

  /// How well it foresees the text that was held out of its training, if there was any.
  public Optional<Perplexity> validation() {
    return validation;
  }

  /// Writes new text.
  ///
  /// @param chain how symbols are chosen
  /// @param seed of what the chain draws
  /// @throws IllegalArgumentException if the chain names a symbol that is not in the vocabulary
  public TextGenerator generator(SamplerChain chain, long seed) {
    return new TextGenerator(vocabulary, network.decoder(), chain.sampler(vocabulary.size(), seed));
  }

  /// How well the model foresees a text, all that came before carried along: see
  /// [LanguageNetwork#negativeLogLikelihood].
  ///
  /// @param unknown what becomes of characters that the model does not know
  /// @param progress hears how much is read
  /// @throws InputException naming the first character that is not known, if these are rejected; or if
  ///     there is no symbol to foresee
  public Perplexity perplexity(Corpus corpus, UnknownSymbols unknown, Progress progress) {
    int[] text = EncodedCorpus.of(corpus, vocabulary, unknown).ids();
    int[] start = vocabulary.start();
    if (start.length + text.length < 2) {
      throw new InputException(
          corpus.source() + ": has one symbol only, and nothing before it to foresee it from");
    }
    int[] ids = IntStream.concat(Arrays.stream(start), Arrays.stream(text)).toArray();
    return perplexity(ids, Math.max(1, start.length), progress);
  }

  private Perplexity perplexity(int[] ids, int given, Progress progress) {
    String foreseen = vocabulary.decode(Arrays.copyOfRange(ids, given, ids.length));
    return new Perplexity(
        ids.length - given,
        foreseen.codePointCount(0, foreseen.length()),
        network.negativeLogLikelihood(ids, given, progress));
  }
}
