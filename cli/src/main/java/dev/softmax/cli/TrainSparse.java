package dev.softmax.cli;

import dev.softmax.data.LibsvmOptions;
import dev.softmax.data.LibsvmReader;
import dev.softmax.data.SparseRows;
import dev.softmax.duckdb.DuckdbSource;
import dev.softmax.model.SparseClassifier;
import dev.softmax.model.SparseTrainOptions;
import dev.softmax.model.Trained;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rows of LIBSVM's form to a model.
final class TrainSparse {
  private final Streams streams;
  private final CommonOptions common;
  private final ReportFolder page;
  private final boolean toTheEnd;
  private final long start = System.nanoTime();

  /// @param page where a report goes, if anywhere
  /// @param toTheEnd whether the fit takes as many steps as it may
  TrainSparse(Streams streams, CommonOptions common, ReportFolder page, boolean toTheEnd) {
    this.streams = streams;
    this.common = common;
    this.page = page;
    this.toTheEnd = toTheEnd;
  }

  /// What is learned from, and how.
  ///
  /// @param data rows with labels
  /// @param test others to measure by
  /// @param reading how both are read
  /// @param options how
  record Task(Path data, Optional<Path> test, LibsvmOptions reading, SparseTrainOptions options) {
    static Task of(
        List<String> data,
        @Nullable List<String> test,
        LibsvmOptions reading,
        SparseTrainOptions options) {
      if (data.size() > 1 || (test != null && test.size() > 1)) {
        throw new UsageException("rows of LIBSVM's form are one file, not several");
      }
      return new Task(
          TableInput.path(data.getFirst()),
          Optional.ofNullable(test).map(files -> TableInput.path(files.getFirst())),
          reading,
          options);
    }
  }

  /// Whether a word of the command line names a file of LIBSVM's form, by its content.
  static boolean recognises(String word) {
    return DuckdbSource.of(word).isEmpty() && LibsvmReader.recognises(TableInput.path(word));
  }

  /// Trains, measures, and keeps the model.
  void run(Task task, Path model) {
    SparseRows rows = LibsvmReader.read(task.data, task.reading);
    // The test data may lack the index that tells the base.
    LibsvmOptions same = task.reading.withBase(LibsvmOptions.FirstIndex.of(rows.base()));
    Optional<SparseRows> test = task.test.map(file -> LibsvmReader.read(file, same));
    test.ifPresent(held -> SparseInput.warn(streams, held, rows.features()));
    Trained<SparseClassifier> trained = train(rows, test, task);
    double seconds = (System.nanoTime() - start) / 1e9;
    new TrainReport(trained, rows.source(), rows.size(), model, seconds)
        .finish(
            streams,
            common,
            page,
            () -> KnownRows.of(trained.model(), test.orElse(rows).rows(trained.heldOutRows())));
  }

  private Trained<SparseClassifier> train(SparseRows rows, Optional<SparseRows> test, Task task) {
    try (ProgressLine progress = new ProgressLine(streams, toTheEnd)) {
      return SparseClassifier.train(rows, test, task.options, progress);
    }
  }
}
