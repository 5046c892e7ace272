package dev.softmax.model;

import dev.softmax.Progress;
import dev.softmax.calibration.TemperatureCalibration;
import dev.softmax.data.BatchOptions;
import dev.softmax.data.ClassLabels;
import dev.softmax.data.ColumnUse;
import dev.softmax.data.FeatureEncoder;
import dev.softmax.data.ReadOptions;
import dev.softmax.data.Table;
import dev.softmax.data.TableBatches;
import dev.softmax.io.InputException;
import dev.softmax.metrics.ClassificationMetrics;
import dev.softmax.metrics.ClassificationTally;
import dev.softmax.metrics.Predictions;
import dev.softmax.network.FeatureNetwork;
import dev.softmax.training.Monitor;
import java.util.Optional;

/// A classifier of the rows of a table. Immutable. Letters: `N` rows, `D` features, `K`
/// classes.
public final class TableClassifier implements Classifier {
  /// The kind that the file names.
  static final String KIND = "table";

  private final ClassLabels labels;
  private final FeatureEncoder encoder;
  private final Scorer scorer;
  private final Trust trust;
  private final TrainingSummary training;

  TableClassifier(
      ClassLabels labels, FeatureEncoder encoder, Scorer scorer, TrainingSummary training) {
    this(labels, encoder, scorer, Trust.NONE, training);
  }

  private TableClassifier(
      ClassLabels labels,
      FeatureEncoder encoder,
      Scorer scorer,
      Trust trust,
      TrainingSummary training) {
    if (scorer.classes() != labels.size() || scorer.features() != encoder.features()) {
      throw new IllegalArgumentException(
          "a scorer of %d classes and %d features, but %d classes and %d features"
              .formatted(scorer.classes(), scorer.features(), labels.size(), encoder.features()));
    }
    this.labels = labels;
    this.encoder = encoder;
    this.scorer = scorer;
    this.trust = trust.checked(labels.size());
    this.training = training;
  }

  /// Trains a classifier: holds rows out by class, fits encoder and regression to the others, and
  /// measures the model on the rows held out.
  ///
  /// @param table the data, target included
  /// @param options the target and how to learn it
  /// @param progress hears stage `fitting` after each iteration of the solver
  /// @throws InputException when the table cannot be learned from: no such target, one class only, no
  ///     column left, no row to hold out
  public static Trained<TableClassifier> train(
      Table table, TrainOptions options, Progress progress) {
    return train(table, Optional.empty(), options, Monitor.NONE.withProgress(progress));
  }

