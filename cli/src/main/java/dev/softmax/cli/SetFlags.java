package dev.softmax.cli;

import dev.softmax.calibration.ConformalScores;
import dev.softmax.calibration.ConformalSets;
import dev.softmax.calibration.SetScore;
import dev.softmax.io.InputException;
import dev.softmax.metrics.Predictions;
import dev.softmax.model.Classifier;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of sets of classes.
final class SetFlags {
  @Option(
      names = "--coverage",
      paramLabel = "C",
      description =
          "Sets of classes that hold the true one this often, such as 0.9; for models from softmax"
              + " calibrate.")
  private @Nullable Double coverage;

  @Option(
      names = "--sets",
      paramLabel = "NAME",
      description =
          "How sets are made: lac (the smallest), aps (larger for hard rows), aps-random (aps with"
              + " chance by --seed, smaller), raps (aps without long tails; default: lac).")
  private @Nullable String sets;

  /// Whether sets are asked for.
  boolean given() {
    return coverage != null;
  }

  /// Sees that the options are right, before any work.
  void check() {
    if (coverage == null) {
      if (sets != null) {
        throw new UsageException("--sets is for --coverage");
      }
      return;
    }
    if (!(coverage > 0 && coverage < 1)) {
      throw new UsageException("--coverage " + coverage + " is not between 0 and 1");
    }
    score(0);
  }

  /// @param seed of sets with chance
  private SetScore score(long seed) {
    return switch (sets) {
      case null -> new SetScore.Lac();
      case "lac" -> new SetScore.Lac();
      case "aps" -> new SetScore.Aps();
      case "aps-random" -> new SetScore.RandomAps(seed);
      case "raps" -> SetScore.Raps.STANDARD;
      default ->
          throw new UsageException("--sets " + sets + ": there are lac, aps, aps-random and raps");
    };
  }

  /// The rule for a model's sets; empty where none are asked for.
  ///
  /// @param file the model, for the message
  /// @param seed of sets with chance
  Optional<ConformalSets> of(Classifier model, @Nullable Path file, long seed) {
    if (coverage == null) {
      return Optional.empty();
    }
    ConformalScores scores =
        model
            .conformalScores()
            .orElseThrow(
                () ->
                    new InputException(
                        file
                            + ": keeps no rows to make sets by; softmax calibrate makes a model"
                            + " that does"));
    try {
      return Optional.of(scores.sets(coverage, score(seed)));
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }

  /// What a model's sets turn out to be on rows of known classes; empty where none are asked for.
  ///
  /// @param file the model, for the message
  /// @param seed of sets with chance
  /// @param rows the rows, which are only read where they are needed
  Optional<Covered> covered(
      Classifier model, @Nullable Path file, long seed, Supplier<KnownData.Scored> rows) {
    return of(model, file, seed)
        .map(
            rule -> {
              KnownData.Scored scored = rows.get();
              int classes = model.labels().size();
              double[] probabilities = model.calibration().probabilities(scored.logits(), classes);
              return new Covered(rule, rule.measure(probabilities, scored.labels(), classes));
            });
  }

  /// What sets turn out to be on rows that were predicted.
  static Covered covered(ConformalSets rule, Predictions predictions) {
    int classes = predictions.classes();
    double[] probabilities = new double[predictions.rows() * classes];
    int[] labels = new int[predictions.rows()];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = predictions.label(row);
      for (int k = 0; k < classes; k++) {
        probabilities[row * classes + k] = predictions.probability(row, k);
      }
    }
    return new Covered(rule, rule.measure(probabilities, labels, classes));
  }

  /// What sets turned out to be.
  ///
  /// @param rule how they are made
  /// @param measured what they hold
  record Covered(ConformalSets rule, ConformalSets.Measured measured) {
    Map<String, @Nullable Object> json() {
      return Json.object(
          "wanted", rule.coverage(),
          "sets", rule.score().name(),
          "threshold", rule.threshold(),
          "coverage", measured.coverage(),
          "meanSize", measured.meanSize());
    }

    /// Adds lines to a table.
    TextTable rows(TextTable lines) {
      return lines
          .row(
              "coverage",
              "%s of %d rows are in their sets (%s, %s wanted)"
                  .formatted(
                      TextTable.number(measured.coverage()),
                      measured.rows(),
                      rule.score().name(),
                      TextTable.plain(rule.coverage())))
          .row("mean set", TextTable.number(measured.meanSize()) + " classes");
    }
  }
}
