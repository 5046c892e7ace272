package dev.softmax.cli;

import dev.softmax.data.Table;
import dev.softmax.model.RowOptions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What rows count in training, and belong to.
final class RowFlags {
  /// What the classes are called together where there is no column of them.
  private static final String TARGET = "class";

  @Option(names = "--balanced", description = "Give all classes the same weight.")
  boolean balanced;

  @Option(
      names = "--weights",
      paramLabel = "COL",
      description =
          "A column of a table with the weight of each row in training; 2 is the row written"
              + " twice.")
  private @Nullable String weights;

  @Option(
      names = "--target-probabilities",
      paramLabel = "COL,…",
      split = ",",
      description =
          "Columns with the probability of each class, instead of a column of classes; the classes"
              + " have their names. Rows held out are measured by the likeliest; so does evaluate where"
              + " there is no --target.")
  @Nullable List<String> probabilities;

  /// The first of those that tables alone have that was given, or nothing.
  String given() {
    return weights != null ? "--weights" : probabilities != null ? "--target-probabilities" : "";
  }

  /// Sees that the options go with the others of a table.
  void check(ReportFolder report, boolean network) {
    if (balanced && network) {
      throw new UsageException("--balanced is not for networks on tables");
    }
    if (probabilities != null && report.isAsked()) {
      throw new UsageException(
          "--report shows rows of one class each, and --target-probabilities gives them several");
    }
  }

  /// The column of the classes.
  ///
  /// @param target what the user calls it, if at all
  String target(Table table, @Nullable String target) {
    return probabilities != null && target == null ? TARGET : TargetColumn.of(table, target);
  }

  RowOptions rows() {
    try {
      return new RowOptions(
          Optional.ofNullable(weights),
          balanced,
          probabilities == null ? List.of() : probabilities);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--target-probabilities: " + e.getMessage());
    }
  }
}
