package dev.softmax.cli;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The rows that measure a model.
final class HeldOutFlags {
  private static final double SHARE = 0.2;

  @Option(
      names = "--test",
      paramLabel = "F,…",
      split = ",",
      description = "Other data to measure the model on.")
  @Nullable List<String> test;

  @Option(
      names = "--split",
      paramLabel = "SHARE",
      description = "Share of the rows to hold out, by class (default: 0.2).")
  @Nullable Double split;

  /// Sees that the options are right, and that a report has rows to show.
  void check(ReportFolder report) {
    if (split != null && test != null) {
      throw new UsageException("give --split or --test, not both");
    }
    if (split != null && !(split >= 0 && split < 1)) {
      throw new UsageException("--split " + split + " is not from 0 to below 1");
    }
    if (report.isAsked() && split != null && split == 0) {
      throw new UsageException("--report shows rows that are held out, and --split 0 holds none");
    }
    report.check();
  }

  /// Share of the rows to hold out.
  double share() {
    return split == null ? SHARE : split;
  }

  /// Whether there is more than one file to measure on.
  boolean isSeveral() {
    return test != null && test.size() > 1;
  }

  /// The first file to measure on, where there is one.
  String first() {
    return Objects.requireNonNull(test).getFirst();
  }
}
