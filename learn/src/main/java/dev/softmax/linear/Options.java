package dev.softmax.linear;

import java.util.Optional;
import java.util.OptionalInt;

/// How to fit a softmax regression.
///
/// @param c inverse strength of the penalty, scikit-learn's `C`: positive, infinity for no penalty
/// @param l1Ratio share of the penalty that is `‖W‖₁ / C`, from 0 to 1; the rest is `‖W‖² / (2C)`
/// @param fitIntercept whether each class has an intercept; intercepts are not penalised
/// @param standardise whether the penalty is on the coefficients of features divided by their
///     deviation (population, rows by their weights) and, where there are intercepts, with mean 0;
///     the model speaks of the features as they are
/// @param solver which solver; empty leaves the choice to the data ([Solver#auto])
/// @param stopping when the solver stops
/// @param bounds limits of the coefficients of the features as they are, standardised or not
/// @param reference a class whose coefficients and intercept are held at 0; empty treats all alike
/// @param start a model to start from instead of zeros
public record Options(
    double c,
    double l1Ratio,
    boolean fitIntercept,
    boolean standardise,
    Optional<Solver> solver,
    Stopping stopping,
    Optional<Bounds> bounds,
    OptionalInt reference,
    Optional<SoftmaxRegression> start) {

  /// Checks that `c` is positive, `l1Ratio` a share, and the reference no negative number.
  ///
  /// @throws IllegalArgumentException if one is not
  public Options {
    if (!(c > 0)) {
      throw new IllegalArgumentException("softmax regression: C " + c + " is not positive");
    }
    if (!(l1Ratio >= 0 && l1Ratio <= 1)) {
      throw new IllegalArgumentException(
          "softmax regression: L1 ratio " + l1Ratio + " is not from 0 to 1");
    }
    if (reference.isPresent() && reference.getAsInt() < 0) {
      throw new IllegalArgumentException(
          "softmax regression: reference " + reference.getAsInt() + " is not a class");
    }
  }

  /// C = 1, L2 penalty, with intercepts, features as they are, solver chosen by the data, tolerance
  /// 1e-6, at most 1000 iterations, no bounds, no reference, from zeros.
  public static Options defaults() {
    return new Options(
        1,
        0,
        true,
        false,
        Optional.empty(),
        new Stopping(1e-6, 1000),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty());
  }

  /// The same with another `C`.
  ///
  /// @throws IllegalArgumentException if it is not positive
  public Options withC(double c) {
    return new Options(
        c, l1Ratio, fitIntercept, standardise, solver, stopping, bounds, reference, start);
  }

  /// The same with another share of the L1 penalty.
  ///
  /// @throws IllegalArgumentException if it is not from 0 to 1
  public Options withL1Ratio(double l1Ratio) {
    return new Options(
        c, l1Ratio, fitIntercept, standardise, solver, stopping, bounds, reference, start);
  }

  /// The same with or without intercepts.
  public Options withFitIntercept(boolean fitIntercept) {
    return new Options(
        c, l1Ratio, fitIntercept, standardise, solver, stopping, bounds, reference, start);
  }

  /// The same with features standardised or as they are.
  public Options withStandardise(boolean standardise) {
    return new Options(
        c, l1Ratio, fitIntercept, standardise, solver, stopping, bounds, reference, start);
  }

  /// The same with the given solver.
  public Options withSolver(Solver solver) {
    return new Options(
        c,
        l1Ratio,
        fitIntercept,
        standardise,
        Optional.of(solver),
        stopping,
        bounds,
        reference,
        start);
  }

  /// The same with another tolerance on the gradient, see [Stopping].
  ///
  /// @throws IllegalArgumentException if it is negative or NaN
  public Options withTolerance(double tolerance) {
    return withStopping(new Stopping(tolerance, stopping.maxIterations()));
  }

  /// The same with another limit of iterations.
  ///
  /// @throws IllegalArgumentException if it is negative
  public Options withMaxIterations(int maxIterations) {
    return withStopping(new Stopping(stopping.tolerance(), maxIterations));
  }

  /// The same with coefficients within limits.
  public Options withBounds(Bounds bounds) {
    return new Options(
        c,
        l1Ratio,
        fitIntercept,
        standardise,
        solver,
        stopping,
        Optional.of(bounds),
        reference,
        start);
  }

  /// The same with a class whose coefficients and intercept are held at 0.
  ///
  /// @throws IllegalArgumentException if it is negative
  public Options withReference(int reference) {
    return new Options(
        c,
        l1Ratio,
        fitIntercept,
        standardise,
        solver,
        stopping,
        bounds,
        OptionalInt.of(reference),
        start);
  }

  /// The same from a model near the answer, which then is found in fewer steps.
  public Options withStart(SoftmaxRegression start) {
    return new Options(
        c,
        l1Ratio,
        fitIntercept,
        standardise,
        solver,
        stopping,
        bounds,
        reference,
        Optional.of(start));
  }

  private Options withStopping(Stopping stopping) {
    return new Options(
        c, l1Ratio, fitIntercept, standardise, solver, stopping, bounds, reference, start);
  }
}
