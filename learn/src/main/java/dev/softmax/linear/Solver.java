package dev.softmax.linear;

import dev.softmax.Progress;

/// A way to minimise an [Objective]. Solvers see values, gradients and Hessian products, no
/// data; [StochasticDualAscent] alone sees rows.
public sealed interface Solver
    permits Lbfgs, TruncatedNewton, StochasticDualAscent, GradientDescent {
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
  static Choice auto(int columns) {
    return columns <= GramPreconditioner.LARGEST
        ? new Choice(
            new TruncatedNewton(),
            columns + " features are few enough for Newton's method with a Gram matrix")
        : new Choice(
            new Lbfgs(),
            columns
                + " features are more than the "
                + GramPreconditioner.LARGEST
                + " whose Gram matrix Newton's method could use");
  }

  /// A solver and the reason for it.
  ///
  /// @param solver the solver
  /// @param why one sentence
  record Choice(Solver solver, String why) {

    static Choice asked(Solver solver) {
      return new Choice(solver, "it was asked for");
    }
  }
}
