package dev.softmax.model;

import dev.softmax.Progress;
import dev.softmax.data.ClassLabels;
import dev.softmax.data.DataWarning;
import dev.softmax.data.LibsvmOptions;
import dev.softmax.data.SparseRows;
import dev.softmax.data.StratifiedSplit;
import dev.softmax.io.InputException;
import dev.softmax.linear.FitData;
import dev.softmax.linear.SoftmaxRegression;
import dev.softmax.linear.Targets;
import dev.softmax.metrics.ClassificationMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// One training of a [SparseClassifier], step by step.
final class SparseTraining {
  /// Most coefficients: 2 GB of them, of which a fit keeps a few copies.
  private static final long MOST_COEFFICIENTS = 1L << 28;

  private final SparseRows rows;
  private final Optional<SparseRows> test;
  private final SparseTrainOptions options;
  private final Progress progress;
  private final List<DataWarning> warnings = new ArrayList<>();

  SparseTraining(
      SparseRows rows, Optional<SparseRows> test, SparseTrainOptions options, Progress progress) {
    this.rows = rows;
    this.test = test;
    this.options = options;
    this.progress = progress;
  }

  Trained<SparseClassifier> run() {
    ClassLabels.Labelled all = ClassLabels.fit(rows.targets(), rows.target());
    warnings.addAll(all.warnings());
    requireRoom(all.labels().size());
    if (test.isPresent()) {
      ClassLabels.Labelled held = all.labels().label(test.get().targets());
      held.warnings().stream()
          .filter(warning -> warning.kind() == DataWarning.Kind.MISSING_TARGET)
          .forEach(warnings::add);
      return fit(all, test, held);
    }
    if (options.split() == 0) {
      return fit(all, Optional.empty(), all);
    }
    StratifiedSplit split =
        HoldOut.of(
            all, rows.source(), "row", new HoldOut.SplitOptions(options.split(), options.seed()));
    return fit(all.part(split.train()), Optional.of(rows), all.part(split.test()));
  }

  private void requireRoom(int classes) {
    if (rows.features() * (long) classes > MOST_COEFFICIENTS) {
      throw new InputException(
          "%s: its largest index is %d, which with %d classes makes %d coefficients, too many for memory; number the features from %d without gaps"
              .formatted(
                  rows.source(),
                  rows.features() - 1 + rows.base(),
                  classes,
                  rows.features() * (long) classes,
                  rows.base()));
    }
  }

  /// Fits to the rows `train`, and measures on the rows `held` of other data.
  private Trained<SparseClassifier> fit(
      ClassLabels.Labelled train, Optional<SparseRows> heldRows, ClassLabels.Labelled held) {
    RegressionFit.requireRows(train, options.crossValidation(), rows.source());
    ClassLabels labels = train.labels();
    FitData plain =
        FitData.of(
            SparseClassifier.features(rows.rows(train.rows())),
            new Targets.Classes(train.classes(), labels.size()));
    FitData data = options.balanced() ? plain.balanced() : plain;
    RegressionFit fit =
        RegressionFit.of(
            data,
            options.limits().apply(options.regression(), labels, rows.features(), rows.source()),
            options.crossValidation(),
            progress);
    SoftmaxRegression regression = fit.regression();
    LibsvmOptions.FirstIndex base = LibsvmOptions.FirstIndex.of(rows.base());
    SparseClassifier model =
        new SparseClassifier(labels, regression, base, summary(data.rows(), fit, Optional.empty()));
    Optional<ClassificationMetrics> metrics =
        heldRows.map(measured -> model.evaluate(measured, held));
    TrainingSummary whole = summary(data.rows(), fit, metrics.map(TrainingSummary.HeldOut::of));
    return new Trained<>(
        new SparseClassifier(labels, regression, base, whole),
        metrics,
        heldRows.isPresent() ? held.rows() : new int[0],
        Course.of(fit.report()),
        warnings,
        fit.choice(),
        new Findings(
            fit.findings(),
            labels.names(),
            names(rows),
            options.regression().c() < Double.POSITIVE_INFINITY));
  }

  /// The features' indices as the file has them.
  private static List<String> names(SparseRows rows) {
    return IntStream.range(rows.base(), rows.base() + rows.features())
        .mapToObj(Integer::toString)
        .toList();
  }

  private TrainingSummary summary(
      int fitted, RegressionFit fit, Optional<TrainingSummary.HeldOut> heldOut) {
    Map<String, String> settings = options.settings();
    if (test.isPresent()) {
      settings.remove("split");
      settings.remove("seed");
    }
    settings.putAll(fit.settings());
    return TrainingSummary.of(rows.targets().file(), rows.source(), fitted, settings, heldOut);
  }
}
