package dev.softmax.cli;

import dev.softmax.io.InputException;
import dev.softmax.model.Classifier;
import dev.softmax.model.LanguageModel;
import dev.softmax.sequence.Corpus;
import dev.softmax.sequence.SymbolVocabulary;
import dev.softmax.sequence.TextGenerator;
import dev.softmax.sequence.UnknownSymbols;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// New text from a language model.
@Command(
    name = "generate",
    sortOptions = false,
    description = {
      "Lets a language model write, symbol by symbol.",
      "What chooses among symbols (--temperature to --ban) works in the order of the command line."
    },
    footer = {
      "",
      "Examples:",
      "  softmax generate plays.safetensors --prompt \"ROMEO:\" --tokens 500",
      "  softmax generate plays.safetensors --temperature 1 --top-p 0.9 --seed 7",
      "  softmax generate plays.safetensors --tokens 5 --show-probabilities",
      "  softmax generate stories260K.bin --tokenizer tok512.bin --temperature 0"
    })
final class Generate implements Callable<Integer> {
  private static final int TOKENS = 256;

  /// Shown of each step.
  private static final int CANDIDATES = 5;

  private final Streams streams;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A language model.")
  private @Nullable Path model;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description = "What the new text goes on from (default: nothing).")
  private @Nullable String prompt;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      description = "Most symbols to write (default: ${DEFAULT-VALUE}).")
  private int tokens = TOKENS;

  @Option(
      names = "--show-probabilities",
      description = "The most probable symbols of each step, one step a line.")
  private boolean showProbabilities;

  @Option(
      names = "--drop-unknown",
      description = "Leave out characters of the prompt that the model does not know.")
  private boolean dropUnknown;

  @Spec private @Nullable CommandSpec command;
  @Mixin private final ModelInput input = new ModelInput();
  @Mixin private final SamplerFlags sampling = new SamplerFlags();
  @Mixin private final CommonOptions common = new CommonOptions();

  Generate(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    if (tokens < 0) {
      throw new UsageException("--tokens " + tokens + " is not at least 0");
    }
    switch (input.read(model)) {
      case LanguageModel language -> write(language);
      case Classifier classifier ->
          throw new InputException(
              "%s: is a classifier of the kind %s, which writes no text"
                  .formatted(model, classifier.kind()));
    }
    return Main.DONE;
  }

  private void write(LanguageModel language) {
    SymbolVocabulary vocabulary = language.vocabulary();
    TextGenerator generator =
        language.generator(
            sampling.chain(Objects.requireNonNull(command), vocabulary), common.seed);
    String given = prompt == null ? "" : prompt;
    if (!given.isEmpty()) {
      generator.read(
          Corpus.of("the prompt", given),
          dropUnknown ? UnknownSymbols.DROP : UnknownSymbols.REJECT);
    }
    GeneratedText text =
        common.json
            ? new GeneratedText.Whole(vocabulary, given, streams.out())
            : showProbabilities
                ? new GeneratedText.Probabilities(vocabulary, streams.out())
                : GeneratedText.Plain.after(given, streams.out());
    for (int i = 0; i < tokens; i++) {
      Optional<TextGenerator.Step> step = next(generator);
      if (step.isEmpty()) {
        break;
      }
      text.step(step.get(), showProbabilities ? generator.candidates(CANDIDATES) : List.of());
    }
    text.end(generator.end());
  }

  /// The next symbol, where the options leave one.
  private Optional<TextGenerator.Step> next(TextGenerator generator) {
    try {
      return generator.next();
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "%s: no symbol can be chosen: %s".formatted(model, e.getMessage()), e);
    }
  }
}
