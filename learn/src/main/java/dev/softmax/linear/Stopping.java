package dev.softmax.linear;

/// When a solver stops.
///
/// @param tolerance it has converged when no component of the gradient of the *mean* objective is
///     larger than this in magnitude: scikit-learn's `tol` for `lbfgs` and `newton-cg`
/// @param maxIterations it gives up after so many iterations
public record Stopping(double tolerance, int maxIterations) {

  /// Checks that neither is negative.
  ///
  /// @throws IllegalArgumentException if one is
  public Stopping {
    if (!(tolerance >= 0) || maxIterations < 0) {
      throw new IllegalArgumentException(
          "stopping: tolerance "
              + tolerance
              + " and "
              + maxIterations
              + " iterations must not be negative");
    }
  }
}
