package dev.softmax.cli;

import dev.softmax.sampling.BadWords;
import dev.softmax.sampling.ChoosingStep;
import dev.softmax.sampling.Dry;
import dev.softmax.sampling.DynamicTemperature;
import dev.softmax.sampling.EpsilonCutoff;
import dev.softmax.sampling.EtaCutoff;
import dev.softmax.sampling.MinP;
import dev.softmax.sampling.Mirostat;
import dev.softmax.sampling.MirostatV2;
import dev.softmax.sampling.Multinomial;
import dev.softmax.sampling.NoRepeatNgram;
import dev.softmax.sampling.Penalties;
import dev.softmax.sampling.SamplerChain;
import dev.softmax.sampling.SamplerStep;
import dev.softmax.sampling.Temperature;
import dev.softmax.sampling.TopK;
import dev.softmax.sampling.TopNSigma;
import dev.softmax.sampling.TopP;
import dev.softmax.sampling.Typical;
import dev.softmax.sampling.Xtc;
import dev.softmax.sequence.Corpus;
import dev.softmax.sequence.SymbolVocabulary;
import dev.softmax.sequence.UnknownSymbols;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/// How the next symbol is chosen: steps in the order in which they stand on the command line.
final class SamplerFlags {
  private static final double TEMPERATURE = 0.8;

  /// As in llama.cpp: where the step that leaves out top choices begins, and what repetitions cost.
  private static final double XTC_THRESHOLD = 0.1;

