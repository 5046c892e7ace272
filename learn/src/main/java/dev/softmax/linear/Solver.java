package dev.softmax.linear;

import dev.softmax.Progress;

/// A way to minimise an [Objective]. Solvers see values, gradients and Hessian products, no data.
public sealed interface Solver permits Lbfgs, TruncatedNewton, GradientDescent {
  /// Stage name of the progress reports.
  String STAGE = "fitting";

  /// Minimises `objective` from `start`, which is left as it is.
  ///
  /// @param objective what to minimise; the call has it to itself
  /// @param start first point
  /// @param stopping when to stop
  /// @param progress hears the objective's value after each iteration
  Solution minimise(Objective objective, double[] start, Stopping stopping, Progress progress);

  /// The name a user knows it by, such as `newton`.
  String name();

  /// Newton's method where a Gram matrix of the features is affordable, else L-BFGS.
  ///
  /// @param columns number of features
  static Solver auto(int columns) {
    return columns <= GramPreconditioner.LARGEST ? new TruncatedNewton() : new Lbfgs();
  }
}
