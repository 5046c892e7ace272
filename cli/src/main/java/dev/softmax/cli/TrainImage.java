package dev.softmax.cli;

import dev.softmax.image.PictureData;
import dev.softmax.model.ImageClassifier;
import dev.softmax.model.ImageTrainOptions;
import dev.softmax.model.ModelFile;
import dev.softmax.model.Trained;
import dev.softmax.training.Monitor;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// From pictures to a classifier of pictures.
final class TrainImage {
  private final Streams streams;
  private final CommonOptions common;
  private final ReportFolder page;
  private final @Nullable Double minutes;
  private final long start = System.nanoTime();

  /// @param page where a report goes, if anywhere
  /// @param minutes when training ends with what there is by then, or none
  TrainImage(Streams streams, CommonOptions common, ReportFolder page, @Nullable Double minutes) {
    this.streams = streams;
    this.common = common;
    this.page = page;
    this.minutes = minutes;
  }

  /// What is learned from, and how.
  ///
  /// @param data pictures with labels
  /// @param test others to measure by
  /// @param options how
  /// @param log where each epoch is logged, if anywhere
  record Task(
      PictureData data,
      Optional<PictureData> test,
      ImageTrainOptions options,
      @Nullable Path log) {}

  /// Trains, measures, and keeps the model.
  void run(Task task, Path model) {
    ImageClassifier.Corpus corpus = ImageClassifier.Corpus.of(task.data);
    corpus = task.test.isPresent() ? corpus.withTest(task.test.get()) : corpus;
    try (Interruption interruption = new Interruption(streams, task.data.source())) {
      Trained<ImageClassifier> trained;
      try (ProgressLine progress = new ProgressLine(streams, true)) {
        Monitor monitor =
            Monitor.NONE
                .withProgress(progress)
                .withEpochs(_ -> interruption.validated())
                .withCancellation(() -> interruption.hasCome() || isLate());
        monitor = task.log == null ? monitor : monitor.withLog(task.log);
        trained = ImageClassifier.train(corpus, task.options, monitor);
      }
      ModelFile.write(trained.model(), model);
      page.write(() -> held(trained, task), trained.model(), model, common.seed);
      report(trained, task.data, model);
      streams.out().flush();
    }
  }

  private KnownRows held(Trained<ImageClassifier> trained, Task task) {
    PictureData data = task.test.orElse(task.data).rows(trained.heldOutRows());
    try (ProgressLine progress = new ProgressLine(streams, true)) {
      return KnownRows.of(trained.model(), data, progress);
    }
  }

  private boolean isLate() {
    return minutes != null && (System.nanoTime() - start) / 60e9 >= minutes;
  }

  private void report(Trained<ImageClassifier> trained, PictureData data, Path model) {
    trained.warnings().forEach(warning -> warn(warning.message()));
    if (!trained.course().converged()) {
      int epochs = trained.course().count();
      warn(
          "the training was ended "
              + (epochs == 0
                  ? "in its first epoch; the model is kept as it was then"
                  : "after epoch " + epochs + "; the best model so far is kept"));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    TrainReport report = new TrainReport(trained, data.source(), data.size(), model, seconds);
    report.print(streams.out(), common.json, page);
  }

  private void warn(String message) {
    streams.err().println("softmax: warning: " + message);
  }
}
