package dev.softmax.model;

import dev.softmax.Progress;
import dev.softmax.data.ClassLabels;
import dev.softmax.data.DataWarning;
import dev.softmax.data.FeatureEncoder;
import dev.softmax.data.StratifiedSplit;
import dev.softmax.data.Table;
import dev.softmax.io.FileHash;
import dev.softmax.io.InputException;
import dev.softmax.linear.DenseData;
import dev.softmax.linear.FitReport;
import dev.softmax.linear.SoftmaxRegression;
import dev.softmax.metrics.ClassificationMetrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// One training of a [TableClassifier], step by step.
final class TableTraining {
  private final Table table;
  private final Optional<Table> test;
  private final TrainOptions options;
  private final Progress progress;
  private final List<DataWarning> warnings = new ArrayList<>();

  TableTraining(Table table, Optional<Table> test, TrainOptions options, Progress progress) {
    this.table = table;
    this.test = test;
    this.options = options;
    this.progress = progress;
  }

  Trained run() {
    ClassLabels.Labelled all = ClassLabels.fit(table, options.target());
    warnings.addAll(all.warnings());
    if (table.names().size() == 1) {
      throw new InputException(
          table.source()
              + ": has no column besides the target "
              + InputException.quote(options.target()));
    }
    if (test.isPresent()) {
      ClassLabels.Labelled held = all.labels().label(test.get());
      held.warnings().stream()
          .filter(warning -> warning.kind() == DataWarning.Kind.MISSING_TARGET)
          .forEach(warnings::add);
      return fit(all, test, held);
    }
    if (options.split() == 0) {
      return fit(all, Optional.empty(), all);
    }
    StratifiedSplit split =
        StratifiedSplit.of(
            all.classes(),
            all.labels().size(),
            options.split(),
            new SplittableRandom(options.seed()));
    if (split.test().length == 0) {
      throw new InputException(
          "%s: no row can be held out of %d rows in %d classes; use a larger split, or none"
              .formatted(table.source(), all.rows().length, all.labels().size()));
    }
    return fit(part(all, split.train()), Optional.of(table), part(all, split.test()));
  }

  private static ClassLabels.Labelled part(ClassLabels.Labelled all, int[] chosen) {
    return new ClassLabels.Labelled(
        all.labels(),
        Arrays.stream(chosen).map(i -> all.rows()[i]).toArray(),
        Arrays.stream(chosen).map(i -> all.classes()[i]).toArray(),
        List.of());
  }

  /// Fits to the rows `train` of the table, and measures on the rows `held` of another.
  private Trained fit(
      ClassLabels.Labelled train, Optional<Table> heldTable, ClassLabels.Labelled held) {
    Table rows = table.rows(train.rows());
    Table columns = rows.drop(List.of(options.target()));
    FeatureEncoder.Fitted fitted = FeatureEncoder.fit(columns, options.features());
    warnings.addAll(fitted.warnings());
    FeatureEncoder encoder = fitted.encoder();
    ClassLabels labels = train.labels();
    DenseData data =
        new DenseData(encoder.encode(columns), train.classes(), encoder.features(), labels.size());
    SoftmaxRegression regression = SoftmaxRegression.fit(data, options.regression(), progress);
    Scorer scorer = new Scorer.Regression(regression);
    FitReport report = regression.report().orElseThrow();
    TrainingSummary summary = summary(train.rows().length, report, Optional.empty());
    TableClassifier model = new TableClassifier(labels, encoder, scorer, summary);
    Optional<ClassificationMetrics> metrics =
        heldTable.map(measured -> model.evaluate(measured, held));
    TrainingSummary whole =
        summary(train.rows().length, report, metrics.map(TrainingSummary.HeldOut::of));
    return new Trained(
        new TableClassifier(labels, encoder, scorer, whole), metrics, report, warnings);
  }

  private TrainingSummary summary(
      int rows, FitReport report, Optional<TrainingSummary.HeldOut> heldOut) {
    Map<String, String> settings = options.settings();
    if (test.isPresent()) {
      settings.remove("split");
      settings.remove("seed");
    }
    // What the solver did, without the time it took: the same training makes the same file.
    settings.put("solver", report.solver());
    settings.put("converged", Boolean.toString(report.converged()));
    settings.put("iterations", Integer.toString(report.iterations()));
    settings.put("objective", Double.toString(report.objective()));
    settings.put("softmax", Version.SOFTMAX);
    settings.put("java", Version.JAVA);
    Optional<Path> file = table.file();
    return new TrainingSummary(
        file.map(path -> String.valueOf(path.getFileName())).orElse(table.source()),
        file.filter(Files::isRegularFile).map(FileHash::sha256).orElse(""),
        rows,
        settings,
        heldOut);
  }
}
