package dev.softmax.linear;

import java.util.Optional;

/// How to fit a softmax regression.
///
/// @param c inverse strength of the penalty, scikit-learn's `C`: positive, infinity for no penalty
/// @param fitIntercept whether each class has an intercept; intercepts are not penalised
/// @param solver which solver; empty leaves the choice to the data ([Solver#auto])
/// @param stopping when the solver stops
public record Options(double c, boolean fitIntercept, Optional<Solver> solver, Stopping stopping) {

  /// Checks that `c` is positive.
  ///
  /// @throws IllegalArgumentException if it is not
  public Options {
    if (!(c > 0)) {
      throw new IllegalArgumentException("softmax regression: C " + c + " is not positive");
    }
  }

  /// C = 1, with intercepts, solver chosen by the data, tolerance 1e-6, at most 1000 iterations.
  public static Options defaults() {
    return new Options(1, true, Optional.empty(), new Stopping(1e-6, 1000));
  }

  /// The same with another `C`.
  ///
  /// @throws IllegalArgumentException if it is not positive
  public Options withC(double c) {
    return new Options(c, fitIntercept, solver, stopping);
  }

  /// The same with or without intercepts.
  public Options withFitIntercept(boolean fitIntercept) {
    return new Options(c, fitIntercept, solver, stopping);
  }

  /// The same with the given solver.
  public Options withSolver(Solver solver) {
    return new Options(c, fitIntercept, Optional.of(solver), stopping);
  }

  /// The same with another tolerance on the gradient, see [Stopping].
  ///
  /// @throws IllegalArgumentException if it is negative or NaN
  public Options withTolerance(double tolerance) {
    return new Options(c, fitIntercept, solver, new Stopping(tolerance, stopping.maxIterations()));
  }

  /// The same with another limit of iterations.
  ///
  /// @throws IllegalArgumentException if it is negative
  public Options withMaxIterations(int maxIterations) {
    return new Options(c, fitIntercept, solver, new Stopping(stopping.tolerance(), maxIterations));
  }
}
