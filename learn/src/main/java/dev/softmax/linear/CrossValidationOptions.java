package dev.softmax.linear;

import java.util.List;

/// What cross-validation tries, and how it compares.
///
/// @param grid values of C, ascending
/// @param l1Ratios values of the L1 ratio, ascending
/// @param folds how many folds, at least 2
/// @param seed of the folds
/// @param measure what is compared
/// @param stopEarly whether weaker penalties are left out for an L1 ratio once two in a row were
///     worse
///     than the best by more than its standard error
/// @param oneStandardError whether the strongest penalty within one standard error of the best is
///     chosen, instead of the best
public record CrossValidationOptions(
    List<Double> grid,
    List<Double> l1Ratios,
    int folds,
    long seed,
    Measure measure,
    boolean stopEarly,
    boolean oneStandardError) {

  /// What folds are measured by.
  public enum Measure {
    /// Mean cross-entropy of the held-out rows, in nats.
    LOG_LOSS,
    /// Share of the held-out rows whose most probable class is right.
    ACCURACY
  }

  /// Sorts both grids and drops what is there twice.
  ///
  /// @throws IllegalArgumentException if a grid is empty, a C not positive, an L1 ratio not from 0
  ///     to
  ///     1, or there are less than 2 folds
  public CrossValidationOptions {
    grid = RegularisationPath.ascending(grid);
    l1Ratios = l1Ratios.stream().distinct().sorted().toList();
    if (l1Ratios.isEmpty()) {
      throw new IllegalArgumentException("cross-validation: no L1 ratio to choose from");
    }
    for (double ratio : l1Ratios) {
      if (!(ratio >= 0 && ratio <= 1)) {
        throw new IllegalArgumentException(
            "cross-validation: L1 ratio " + ratio + " is not from 0 to 1");
      }
    }
    if (folds < 2) {
      throw new IllegalArgumentException(
          "cross-validation: " + folds + " folds, but there must be 2 at least");
    }
  }

  /// Ten values of C from 1e-4 to 1e4, as scikit-learn's `LogisticRegressionCV`; L2 penalty, 5
  /// folds of
  /// seed 42, log-loss, early stop.
  public static CrossValidationOptions defaults() {
    return new CrossValidationOptions(
        RegularisationPath.grid(1e-4, 1e4, 10), List.of(0.0), 5, 42, Measure.LOG_LOSS, true, false);
  }

  /// The same with other values of C.
  public CrossValidationOptions withGrid(List<Double> values) {
    return new CrossValidationOptions(
        values, l1Ratios, folds, seed, measure, stopEarly, oneStandardError);
  }

  /// The same with other L1 ratios.
  public CrossValidationOptions withL1Ratios(List<Double> values) {
    return new CrossValidationOptions(
        grid, values, folds, seed, measure, stopEarly, oneStandardError);
  }

  /// The same with another number of folds.
  public CrossValidationOptions withFolds(int value) {
    return new CrossValidationOptions(
        grid, l1Ratios, value, seed, measure, stopEarly, oneStandardError);
  }

  /// The same with other folds.
  public CrossValidationOptions withSeed(long value) {
    return new CrossValidationOptions(
        grid, l1Ratios, folds, value, measure, stopEarly, oneStandardError);
  }

  /// The same with another measure.
  public CrossValidationOptions withMeasure(Measure value) {
    return new CrossValidationOptions(
        grid, l1Ratios, folds, seed, value, stopEarly, oneStandardError);
  }

  /// The same with all values tried, or without the hopeless ones.
  public CrossValidationOptions withStopEarly(boolean value) {
    return new CrossValidationOptions(
        grid, l1Ratios, folds, seed, measure, value, oneStandardError);
  }

  /// The same by the one-standard-error rule, or by the best mean.
  public CrossValidationOptions withOneStandardError(boolean value) {
    return new CrossValidationOptions(grid, l1Ratios, folds, seed, measure, stopEarly, value);
  }
}
