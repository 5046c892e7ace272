package dev.softmax.linear;

import dev.softmax.Progress;

/// Limited-memory BFGS (Nocedal & Wright 2006, algorithm 7.5).
///
/// @param memory number of past steps it remembers
public record Lbfgs(int memory) implements Solver {

  /// Checks that `memory` is positive.
  ///
  /// @throws IllegalArgumentException if it is not
  public Lbfgs {
    if (memory < 1) {
      throw new IllegalArgumentException("l-bfgs: memory " + memory + " is not positive");
    }
  }

  /// Remembers 10 steps.
  public Lbfgs() {
    this(10);
  }

  @Override
  public String name() {
    return "lbfgs";
  }

  @Override
  public Solution minimise(
      Objective objective, double[] start, Stopping stopping, Progress progress) {
    Descent descent = new Descent(objective, start);
    History history = new History(Math.min(memory, stopping.maxIterations()), start.length);
    double[] direction = new double[start.length];
    int iteration = 0;
    boolean converged = Vectors.maxNorm(descent.gradient) <= stopping.tolerance();
    while (!converged && iteration < stopping.maxIterations()) {
      history.direction(descent.gradient, direction);
      if (!descent.step(direction)) {
        if (history.isEmpty()) {
          break;
        }
        // Rounding has spoilt what was remembered; steepest descent has the last word.
        history.clear();
        continue;
      }
      history.add(descent);
      iteration++;
      converged = Vectors.maxNorm(descent.gradient) <= stopping.tolerance();
      progress.report(STAGE, iteration, stopping.maxIterations(), descent.value);
    }
    return new Solution(descent.point, descent.value, descent.gradient, iteration, converged);
  }

  /// The last steps and changes of gradient, in a ring.
  private static final class History {
    private final double[][] steps;
    private final double[][] changes;
    private final double[] inverseProducts;
    private final double[] weights;
    private int size;
    private int next;

    History(int memory, int length) {
      steps = new double[memory][length];
      changes = new double[memory][length];
      inverseProducts = new double[memory];
      weights = new double[memory];
    }

    boolean isEmpty() {
      return size == 0;
    }

    void clear() {
      size = 0;
    }

    void add(Descent descent) {
      double[] step = steps[next];
      double[] change = changes[next];
      for (int i = 0; i < step.length; i++) {
        step[i] = descent.point[i] - descent.previousPoint()[i];
        change[i] = descent.gradient[i] - descent.previousGradient()[i];
      }
      double product = Vectors.dot(step, change);
      if (product > 0) {
        inverseProducts[next] = 1 / product;
        next = (next + 1) % steps.length;
        size = Math.min(size + 1, steps.length);
      }
    }

    /// Writes the way down from a point with this gradient.
    void direction(double[] gradient, double[] direction) {
      for (int i = 0; i < direction.length; i++) {
        direction[i] = -gradient[i];
      }
      if (size == 0) {
        Vectors.scale(direction, Math.min(1, 1 / Math.sqrt(Vectors.dot(gradient, gradient))));
        return;
      }
      for (int back = 1; back <= size; back++) {
        int i = Math.floorMod(next - back, steps.length);
        weights[i] = inverseProducts[i] * Vectors.dot(steps[i], direction);
        Vectors.addScaled(direction, -weights[i], changes[i]);
      }
      int last = Math.floorMod(next - 1, steps.length);
      double curvature = inverseProducts[last] * Vectors.dot(changes[last], changes[last]);
      Vectors.scale(direction, 1 / curvature);
      for (int back = size; back >= 1; back--) {
        int i = Math.floorMod(next - back, steps.length);
        double correction = inverseProducts[i] * Vectors.dot(changes[i], direction);
        Vectors.addScaled(direction, weights[i] - correction, steps[i]);
      }
    }
  }
}
