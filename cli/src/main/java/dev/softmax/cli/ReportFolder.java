package dev.softmax.cli;

import dev.softmax.cli.report.Report;
import dev.softmax.model.Classifier;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The folder for the page that shows what a model is worth.
final class ReportFolder {
  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Writes a page with tables and figures to DIR, which must be new or empty.")
  private @Nullable Path folder;

  /// Sees before any work that the folder can be written.
  void check() {
    if (folder != null) {
      Report.requireRoom(folder);
    }
  }

  boolean isAsked() {
    return folder != null;
  }

  /// Writes the report if one was asked for.
  ///
  /// @param rows asked only then
  /// @param model the file of the classifier
  /// @param seed of the intervals
  void write(Supplier<KnownRows> rows, Classifier classifier, Path model, long seed) {
    if (folder != null) {
      Report.write(rows.get().subject(classifier, model), seed, folder);
    }
  }

  /// The page's file, for people.
  void say(TextTable lines) {
    if (folder != null) {
      lines.row("report", folder.resolve(Report.PAGE).toString());
    }
  }

  /// The page's file, for programs.
  void say(Map<String, @Nullable Object> json) {
    if (folder != null) {
      json.put("report", folder.resolve(Report.PAGE).toString());
    }
  }
}
