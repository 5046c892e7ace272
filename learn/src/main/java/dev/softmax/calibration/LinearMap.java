package dev.softmax.calibration;

import dev.softmax.Progress;
import dev.softmax.linear.Lbfgs;
import dev.softmax.linear.Solution;
import dev.softmax.linear.Solver;
import dev.softmax.linear.Stopping;
import dev.softmax.linear.TruncatedNewton;
import java.util.Arrays;

/// A linear map of rows that gives the least penalised log-loss: `z = W x + b`.
///
/// @param weights `W`, `(K, K)` row-major, or its diagonal `(K)`
/// @param biases `b (K)`
/// @param settled whether the optimum was reached; it is not where there is none
record LinearMap(double[] weights, double[] biases, boolean settled) {
  /// More classes than this in a whole matrix leave no room for Newton's method.
  private static final int MOST_NEWTON_CLASSES = 64;

  /// The tolerance of a map that is kept; rounding may stop the solver earlier.
  static final double CLOSE = 1e-13;

  /// What counts as an optimum.
  private static final double ENOUGH = 1e-8;

  private static final int MOST_ITERATIONS = 500;

  /// A map so large means that the loss falls for ever as it grows.
  private static final double LARGEST = 1e6;

  /// What is sought.
  ///
  /// @param diagonal whether `W` is a diagonal
  /// @param pull what draws it to the identity
  /// @param tolerance of the gradient's largest component, of the largest input
  record Form(boolean diagonal, Pull pull, double tolerance) {}

  /// Finds the map.
  ///
  /// @param data what goes in, in place of logits
  /// @param start where to begin; empty for the identity
  static LinearMap fit(CalibrationData data, Form form, double[] start) {
    ScalingObjective objective = new ScalingObjective(data, form.diagonal, form.pull);
    Solver solver =
        form.diagonal || data.classes() <= MOST_NEWTON_CLASSES
            ? new TruncatedNewton()
            : new Lbfgs(20);
    double scale = Math.max(1, largest(data.logits()));
    Solution solution =
        solver.minimise(
            objective,
            start.length == 0 ? objective.identity() : start,
            new Stopping(form.tolerance * scale, MOST_ITERATIONS),
            Progress.NONE);
    double[] theta = solution.point();
    int weights = theta.length - data.classes();
    double largest = largest(theta);
    return new LinearMap(
        Arrays.copyOf(theta, weights),
        Arrays.copyOfRange(theta, weights, theta.length),
        largest(solution.gradient()) <= ENOUGH * scale && largest < LARGEST);
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }

  /// All numbers, as [#fit] takes them to start from.
  double[] point() {
    double[] point = Arrays.copyOf(weights, weights.length + biases.length);
    System.arraycopy(biases, 0, point, weights.length, biases.length);
    return point;
  }

  /// Rows `(N, K)` → their images `(N, K)`, in a new array.
  static double[] apply(double[] rows, double[] weights, double[] biases) {
    int classes = biases.length;
    boolean diagonal = weights.length == classes;
    double[] out = new double[rows.length];
    for (int from = 0; from < rows.length; from += classes) {
      for (int k = 0; k < classes; k++) {
        double sum = biases[k];
        if (diagonal) {
          sum += weights[k] * rows[from + k];
        } else {
          for (int j = 0; j < classes; j++) {
            sum += weights[k * classes + j] * rows[from + j];
          }
        }
        out[from + k] = sum;
      }
    }
    return out;
  }
}