  /// Trains a classifier on one whole table and measures it on another, or with none holds rows out
  /// as [#train(Table, TrainOptions, Progress)] does.
  ///
  /// @param table the training data, target included
  /// @param test the test data, target included; where it is there [TrainOptions#split] counts for
  ///     nothing
  /// @param options the target and how to learn it
  /// @param monitor hears stage `fitting` after each iteration of the solver, or of each step of a
  ///     network's training, which it may end, log, and keep checkpoints of
  /// @throws InputException when the table cannot be learned from, or the test table lacks columns or
  ///     has other classes
  public static Trained<TableClassifier> train(
      Table table, Optional<Table> test, TrainOptions options, Monitor monitor) {
    return new TableTraining(table, test, options, monitor).run();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public ClassLabels labels() {
    return labels;
  }

  @Override
  public TrainingSummary training() {
    return training;
  }

  /// From columns to features.
  public FeatureEncoder encoder() {
    return encoder;
  }

  /// From features to logits.
  public Scorer scorer() {
    return scorer;
  }

  @Override
  public Trust trust() {
    return trust;
  }

  @Override
  public TableClassifier withTrust(Trust value) {
    return new TableClassifier(labels, encoder, scorer, value, training);
  }

  /// The same model with its logits divided by a temperature, in place of its calibration.
  ///
  /// @param value positive and finite
  /// @throws IllegalArgumentException when it is not
  public TableClassifier withTemperature(double value) {
    return withTrust(Trust.of(new TemperatureCalibration(value)));
  }

  /// How a file for this model is to be read: its text columns as text, even where they happen to hold
  /// nothing but numbers.
  ///
  /// @param options what else is known of the file
  public ReadOptions reading(ReadOptions options) {
    return options.withTextColumns(encoder.textColumns());
  }

  /// What a table must have to be predicted in batches.
  ///
  /// @param rows most rows of a batch
  public BatchOptions batches(int rows) {
    return new BatchOptions(rows, encoder.uses());
  }

  /// What a table must have to be measured in batches: what [#labelled] needs, too.
  ///
  /// @param rows most rows of a batch
  public BatchOptions labelledBatches(int rows) {
    if (!measuresLikeliest()) {
      return batches(rows).with(labels.target(), ColumnUse.TEXT);
    }
    BatchOptions options = batches(rows);
    for (String name : labels.names()) {
      options = options.with(name, ColumnUse.NUMBER);
    }
    return options;
  }

  /// Rows of a table whose classes are known: those that have a target or, for a model that was trained
  /// on columns of probabilities alone, all of them, each with its likeliest class by the same columns.
  ///
  /// @throws InputException when columns are missing, a row has a class that the model does not know, or
  ///     probabilities that do not sum to 1
  public ClassLabels.Labelled labelled(Table table) {
    return measuresLikeliest() ? TableTargets.likeliest(labels, table) : labels.label(table);
  }

  private boolean measuresLikeliest() {
    return training.settings().containsKey(RowOptions.LIKELIEST);
  }

  /// Rows of a table → probabilities `(N, K)`, row-major.
  ///
  /// @param table a table with the columns that the model needs, in any order; others are passed over
  /// @throws InputException when columns are missing, or a numeric one holds a text, or a number that a
  ///     network cannot compute with
  public double[] probabilities(Table table) {
    return trust.probabilities(logits(table), labels.size(), table::place);
  }

  /// Rows of a table → logits `(N, K)`, row-major, before the calibration.
  ///
  /// @param table as for [#probabilities]
  /// @throws InputException as for [#probabilities]
  public double[] logits(Table table) {
    double[] features = encoder.encode(table);
    if (scorer instanceof Scorer.Network) {
      requireFloats(features, table);
    }
    return scorer.logits(features, table.rows());
  }

  /// Sees that features fit a network, which computes in float.
  private void requireFloats(double[] features, Table table) {
    int width = encoder.features();
    for (int i = 0; i < features.length; i++) {
      if (Math.abs(features[i]) > FeatureNetwork.LARGEST) {
        throw new InputException(
            "%s: %s is %.1e deviations from the mean, too far for a network"
                .formatted(
                    table.place(i / width),
                    InputException.quote(encoder.featureNames().get(i % width)),
                    features[i]));
      }
    }
  }

  /// Measures the model on a table with the target. Rows without a target do not count.
  ///
  /// @param table the columns that the model needs, and the target
  /// @throws InputException when columns are missing, a row has a class that the model does not know,
  ///     or no row has a target
  public ClassificationMetrics evaluate(Table table) {
    return evaluate(table, labelled(table));
  }

  /// Measures the model on a table of any length with the target: no more than a batch of it is in memory.
  /// Rows without a target do not count.
  ///
  /// @param batches a table opened with [#labelledBatches]; read to its end
  /// @throws InputException as [#evaluate(Table)]
  public ClassificationMetrics evaluate(TableBatches batches) {
    ClassificationTally tally = new ClassificationTally(labels.size());
    for (var part = batches.next(); part.isPresent(); part = batches.next()) {
      tally(part.get(), tally);
    }
    if (tally.rows() == 0) {
      throw withoutTarget(batches.source());
    }
    return tally.metrics();
  }

  /// Adds what the model says of the rows of a table that have a target.
  private void tally(Table table, ClassificationTally into) {
    ClassLabels.Labelled rows = labelled(table);
    if (rows.rows().length > 0) {
      double[] probabilities = probabilities(table.rows(rows.rows()));
      into.add(Predictions.of(probabilities, rows.classes(), labels.size()));
    }
  }

  private InputException withoutTarget(String source) {
    return new InputException(
        source + ": no row has a value of the target " + InputException.quote(labels.target()));
  }

  ClassificationMetrics evaluate(Table table, ClassLabels.Labelled rows) {
    if (rows.rows().length == 0) {
      throw withoutTarget(table.source());
    }
    return ClassificationMetrics.of(
        probabilities(table.rows(rows.rows())), rows.classes(), labels.size());
  }
}
