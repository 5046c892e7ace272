package dev.softmax.linear;

import dev.softmax.Progress;

/// Newton's method whose linear systems are solved by preconditioned conjugate gradients, only as
/// well as pays: an inner iteration stops by the quadratic rule (Galli & Lin 2022), and is
/// held to more the closer the minimum is.
///
/// @param maxInner most conjugate-gradient steps in one Newton step
public record TruncatedNewton(int maxInner) implements Solver {

  /// Checks that `maxInner` is positive.
  ///
  /// @throws IllegalArgumentException if it is not
  public TruncatedNewton {
    if (maxInner < 1) {
      throw new IllegalArgumentException(
          "truncated newton: " + maxInner + " inner steps are not positive");
    }
  }

  /// At most 1000 inner steps in a Newton step.
  public TruncatedNewton() {
    this(1000);
  }

  @Override
  public String name() {
    return "newton";
  }

  @Override
  public Solution minimise(
      Objective objective, double[] start, Stopping stopping, Progress progress) {
    Descent descent = new Descent(objective, start);
    ConjugateGradient inner = new ConjugateGradient(objective, maxInner);
    double first = Vectors.maxNorm(descent.gradient);
    double norm = first;
    int iteration = 0;
    while (norm > stopping.tolerance() && iteration < stopping.maxIterations()) {
      double[] direction = inner.solve(descent.gradient, forcing(norm, first, stopping));
      if (!descent.step(direction)) {
        break;
      }
      iteration++;
      norm = Vectors.maxNorm(descent.gradient);
      progress.report(STAGE, iteration, stopping.maxIterations(), descent.value);
    }
    boolean converged = norm <= stopping.tolerance();
    return new Solution(descent.point, descent.value, descent.gradient, iteration, converged);
  }

  private static double forcing(double norm, double first, Stopping stopping) {
    return Math.max(Math.min(0.5, Math.sqrt(norm / first)), 0.1 * stopping.tolerance() / norm);
  }
}
