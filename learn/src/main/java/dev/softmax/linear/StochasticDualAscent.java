package dev.softmax.linear;

import dev.softmax.Progress;

/// Stochastic dual coordinate ascent: a step makes the dual probabilities of one row the best for those
/// of all others, and moves the coefficients of that row's features alone (Shalev-Shwartz & Zhang 2013,
/// with the exact step of Yu, Huang & Lin 2011 for many classes). It needs an L2 penalty, the more the
/// better, and is one thread's work. Intercepts follow by the method of multipliers.
///
/// `auto` never takes it: see `docs/numerics.md` for what it costs next to Newton's method.
///
/// @param seed of the order in which rows are visited: the same seed gives the same bits
public record StochasticDualAscent(long seed) implements Solver {
  /// Sweeps between two looks at the gradient, each of which costs about as much as one sweep.
  private static final int SWEEPS = 4;

  /// Movement of a row, next to that of the mean row in the last sweep, below which it rests.
  private static final double SETTLED = 0.1;

  /// With the seed 1.
  public StochasticDualAscent() {
    this(1);
  }

  @Override
  public String name() {
    return "sdca";
  }

  /// Begins at dual probabilities that are the targets; of `start` only the value matters, which is
  /// returned if it has converged.
  ///
  /// @throws IllegalArgumentException if there is no penalty, or the objective is none of rows
  @Override
  public Solution minimise(
      Objective objective, double[] start, Stopping stopping, Progress progress) {
    if (!(objective instanceof MarginObjective rows && rows.lambda() > 0)) {
      throw new IllegalArgumentException("sdca: there is no dual problem without an L2 penalty");
    }
    double[] point = start.clone();
    double[] gradient = new double[point.length];
    double value = objective.evaluate(point, gradient);
    if (Vectors.maxNorm(gradient) <= stopping.tolerance()) {
      return new Solution(point, value, gradient, 0, true);
    }
    DualAscent ascent = rows.dual(seed);
    double settled = 0;
    int sweep = 0;
    while (sweep < stopping.maxIterations()) {
      settled = SETTLED * ascent.sweep(settled);
      ascent.recentre();
      sweep++;
      if (sweep % SWEEPS != 0 && sweep < stopping.maxIterations()) {
        continue;
      }
      System.arraycopy(ascent.point(), 0, point, 0, point.length);
      value = objective.evaluate(point, gradient);
      progress.report(STAGE, sweep, stopping.maxIterations(), value);
      if (Vectors.maxNorm(gradient) <= stopping.tolerance()) {
        break;
      }
    }
    boolean converged = Vectors.maxNorm(gradient) <= stopping.tolerance();
    return new Solution(point, value, gradient, sweep, converged);
  }
}
