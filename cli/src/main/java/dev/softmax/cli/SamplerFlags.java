package dev.softmax.cli;

import dev.softmax.sampling.MinP;
import dev.softmax.sampling.Multinomial;
import dev.softmax.sampling.SamplerChain;
import dev.softmax.sampling.SamplerStep;
import dev.softmax.sampling.Temperature;
import dev.softmax.sampling.TopK;
import dev.softmax.sampling.TopP;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/// How the next symbol is chosen: steps in the order in which they stand on the command line.
final class SamplerFlags {
  private static final double TEMPERATURE = 0.8;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description =
          "Divides the logits: below 1 surer, 0 always the most probable symbol (default: 0.8, first).")
  @Nullable Double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      description = "Only the K most probable symbols; 0: all.")
  @Nullable Integer topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      description = "Only the fewest most probable symbols that have P of the probability.")
  @Nullable Double topP;

  @Option(
      names = "--min-p",
      paramLabel = "P",
      description = "Only symbols with P times the highest probability or more.")
  @Nullable Double minP;

  /// The chain of the command line.
  SamplerChain chain(CommandSpec command) {
    List<SamplerStep> steps = new ArrayList<>();
    if (temperature == null) {
      steps.add(new Temperature(TEMPERATURE));
    }
    try {
      for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
        SamplerStep step = step(option.longestName());
        if (step != null) {
          steps.add(step);
        }
      }
      steps.add(new Multinomial());
      return new SamplerChain(steps, SamplerChain.HISTORY);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private @Nullable SamplerStep step(String option) {
    return switch (option) {
      case "--temperature" -> temperature == null ? null : new Temperature(temperature);
      // Without the step for 0, which keeps all, so that what follows draws the same.
      case "--top-k" -> topK == null || topK == 0 ? null : new TopK(topK);
      case "--top-p" -> topP == null ? null : new TopP(topP);
      case "--min-p" -> minP == null ? null : new MinP(minP);
      default -> null;
    };
  }
}
