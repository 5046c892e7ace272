package dev.softmax.linear;

import dev.softmax.Progress;

/// Plain gradient descent on the mean loss, as taught: `w ← w − rate · gradient`, every time the
/// whole gradient. It stops after [Stopping#maxIterations] steps, or earlier within the tolerance;
/// tolerance 0 does all steps.
///
/// @param learningRate factor of the gradient in each step
public record GradientDescent(double learningRate) implements Solver {

  /// Checks that the rate is positive and finite.
  ///
  /// @throws IllegalArgumentException if it is not
  public GradientDescent {
    if (!(learningRate > 0) || !Double.isFinite(learningRate)) {
      throw new IllegalArgumentException(
          "gradient descent: learning rate " + learningRate + " is not positive and finite");
    }
  }

  @Override
  public String name() {
    return "gradient descent";
  }

  @Override
  public Solution minimise(
      Objective objective, double[] start, Stopping stopping, Progress progress) {
    double[] point = start.clone();
    double[] gradient = new double[point.length];
    double value = objective.evaluate(point, gradient);
    int iteration = 0;
    while (iteration < stopping.maxIterations()
        && !(Vectors.maxNorm(gradient) <= stopping.tolerance())) {
      Vectors.addScaled(point, -learningRate, gradient);
      value = objective.evaluate(point, gradient);
      iteration++;
      progress.report(STAGE, iteration, stopping.maxIterations(), value);
    }
    boolean converged = Vectors.maxNorm(gradient) <= stopping.tolerance();
    return new Solution(point, value, gradient, iteration, converged);
  }
}
