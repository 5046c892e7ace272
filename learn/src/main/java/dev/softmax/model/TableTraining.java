package dev.softmax.model;

import dev.softmax.data.ClassLabels;
import dev.softmax.data.DataWarning;
import dev.softmax.data.FeatureEncoder;
import dev.softmax.data.StratifiedSplit;
import dev.softmax.data.Table;
import dev.softmax.io.InputException;
import dev.softmax.linear.CrossValidation;
import dev.softmax.linear.DenseData;
import dev.softmax.linear.DenseFeatures;
import dev.softmax.linear.Diagnosis;
import dev.softmax.linear.FitData;
import dev.softmax.metrics.ClassificationMetrics;
import dev.softmax.network.FeatureNetwork;
import dev.softmax.network.NetworkOptions;
import dev.softmax.training.Monitor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One training of a [TableClassifier], step by step.
final class TableTraining {
  private final Table table;
  private final Optional<Table> test;
  private final TrainOptions options;
  private final Monitor monitor;
  private final TableTargets targets;
  private final List<DataWarning> warnings = new ArrayList<>();

  TableTraining(Table table, Optional<Table> test, TrainOptions options, Monitor monitor) {
    this.table = table;
    this.test = test;
    this.options = options;
    this.monitor = monitor;
    this.targets = TableTargets.of(table, options);
  }

  Trained<TableClassifier> run() {
    ClassLabels.Labelled all = targets.labelled();
    warnings.addAll(all.warnings());
    if (TableTargets.columns(options).containsAll(table.names())) {
      throw new InputException(
          table.source()
              + ": has no column besides the target "
              + InputException.quote(options.target()));
    }
    if (test.isPresent()) {
      ClassLabels.Labelled held = TableTargets.of(test.get(), options, all.labels());
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
            all, table.source(), "row", new HoldOut.SplitOptions(options.split(), options.seed()));
    return fit(all.part(split.train()), Optional.of(table), all.part(split.test()));
  }

  /// Fits to the rows `train` of the table, and measures on the rows `held` of another.
  private Trained<TableClassifier> fit(
      ClassLabels.Labelled train, Optional<Table> heldTable, ClassLabels.Labelled held) {
    Table rows = table.rows(train.rows());
    Table columns = rows.drop(TableTargets.columns(options));
    FeatureEncoder.Fitted fitted = FeatureEncoder.fit(columns, options.features());
    warnings.addAll(fitted.warnings());
    FeatureEncoder encoder = fitted.encoder();
    ClassLabels labels = train.labels();
    double[] features = encoder.encode(columns);
    Fit fit =
        options
            .network()
            .map(
                network ->
                    fit(
                        new DenseData(features, train.classes(), encoder.features(), labels.size()),
                        network))
            .orElseGet(() -> fit(features, encoder, train));
    TrainingSummary summary = summary(train.rows().length, fit, Optional.empty());
    TableClassifier model = new TableClassifier(labels, encoder, fit.scorer(), summary);
    Optional<ClassificationMetrics> metrics =
        heldTable.map(measured -> model.evaluate(measured, held));
    TrainingSummary whole =
        summary(train.rows().length, fit, metrics.map(TrainingSummary.HeldOut::of));
    return new Trained<>(
        new TableClassifier(labels, encoder, fit.scorer(), whole),
        metrics,
        heldTable.isPresent() ? held.rows() : new int[0],
        fit.course(),
        warnings,
        fit.choice(),
        findings(fit, labels, encoder));
  }

  /// What was fitted, how, and what the file says of it.
  private record Fit(
      Scorer scorer,
      Course course,
      Map<String, String> settings,
      Optional<CrossValidation> choice,
      List<Diagnosis> findings) {}

  private Fit fit(double[] features, FeatureEncoder encoder, ClassLabels.Labelled train) {
    RegressionFit.requireRows(train, options.crossValidation(), table.source());
    int rows = train.rows().length;
    FitData given =
        new FitData(
            new DenseFeatures(features, rows, encoder.features()),
            targets.targets(train),
            targets.weights(train, table.source()));
    RegressionFit fit =
        RegressionFit.of(
            options.rows().balanced() ? given.balanced() : given,
            options
                .limits()
                .apply(options.regression(), train.labels(), encoder.features(), table.source()),
            options.crossValidation(),
            monitor.progress());
    return new Fit(
        new Scorer.Regression(fit.regression()),
        Course.of(fit.report()),
        fit.settings(),
        fit.choice(),
        fit.findings());
  }

  private Fit fit(DenseData data, NetworkOptions network) {
    FeatureNetwork.Fitted fitted = FeatureNetwork.fit(data, network, monitor);
    Map<String, String> settings = new LinkedHashMap<>();
    int epochs = network.forRows(data.labels().length).epochs();
    settings.put(NetworkSettings.EPOCHS, Integer.toString(epochs));
    NetworkSettings.course(fitted.training(), settings);
    return new Fit(
        new Scorer.Network(fitted.network()),
        Course.of(fitted.training()),
        settings,
        Optional.empty(),
        List.of());
  }

  private Findings findings(Fit fit, ClassLabels labels, FeatureEncoder encoder) {
    return options.network().isPresent()
        ? Findings.NONE
        : new Findings(
            fit.findings,
            labels.names(),
            encoder.featureNames(),
            options.regression().c() < Double.POSITIVE_INFINITY);
  }

  private TrainingSummary summary(int rows, Fit fit, Optional<TrainingSummary.HeldOut> heldOut) {
    Map<String, String> settings = options.settings();
    if (test.isPresent()) {
      settings.remove("split");
      if (options.network().isEmpty()) {
        settings.remove("seed");
      }
    }
    if (!options.rows().probabilities().isEmpty() && !table.names().contains(options.target())) {
      settings.put(RowOptions.LIKELIEST, "true");
    }
    settings.putAll(fit.settings());
    return TrainingSummary.of(table.file(), table.source(), rows, settings, heldOut);
  }
}
