package dev.softmax.model;

import dev.softmax.data.FeatureEncoder;
import dev.softmax.linear.CrossValidationOptions;
import dev.softmax.linear.Options;
import dev.softmax.network.NetworkOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How a classifier of tables is trained.
///
/// @param target the column to learn
/// @param split share of the rows that are held out to measure the model; 0 trains on all
/// @param seed of the choice of these rows
/// @param features which columns are left out
/// @param regression penalty, solver, when to stop
/// @param network hidden layers and how they are trained; none: a softmax regression is fitted
/// @param crossValidation how C and L1 ratio are chosen; none: they are those of `regression`
/// @param rows what rows count, and whether they belong to one class each
/// @param limits what the coefficients must keep to
public record TrainOptions(
    String target,
    double split,
    long seed,
    FeatureEncoder.Options features,
    Options regression,
    Optional<NetworkOptions> network,
    Optional<CrossValidationOptions> crossValidation,
    RowOptions rows,
    CoefficientLimits limits) {
  /// Checks the split, and that a network has no options of a regression.
  ///
  /// @throws IllegalArgumentException when the split is not from 0 to below 1, or it has
  public TrainOptions {
    if (!(split >= 0 && split < 1)) {
      throw new IllegalArgumentException("a split of " + split + " is not from 0 to below 1");
    }
    if (network.isPresent()
        && !(rows.equals(RowOptions.PLAIN) && limits.equals(CoefficientLimits.NONE))) {
      throw new IllegalArgumentException(
          "weights, probabilities of classes and limits are for softmax regression, not for"
              + " networks");
    }
  }

  /// A fifth of the rows held out, seed 42.
  ///
  /// @param target the column to learn
  public static TrainOptions of(String target) {
    return new TrainOptions(
        target,
        0.2,
        42,
        FeatureEncoder.Options.defaults(),
        Options.defaults(),
        Optional.empty(),
        Optional.empty(),
        RowOptions.PLAIN,
        CoefficientLimits.NONE);
  }

  /// The same with another target.
  ///
  /// @param value the column to learn
  public TrainOptions withTarget(String value) {
    return new TrainOptions(
        value, split, seed, features, regression, network, crossValidation, rows, limits);
  }

  /// The same with another share of rows held out.
  ///
  /// @param value from 0 to below 1
  public TrainOptions withSplit(double value) {
    return new TrainOptions(
        target, value, seed, features, regression, network, crossValidation, rows, limits);
  }

  /// The same with another seed, of the split and of a network's training.
  ///
  /// @param value any number
  public TrainOptions withSeed(long value) {
    return new TrainOptions(
        target,
        split,
        value,
        features,
        regression,
        network.map(options -> options.withSeed(value)),
        crossValidation.map(choice -> choice.withSeed(value)),
        rows,
        limits);
  }

  /// The same with other columns left out.
  ///
  /// @param value which columns are left out
  public TrainOptions withFeatures(FeatureEncoder.Options value) {
    return new TrainOptions(
        target, split, seed, value, regression, network, crossValidation, rows, limits);
  }

  /// The same with another penalty or solver.
  ///
  /// @param value penalty, solver, when to stop
  public TrainOptions withRegression(Options value) {
    return new TrainOptions(
        target, split, seed, features, value, network, crossValidation, rows, limits);
  }

  /// The same with a network in place of the regression.
  ///
  /// @param value hidden layers and how they are trained
  public TrainOptions withNetwork(NetworkOptions value) {
    return new TrainOptions(
        target,
        split,
        seed,
        features,
        regression,
        Optional.of(value),
        crossValidation,
        rows,
        limits);
  }

  /// The same with C and L1 ratio chosen by cross-validation on the rows that are fitted.
  ///
  /// @param value what is tried; its seed is this one's
  public TrainOptions withCrossValidation(CrossValidationOptions value) {
    return new TrainOptions(
        target,
        split,
        seed,
        features,
        regression,
        network,
        Optional.of(value.withSeed(seed)),
        rows,
        limits);
  }

  /// The same with rows that count, or belong to classes, otherwise.
  ///
  /// @param value for regressions only
  public TrainOptions withRows(RowOptions value) {
    return new TrainOptions(
        target, split, seed, features, regression, network, crossValidation, value, limits);
  }

  /// The same with other limits of the coefficients.
  ///
  /// @param value for regressions only
  public TrainOptions withLimits(CoefficientLimits value) {
    return new TrainOptions(
        target, split, seed, features, regression, network, crossValidation, rows, value);
  }

  /// The options as a model file keeps them.
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("split", Double.toString(split));
    settings.put("seed", Long.toString(seed));
    settings.put("keepRowNumbers", Boolean.toString(features.keepRowNumbers()));
    settings.put("mostLevels", Integer.toString(features.mostLevels()));
    network.ifPresentOrElse(
        options -> settings.putAll(NetworkSettings.of(options)),
        () -> {
          settings.put("c", Double.toString(regression.c()));
          if (regression.l1Ratio() > 0) {
            settings.put("l1Ratio", Double.toString(regression.l1Ratio()));
          }
          rows.put(settings);
          limits.put(settings);
          settings.put("fitIntercept", Boolean.toString(regression.fitIntercept()));
          settings.put("solver", regression.solver().map(Object::toString).orElse("auto"));
          settings.put("tolerance", Double.toString(regression.stopping().tolerance()));
          settings.put("maxIterations", Integer.toString(regression.stopping().maxIterations()));
        });
    return settings;
  }
}
