package dev.softmax.cli;

import dev.softmax.nn.TransformerOptions;
import dev.softmax.sequence.Architecture;
import dev.softmax.sequence.ByteVocabulary;
import dev.softmax.sequence.CharacterVocabulary;
import dev.softmax.sequence.Corpus;
import dev.softmax.sequence.EncodedCorpus;
import dev.softmax.sequence.LanguageOptions;
import dev.softmax.sequence.TokenVocabulary;
import dev.softmax.sequence.UnknownSymbols;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a language model is, and how it is trained.
final class LanguageFlags {
  /// All options of `train` that language models have.
  static final Set<String> OPTIONS =
      Set.of(
          "--model",
          "--kind",
          "--architecture",
          "--layers",
          "--width",
          "--heads",
          "--context",
          "--norm",
          "--feed-forward",
          "--positions",
          "--symbols",
          "--drop-unknown",
          "--encoding",
          "--dropout",
          "--batch",
          "--epochs",
          "--learning-rate",
          "--weight-decay",
          "--validation",
          "--validate-every",
          "--minutes",
          "--sample",
          "--log",
          "--checkpoint",
          "--resume",
          "--seed",
          "--threads",
          "--json",
          "--debug");

  /// Width of a head where only that of the model is given.
  private static final int HEAD = 32;

  @Option(
      names = "--architecture",
      paramLabel = "NAME",
      description = "Network of a language model: gru or transformer (default: gru).")
  @Nullable String architecture;

  @Option(
      names = "--layers",
      paramLabel = "N",
      description = "Layers of a language model (default: 1; of a Transformer 6).")
  @Nullable Integer layers;

  @Option(
      names = "--heads",
      paramLabel = "H",
      description = "Heads of a Transformer, which divide its width (default: one for each 32).")
  @Nullable Integer heads;

  @Option(
      names = "--context",
      paramLabel = "T",
      description =
          "Symbols that a Transformer sees, or through which a GRU's gradients flow (default: 128).")
  @Nullable Integer context;

  @Option(
      names = "--norm",
      paramLabel = "NAME",
      description = "Norm of a Transformer: rms or layer (default: rms).")
  @Nullable String norm;

  @Option(
      names = "--feed-forward",
      paramLabel = "NAME",
      description = "What follows attention in a Transformer: swiglu or gelu (default: swiglu).")
  @Nullable String feedForward;

  @Option(
      names = "--positions",
      paramLabel = "NAME",
      description =
          "How a Transformer knows places: rotary, rotary_halves, learned or sinusoidal (default: rotary).")
  @Nullable String positions;

  @Option(
      names = "--symbols",
      paramLabel = "WHAT",
      description =
          "What a language model foresees: characters, bytes, or the tokens of a file with one a line (default: characters).")
  @Nullable String symbols;

  @Option(
      names = "--drop-unknown",
      description = "Leave out characters that no token has, instead of an error.")
  boolean dropUnknown;

  @Option(
      names = "--validate-every",
      paramLabel = "N",
      description = "Steps between validations of a language model (default: a pass).")
  @Nullable Integer validateEvery;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description =
          "End the training of a language model or of pictures after this time with the best so far.")
  @Nullable Double minutes;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "Symbols of the sample after each validation (default: 200; 0: none).")
  @Nullable Integer sample;

  @Option(
      names = "--checkpoint",
      paramLabel = "F",
      description = "Keep the state of a language model's training in F after each validation.")
  @Nullable Path checkpoint;

  @Option(
      names = "--resume",
      paramLabel = "F",
      description =
          "Go on from a checkpoint, with the same text and options; it is kept on, unless --checkpoint names another.")
  @Nullable Path resume;

  /// The options of a language model.
  LanguageOptions options(
      NetworkFlags network, @Nullable Integer width, SolverOptions solver, long seed) {
    if (minutes != null && !(minutes > 0)) {
      throw new UsageException("--minutes " + minutes + " is not above 0");
    }
    if (sample != null && sample < 0) {
      throw new UsageException("--sample " + sample + " is not at least 0");
    }
    try {
      Architecture form = form(width);
      form = layers == null ? form : form.withLayers(layers);
      form = context == null ? form : form.withWindow(context);
      form = network.dropout == null ? form : form.withDropout(network.dropout);
      LanguageOptions options = LanguageOptions.of(form).withSeed(seed);
      options = solver.epochs == null ? options : options.withEpochs(solver.epochs);
      options =
          solver.learningRate == null ? options : options.withLearningRate(solver.learningRate);
      options = network.batch == null ? options : options.withBatchSize(network.batch);
      options =
          network.weightDecay == null ? options : options.withWeightDecay(network.weightDecay);
      options = network.validation == null ? options : options.withValidation(network.validation);
      return validateEvery == null ? options : options.withSteps(validateEvery);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private Architecture form(@Nullable Integer width) {
    String name = architecture == null ? Architecture.Gru.NAME : architecture;
    return switch (name) {
      case Architecture.Gru.NAME -> {
        if (heads != null || norm != null || feedForward != null || positions != null) {
          throw new UsageException(
              "--heads, --norm, --feed-forward and --positions are for --architecture transformer");
        }
        Architecture.Gru gru = Architecture.Gru.defaults();
        yield width == null ? gru : gru.withWidth(width);
      }
      case Architecture.Transformer.NAME -> transformer(width);
      default ->
          throw new UsageException(
              "there is no architecture '" + name + "'; there are gru and transformer");
    };
  }

  private Architecture transformer(@Nullable Integer width) {
    TransformerOptions options = Architecture.Transformer.defaults().options();
    if (feedForward != null) {
      options =
          options.withFeedForward(
              named("feed-forward", TransformerOptions.Network.values(), feedForward));
    }
    if (norm != null) {
      options = options.withNorm(named("norm", TransformerOptions.Norm.values(), norm));
    }
    if (positions != null) {
      options =
          options.withPositions(
              named("positions", TransformerOptions.Positions.values(), positions));
    }
    Architecture.Transformer form = new Architecture.Transformer(options);
    if (width == null && heads == null) {
      return form;
    }
    int wide = width == null ? options.width() : width;
    return form.withWidth(wide, heads == null ? heads(wide) : heads);
  }

  /// As many heads as there can be of an even width of at least 32.
  private static int heads(int width) {
    int heads = Math.max(1, width / HEAD);
    while (heads > 1 && (width % heads != 0 || width / heads % 2 != 0)) {
      heads--;
    }
    return heads;
  }

  private static <E extends Enum<E>> E named(String what, E[] values, String name) {
    return Arrays.stream(values)
        .filter(value -> value.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "--"
                        + what
                        + " "
                        + name
                        + ": there are "
                        + Arrays.stream(values)
                            .map(value -> value.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "))));
  }

  /// The text in the symbols that were asked for.
  EncodedCorpus encoded(Corpus corpus) {
    String what = symbols == null ? CharacterVocabulary.KIND : symbols;
    return switch (what) {
      case CharacterVocabulary.KIND -> EncodedCorpus.ofCharacters(corpus);
      case ByteVocabulary.KIND ->
          EncodedCorpus.of(corpus, new ByteVocabulary(), UnknownSymbols.REJECT);
      default ->
          EncodedCorpus.of(
              corpus,
              TokenVocabulary.read(Path.of(what)),
              dropUnknown ? UnknownSymbols.DROP : UnknownSymbols.REJECT);
    };
  }
}
