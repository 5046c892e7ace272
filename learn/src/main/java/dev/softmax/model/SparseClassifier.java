package dev.softmax.model;

import dev.softmax.Progress;
import dev.softmax.calibration.TemperatureCalibration;
import dev.softmax.data.ClassLabels;
import dev.softmax.data.LibsvmOptions;
import dev.softmax.data.SparseRows;
import dev.softmax.io.InputException;
import dev.softmax.linear.SoftmaxRegression;
import dev.softmax.linear.SparseFeatures;
import dev.softmax.metrics.ClassificationMetrics;
import java.util.Optional;

/// A classifier of sparse rows, such as those of a file of LIBSVM's form: a softmax regression on
/// features that are numbered, not named. Immutable. Letters: `N` rows, `D` features, `K` classes.
///
/// Rows may have features after the last one of the training data. These count for nothing: nothing
/// was learned about them.
public final class SparseClassifier implements Classifier {
  /// The kind that the file names.
  static final String KIND = "sparse";

  private final ClassLabels labels;
  private final SoftmaxRegression regression;
  private final LibsvmOptions.FirstIndex base;
  private final Trust trust;
  private final TrainingSummary training;

  /// @param base which index the first feature has in files
  SparseClassifier(
      ClassLabels labels,
      SoftmaxRegression regression,
      LibsvmOptions.FirstIndex base,
      TrainingSummary training) {
    this(labels, regression, base, Trust.NONE, training);
  }

  private SparseClassifier(
      ClassLabels labels,
      SoftmaxRegression regression,
      LibsvmOptions.FirstIndex base,
      Trust trust,
      TrainingSummary training) {
    if (regression.classes() != labels.size()) {
      throw new IllegalArgumentException(
          "a regression of %d classes, but %d classes"
              .formatted(regression.classes(), labels.size()));
    }
    this.labels = labels;
    this.regression = regression;
    this.base = base;
    this.trust = trust.checked(labels.size());
    this.training = training;
  }

  /// Trains a classifier: fits a regression to the rows, or with no test data to those that are not
  /// held out, and measures it on the others.
  ///
  /// @param rows the training data
  /// @param test the test data, read with the same base; where they are there
  ///     [SparseTrainOptions#split] counts for nothing
  /// @param options penalty, weights of the classes, solver
  /// @param progress hears stage `fitting` after each iteration of the solver
  /// @throws InputException when there is one class only, no row to hold out, or so many features
  ///     and classes that no array holds their coefficients, or when the test data have other
  ///     classes
  public static Trained<SparseClassifier> train(
      SparseRows rows, Optional<SparseRows> test, SparseTrainOptions options, Progress progress) {
    return new SparseTraining(rows, test, options, progress).run();
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

  /// From features to logits.
  public SoftmaxRegression regression() {
    return regression;
  }

  /// How a file for this model is to be read: with the first index of its training data.
  ///
  /// @param labelled whether every line must have a label
  public LibsvmOptions reading(boolean labelled) {
    return new LibsvmOptions(base, labelled);
  }

  @Override
  public Trust trust() {
    return trust;
  }

  @Override
  public SparseClassifier withTrust(Trust value) {
    return new SparseClassifier(labels, regression, base, value, training);
  }

  /// The same model with its logits divided by a temperature, in place of its calibration.
  ///
  /// @param value positive and finite
  /// @throws IllegalArgumentException when it is not
  public SparseClassifier withTemperature(double value) {
    return withTrust(Trust.of(new TemperatureCalibration(value)));
  }

  /// Rows → probabilities `(N, K)`, row-major.
  ///
  /// @param rows any rows; features that the model does not have count for nothing
  public double[] probabilities(SparseRows rows) {
    return trust.probabilities(logits(rows), labels.size(), rows::place);
  }

  /// Rows → logits `(N, K)`, row-major, before the calibration.
  ///
  /// @param rows as for [#probabilities]
  public double[] logits(SparseRows rows) {
    return regression.logits(features(rows.firstFeatures(regression.features())));
  }

  static SparseFeatures features(SparseRows rows) {
    return new SparseFeatures(rows.offsets(), rows.indices(), rows.values(), rows.features());
  }

  /// Measures the model on rows whose labels are known. Rows without one do not count.
  ///
  /// @param rows rows with labels
  /// @throws InputException when a row has a class that the model does not know, or none has a
  ///     label
  public ClassificationMetrics evaluate(SparseRows rows) {
    return evaluate(rows, labels.label(rows.targets()));
  }

  ClassificationMetrics evaluate(SparseRows rows, ClassLabels.Labelled known) {
    if (known.rows().length == 0) {
      throw new InputException(rows.source() + ": no row has a label");
    }
    return ClassificationMetrics.of(
        probabilities(rows.rows(known.rows())), known.classes(), labels.size());
  }
}
