package dev.softmax.model;

import dev.softmax.data.SparseRows;
import dev.softmax.data.Table;
import dev.softmax.linear.DenseFeatures;
import dev.softmax.linear.Features;
import dev.softmax.linear.PosteriorCurvature;
import dev.softmax.linear.SoftmaxRegression;
import java.util.Map;
import java.util.Optional;

/// Standard errors of the coefficients of a classifier that is a softmax regression, from rows that may be
/// others than those of its training: the information of a row needs its features alone, not its class.
///
/// They are from the curvature of the penalised likelihood at the model (Laplace's approximation, the
/// penalty `‖W‖²/(2C)` being a normal prior of variance `C`; Bishop 2006, section 4.4), with the rows
/// counted as often as there were rows in training. An estimate under a penalty is drawn towards 0, and so is its
/// interval. Without a penalty they are those of the maximum likelihood, of coefficients that are centred over
/// the classes.
///
/// @param values `(K, D)`, row-major; empty where there are none
/// @param note one sentence: what they are made of, or why there are none
public record CoefficientErrors(Optional<double[]> values, String note) {
  /// More coefficients make a matrix that takes seconds to invert.
  static final int MOST = 1000;

  /// Those of a classifier of tables.
  ///
  /// @param classifier the classifier
  /// @param table rows with its columns
  public static CoefficientErrors of(TableClassifier classifier, Table table) {
    if (!(classifier.scorer() instanceof Scorer.Regression(SoftmaxRegression regression))) {
      return none("a network has none");
    }
    return of(
        regression,
        classifier.training(),
        regression.classes() * (regression.features() + 1) > MOST
            ? Optional.empty()
            : Optional.of(
                new DenseFeatures(
                    classifier.encoder().encode(table), table.rows(), regression.features())));
  }

  /// Those of a classifier of sparse rows.
  ///
  /// @param classifier the classifier
  /// @param rows any rows
  public static CoefficientErrors of(SparseClassifier classifier, SparseRows rows) {
    SoftmaxRegression regression = classifier.regression();
    return of(
        regression,
        classifier.training(),
        regression.classes() * (regression.features() + 1L) > MOST
            ? Optional.empty()
            : Optional.of(SparseClassifier.features(rows.firstFeatures(regression.features()))));
  }

  /// @param features empty where there are too many coefficients
  private static CoefficientErrors of(
      SoftmaxRegression model, TrainingSummary training, Optional<Features> features) {
    if (features.isEmpty()) {
      return none(
          "its %d coefficients are more than the %d for which they are computed"
              .formatted(model.classes() * (model.features() + 1L), MOST));
    }
    Map<String, String> settings = training.settings();
    if (!settings.containsKey("c") || training.rows() == 0) {
      return none("the model does not say how it was fitted");
    }
    if (settings.containsKey("l1Ratio")) {
      return none("an L1 penalty makes coefficients that have no normal errors");
    }
    if (settings.containsKey("bounds") || settings.containsKey("reference")) {
      return none("its coefficients are held within bounds or at a reference");
    }
    if (settings.containsKey("weights")
        || Boolean.parseBoolean(settings.getOrDefault("balanced", "false"))) {
      return none("its rows were weighted, and those here have no weights");
    }
    double c = Double.parseDouble(settings.get("c"));
    boolean standardised = Boolean.parseBoolean(settings.getOrDefault("standardise", "false"));
    boolean intercept = Boolean.parseBoolean(settings.getOrDefault("fitIntercept", "true"));
    PosteriorCurvature curvature =
        new PosteriorCurvature(model, features.get(), intercept, training.rows());
    Optional<double[]> errors = curvature.errors(c, standardised);
    return errors.isPresent()
        ? new CoefficientErrors(
            errors,
            "Intervals (95 %%) are from the curvature of the %slikelihood at %d rows of these data, as if they were the %d of the training; they tell how chance moves the coefficients%s."
                .formatted(
                    c < Double.POSITIVE_INFINITY ? "penalised " : "",
                    curvature.rows(),
                    training.rows(),
                    c < Double.POSITIVE_INFINITY
                        ? ", not how far the penalty draws them to 0"
                        : ""))
        : none("these rows do not tell the coefficients apart");
  }

  private static CoefficientErrors none(String why) {
    return new CoefficientErrors(
        Optional.empty(), "There are no intervals of the coefficients: " + why + ".");
  }
}
