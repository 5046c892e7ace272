package dev.softmax.cli;

import dev.softmax.data.LibsvmOptions;
import dev.softmax.data.LibsvmReader;
import dev.softmax.data.SparseRows;
import dev.softmax.duckdb.DuckdbSource;
import dev.softmax.model.ModelFile;
import dev.softmax.model.SparseClassifier;
import dev.softmax.model.SparseTrainOptions;
import dev.softmax.model.Trained;
import java.nio.file.Path;
import java.util.Optional;

/// Rows of LIBSVM's form to a model.
final class TrainSparse {
  private final Streams streams;
  private final CommonOptions common;
  private final long start = System.nanoTime();

  TrainSparse(Streams streams, CommonOptions common) {
    this.streams = streams;
    this.common = common;
  }

  /// What is learned from, and how.
  ///
  /// @param data rows with labels
  /// @param test others to measure by
  /// @param reading how both are read
  /// @param options how
  /// @param slow whether the fit takes as many steps as it may
  record Task(
      Path data,
      Optional<Path> test,
      LibsvmOptions reading,
      SparseTrainOptions options,
      boolean slow) {}

  /// Whether a word of the command line names a file of LIBSVM's form, by its content.
  static boolean recognises(String word) {
    return DuckdbSource.of(word).isEmpty() && LibsvmReader.recognises(TableInput.path(word));
  }

  /// Trains, measures, and keeps the model.
  void run(Task task, Path model) {
    SparseRows rows = LibsvmReader.read(task.data, task.reading);
    // The test data may lack the index that tells the base.
    LibsvmOptions same = task.reading.withBase(LibsvmOptions.Base.of(rows.base()));
    Optional<SparseRows> test = task.test.map(file -> LibsvmReader.read(file, same));
    test.ifPresent(held -> SparseInput.warn(streams, held, rows.features()));
    Trained<SparseClassifier> trained;
    try (ProgressLine progress = new ProgressLine(streams, task.slow)) {
      trained = SparseClassifier.train(rows, test, task.options, progress);
    }
    ModelFile.write(trained.model(), model);
    trained.warnings().forEach(warning -> warn(warning.message()));
    if (!trained.course().converged()) {
      warn(
          "the fit stopped after %d steps before it was done; --epochs allows more, and"
                  .formatted(trained.course().count())
              + " --standardise may need fewer");
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    TrainReport report = new TrainReport(trained, rows.source(), rows.size(), model, seconds);
    if (common.json) {
      Json.print(streams.out(), report.json());
    } else {
      report.lines().print(streams.out());
    }
  }

  private void warn(String message) {
    streams.err().println("softmax: warning: " + message);
  }
}
