package dev.softmax.linear;

import dev.softmax.Progress;
import dev.softmax.kernel.Parallel;
import java.util.Arrays;

/// Minimises cross-entropies with an L1 or elastic-net penalty, limits of the coefficients, or
/// classes held at 0: each iteration makes a quadratic model with the full Hessian over the
/// coordinates that may move, minimises model and penalty by cyclic coordinate descent, and goes as
/// far along the step as the objective falls (newGLMNET of Yuan, Ho and Lin 2012, for all classes
/// at once).
final class ProximalNewton {
  static final String NAME = "proximal-newton";

  /// Share of the predicted fall that a step must bring.
  private static final double FALL = 0.01;

  /// Damping of the model, relative to the gradient: it vanishes on the way, and where
  /// probabilities are all but 0 or 1 it keeps flat directions, whose curvature is rounding, from
  /// endless steps.
  private static final double DAMPING = 0.01;

  /// Halvings after which no step helps.
  private static final int MOST_HALVINGS = 40;

  private static final int MOST_SWEEPS = 1000;

  /// What summing an objective loses, relative to it.
  private static final double ROUNDING = 1e-13;

  private final FeatureColumns columns;
  private final ClassLogits logits;
  private final CoordinatePenalty penalty;
  private final double[] weights;
  private final double total;
  private final int size;
  private long passes;

  ProximalNewton(FitData data, Features features, CoordinatePenalty penalty) {
    columns = FeatureColumns.of(features);
    logits = new ClassLogits(data);
    this.penalty = penalty;
    weights = new double[data.rows()];
    Arrays.setAll(weights, logits::weight);
    total = logits.total();
    size = penalty.size();
  }

  /// Where it ended: `point` is `(K, D + 1)`, the value a sum over the rows, the gradient the
  /// least-norm subgradient of the mean objective.
  ///
  /// @param gap bound on how far the value is above the least at these intercepts
  /// @param passes readings of all features
  record Ended(Solution solution, double gap, long passes) {}

  Ended minimise(double[] start, Stopping stopping, Progress progress) {
    double[] point = new double[size];
    Arrays.setAll(point, i -> penalty.clip(i, start[i]));
    double[] z = multiply(point);
    double[] u = new double[z.length];
    double[] p = new double[z.length];
    double loss = logits.losses(z, u, 0, p);
    double value = loss + penalty.squares(point) + penalty.magnitudes(point);
    double[] slope = slope(point, p);
    double[] least = least(point, slope);
    double violation = Vectors.maxNorm(least) / total;
    double first = violation;
    int iterations = 0;
    while (violation > stopping.tolerance() && iterations < stopping.maxIterations()) {
      int[] active = active(point, least);
      QuadraticModel model =
          new QuadraticModel.Around(
                  columns, penalty, point, slope, p, weights, active, DAMPING * violation * total)
              .model();
      // Loose at first, then the tighter the nearer: the steps converge superlinearly.
      double wanted = Math.min(0.1, violation / first) * violation * total;
      int sweeps = 0;
      while (sweeps < MOST_SWEEPS && model.sweep() > wanted) {
        sweeps++;
      }
      passes += model.passes(sweeps + 1);
      model.logits(u);
      double moved = search(new double[][] {point, z, u, p}, model.steps(), slope, value);
      iterations++;
      if (Double.isNaN(moved)) {
        // No step lowers the objective any more: rounding ends it here.
        logits.losses(z, u, 0, p);
        break;
      }
      value = moved;
      slope = slope(point, p);
      least = least(point, slope);
      violation = Vectors.maxNorm(least) / total;
      progress.report(Solver.STAGE, iterations, stopping.maxIterations(), value / total);
    }
    double gap = gap(point, p, slope, least);
    Vectors.scale(least, 1 / total);
    Solution solution =
        new Solution(point, value, least, iterations, violation <= stopping.tolerance());
    return new Ended(solution, gap, passes);
  }