  private static final double DRY_BASE = 1.75;
  private static final int DRY_LENGTH = 2;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description =
          "Divides the logits: below 1 surer, 0 always the most probable symbol (default: 0.8, first).")
  double temperature = TEMPERATURE;

  @Option(
      names = "--temperature-range",
      paramLabel = "R",
      description = "The temperature goes up and down by as much as R, with the entropy.")
  double range;

  @Option(names = "--top-k", paramLabel = "K", description = "Only the K most probable; 0: all.")
  int topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      description = "Only the fewest most probable that have P of the probability.")
  double topP;

  @Option(
      names = "--min-p",
      paramLabel = "P",
      description = "Only those with P times the highest probability or more.")
  double minP;

  @Option(
      names = "--typical",
      paramLabel = "P",
      description = "Only the fewest whose surprise is nearest to the entropy that have P.")
  double typical;

  @Option(
      names = "--top-n-sigma",
      paramLabel = "N",
      description = "Only those whose logit is within N deviations of the highest.")
  double topNSigma;

  @Option(
      names = "--epsilon-cutoff",
      paramLabel = "E",
      description = "Only those with a probability of E or more.")
  double epsilon;

  @Option(
      names = "--eta-cutoff",
      paramLabel = "E",
      description = "As --epsilon-cutoff, with a bound that falls with the entropy.")
  double eta;

  @Option(
      names = "--xtc",
      paramLabel = "P",
      description = "With probability P leave out the top choices but the least of them.")
  double xtc;

  @Option(
      names = "--repetition-penalty",
      paramLabel = "R",
      description = "Divides the logits of symbols that were there lately, such as 1.1.")
  double repetition = 1;

  @Option(
      names = "--frequency-penalty",
      paramLabel = "F",
      description = "Taken from the logit of a symbol for each time that it was there lately.")
  double frequency;

  @Option(
      names = "--presence-penalty",
      paramLabel = "F",
      description = "Taken from the logit of a symbol that was there lately.")
  double presence;

  @Option(
      names = "--penalty-window",
      paramLabel = "N",
      description = "How many symbols are lately; -1: all (default: ${DEFAULT-VALUE}).")
  int window = 64;

  @Option(
      names = "--dry",
      paramLabel = "M",
      description = "Makes what would go on with a repetition less probable, such as 0.8.")
  double dry;

  @Option(
      names = "--no-repeat-ngram",
      paramLabel = "N",
      description = "No N symbols in a row come twice.")
  int ngram;

  @Option(names = "--ban", paramLabel = "TEXT", description = "Never writes TEXT; may be repeated.")
  @Nullable List<String> ban;

  @Option(
      names = "--min-keep",
      paramLabel = "N",
      description = "Least number of symbols that a step leaves (default: ${DEFAULT-VALUE}).")
  int minKeep = 1;

  @Option(
      names = "--mirostat",
      paramLabel = "1|2",
      description = "Choose by a surprise that is kept at --mirostat-tau.")
  int mirostat;

  @Option(
      names = "--mirostat-tau",
      paramLabel = "BITS",
      description = "Surprise that mirostat aims at (default: ${DEFAULT-VALUE}).")
  double tau = 5;

  @Option(
      names = "--mirostat-eta",
      paramLabel = "E",
      description = "How fast mirostat follows (default: ${DEFAULT-VALUE}).")
  double rate = 0.1;

  /// The chain of the command line.
  ///
  /// @param vocabulary of the model, for texts that are banned
  SamplerChain chain(CommandSpec command, SymbolVocabulary vocabulary) {
    // Several options may make one step: it stands where the first of them does.
    Map<String, SamplerStep> steps = new LinkedHashMap<>();
    try {
      List<String> given =
          command.commandLine().getParseResult().matchedOptions().stream()
              .map(OptionSpec::longestName)
              .toList();
      if (!given.contains("--temperature") && !given.contains("--temperature-range")) {
        steps.put("temperature", temperature());
      }
      for (String option : given) {
        put(option, vocabulary, steps);
      }
      List<SamplerStep> all = new ArrayList<>(steps.values());
      all.add(choice());
      return new SamplerChain(all, SamplerChain.HISTORY);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private void put(String option, SymbolVocabulary vocabulary, Map<String, SamplerStep> steps) {
    switch (option) {
      case "--temperature", "--temperature-range" ->
          steps.putIfAbsent("temperature", temperature());
      case "--top-k" -> {
        // Without the step for 0, which keeps all, so that what follows draws the same.
        if (topK != 0) {
          steps.put(option, new TopK(topK));
        }
      }
      case "--top-p" -> steps.put(option, new TopP(topP, minKeep));
      case "--min-p" -> steps.put(option, new MinP(minP, minKeep));
      case "--typical" -> steps.put(option, new Typical(typical, minKeep));
      case "--top-n-sigma" -> steps.put(option, new TopNSigma(topNSigma));
      case "--epsilon-cutoff" -> steps.put(option, new EpsilonCutoff(epsilon, minKeep));
      case "--eta-cutoff" -> steps.put(option, new EtaCutoff(eta, minKeep));
      case "--xtc" -> steps.put(option, new Xtc(xtc, XTC_THRESHOLD, minKeep));
      case "--repetition-penalty", "--frequency-penalty", "--presence-penalty" ->
          steps.putIfAbsent("penalties", new Penalties(window, repetition, frequency, presence));
      case "--dry" ->
          steps.put(option, new Dry(dry, DRY_BASE, DRY_LENGTH, Penalties.ALL, List.of()));
      case "--no-repeat-ngram" -> steps.put(option, new NoRepeatNgram(ngram));
      case "--ban" -> steps.putIfAbsent(option, banned(vocabulary));
      default -> {}
    }
  }

  private SamplerStep temperature() {
    return range == 0
        ? new Temperature(temperature)
        : new DynamicTemperature(temperature, range, 1);
  }

  private BadWords banned(SymbolVocabulary vocabulary) {
    List<String> texts = ban == null ? List.of() : ban;
    return new BadWords(
        texts.stream()
            .map(
                text ->
                    Arrays.stream(
                            vocabulary.encode(
                                Corpus.of("--ban " + text, text), UnknownSymbols.REJECT))
                        .boxed()
                        .toList())
            .toList());
  }

  private ChoosingStep choice() {
    return switch (mirostat) {
      case 0 -> new Multinomial();
      case 1 -> new Mirostat(tau, rate);
      case 2 -> new MirostatV2(tau, rate);
      default -> throw new UsageException("--mirostat " + mirostat + ": there are 1 and 2");
    };
  }
}
