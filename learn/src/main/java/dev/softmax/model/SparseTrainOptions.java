package dev.softmax.model;

import dev.softmax.linear.CrossValidationOptions;
import dev.softmax.linear.Options;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How a classifier of sparse rows is trained.
///
/// @param split share of the rows that are held out to measure the model; 0 trains on all
/// @param seed of the choice of these rows
/// @param balanced whether all classes count the same, however many rows they have
/// @param regression penalty, standardisation, solver, when to stop
/// @param crossValidation how C and L1 ratio are chosen; none: they are those of `regression`
/// @param limits what the coefficients must keep to
public record SparseTrainOptions(
    double split,
    long seed,
    boolean balanced,
    Options regression,
    Optional<CrossValidationOptions> crossValidation,
    CoefficientLimits limits) {
  /// Checks the split.
  ///
  /// @throws IllegalArgumentException when it is not from 0 to below 1
  public SparseTrainOptions {
    if (!(split >= 0 && split < 1)) {
      throw new IllegalArgumentException("a split of " + split + " is not from 0 to below 1");
    }
  }

  /// A fifth of the rows held out, seed 42, rows that all count the same.
  public static SparseTrainOptions defaults() {
    return new SparseTrainOptions(
        0.2, 42, false, Options.defaults(), Optional.empty(), CoefficientLimits.NONE);
  }

  /// The same with another share of rows held out.
  ///
  /// @param value from 0 to below 1
  public SparseTrainOptions withSplit(double value) {
    return new SparseTrainOptions(value, seed, balanced, regression, crossValidation, limits);
  }

  /// The same with another seed of the split.
  ///
  /// @param value any number
  public SparseTrainOptions withSeed(long value) {
    return new SparseTrainOptions(
        split,
        value,
        balanced,
        regression,
        crossValidation.map(choice -> choice.withSeed(value)),
        limits);
  }

  /// The same with classes, or rows, that all count the same.
  ///
  /// @param value whether classes do
  public SparseTrainOptions withBalanced(boolean value) {
    return new SparseTrainOptions(split, seed, value, regression, crossValidation, limits);
  }

  /// The same with another penalty or solver.
  ///
  /// @param value penalty, standardisation, solver, when to stop
  public SparseTrainOptions withRegression(Options value) {
    return new SparseTrainOptions(split, seed, balanced, value, crossValidation, limits);
  }

  /// The same with C and L1 ratio chosen by cross-validation on the rows that are fitted.
  ///
  /// @param value what is tried; its seed is this one's
  public SparseTrainOptions withCrossValidation(CrossValidationOptions value) {
    return new SparseTrainOptions(
        split, seed, balanced, regression, Optional.of(value.withSeed(seed)), limits);
  }

  /// The same with other limits of the coefficients.
  ///
  /// @param value a reference class, bounds
  public SparseTrainOptions withLimits(CoefficientLimits value) {
    return new SparseTrainOptions(split, seed, balanced, regression, crossValidation, value);
  }

  /// The options as a model file keeps them.
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("split", Double.toString(split));
    settings.put("seed", Long.toString(seed));
    settings.put("balanced", Boolean.toString(balanced));
    settings.put("c", Double.toString(regression.c()));
    if (regression.l1Ratio() > 0) {
      settings.put("l1Ratio", Double.toString(regression.l1Ratio()));
    }
    limits.put(settings);
    settings.put("fitIntercept", Boolean.toString(regression.fitIntercept()));
    settings.put("standardise", Boolean.toString(regression.standardise()));
    settings.put("tolerance", Double.toString(regression.stopping().tolerance()));
    settings.put("maxIterations", Integer.toString(regression.stopping().maxIterations()));
    return settings;
  }
}