  /// Halves the steps until the objective falls enough; moves point and logits there, leaves the
  /// probabilities of there in their array, and returns the objective, or NaN where no step is
  /// short enough.
  ///
  /// @param state point, logits, what the steps add to them, probabilities
  private double search(double[][] state, double[] steps, double[] slope, double value) {
    double[] point = state[0];
    double[] next = new double[size];
    double fall = Vectors.dot(slope, steps) - penalty.magnitudes(point);
    double step = 1;
    for (int halving = 0; halving <= MOST_HALVINGS; halving++, step /= 2) {
      for (int i = 0; i < size; i++) {
        // A whole step ends at what coordinate descent found, zeros and limits exactly.
        next[i] = penalty.clip(i, point[i] + step * steps[i]);
      }
      if (halving == 0) {
        fall += penalty.magnitudes(next);
      }
      double loss = logits.losses(state[1], state[2], step, state[3]);
      double there = loss + penalty.squares(next) + penalty.magnitudes(next);
      if (there <= value + FALL * step * fall + ROUNDING * Math.abs(value)) {
        System.arraycopy(next, 0, point, 0, size);
        Vectors.addScaled(state[1], step, state[2]);
        return there;
      }
    }
    return Double.NaN;
  }

  private int[] active(double[] point, double[] least) {
    int[] some = new int[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (!penalty.isHeld(i) && (point[i] != 0 || least[i] != 0)) {
        some[count++] = i;
      }
    }
    return Arrays.copyOf(some, count);
  }

  private double[] multiply(double[] point) {
    double[] z = new double[logits.classes() * columns.rows()];
    int width = columns.columns() + 1;
    for (int i = 0; i < size; i++) {
      if (point[i] != 0) {
        columns.add(i % width, point[i], z, i / width * columns.rows());
      }
    }
    return z;
  }

  /// The derivative of cross-entropies and L2 penalty.
  private double[] slope(double[] point, double[] probabilities) {
    double[] residuals = new double[probabilities.length];
    logits.residuals(probabilities, residuals);
    double[] slope = new double[size];
    int width = columns.columns() + 1;
    Parallel.forEach(
        width,
        column -> {
          for (int k = 0; k < logits.classes(); k++) {
            int i = k * width + column;
            slope[i] =
                columns.dot(column, residuals, k * columns.rows()) + penalty.l2(i) * point[i];
          }
        });
    passes++;
    return slope;
  }

  private double[] least(double[] point, double[] slope) {
    double[] least = new double[size];
    Arrays.setAll(least, i -> penalty.isHeld(i) ? 0 : penalty.subgradient(i, point[i], slope[i]));
    return least;
  }

  /// From strong convexity where there is an L2 penalty, `‖v‖² / (2 l2)`; for L1 alone the dual
  /// value of the residuals, scaled so that no coordinate exceeds the penalty (Fenchel); else
  /// infinite, unless the subgradient is 0.
  private double gap(double[] point, double[] p, double[] slope, double[] least) {
    double squares = 0;
    double steepest = 0;
    boolean limited = false;
    for (int i = 0; i < size; i++) {
      if (!penalty.isIntercept(i)) {
        squares += least[i] * least[i];
        steepest = penalty.isHeld(i) ? steepest : Math.max(steepest, Math.abs(slope[i]));
        boolean free =
            Double.isInfinite(penalty.lower()[i]) && Double.isInfinite(penalty.upper()[i]);
        limited |= !free && !(penalty.isHeld(i) && point[i] == 0);
      }
    }
    if (squares == 0 || penalty.l2() > 0) {
      return squares == 0 ? 0 : squares / (2 * penalty.l2());
    }
    if (limited || penalty.l1() == 0) {
      return Double.POSITIVE_INFINITY;
    }
    double scale = Math.min(1, penalty.l1() / steepest);
    double primal = logits.losses(multiply(point), new double[p.length], 0, p);
    double dual = logits.entropies(p, scale);
    for (int i = columns.columns(); i < size; i += columns.columns() + 1) {
      dual += scale * slope[i] * point[i];
    }
    return Math.max(0, primal + penalty.magnitudes(point) - dual);
  }
}
