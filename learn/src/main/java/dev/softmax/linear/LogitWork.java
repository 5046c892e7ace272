package dev.softmax.linear;

import dev.softmax.linear.LogitRows.Rows;
import dev.softmax.linear.Objective.LinePoint;

/// What an objective does with the logits of rows: losses, residuals and what the Hessian does to a
/// direction, each times the row's weight. Logits, residuals and probabilities lie row by row or in
/// strips, see [FeatureProducts#inStrips].
sealed interface LogitWork permits RowWork, StripWork {
  /// Work on rows without targets, which count as `weights` say.
  LogitWork weighted(double[] weights);

  /// Values of some rows, one after the other.
  double[] of(int[] rows, double[] from);

  /// The work of rows by their targets, on arrays that lie as these features want it.
  static LogitWork of(FeatureProducts products, RowTargets targets) {
    return products.inStrips() ? new StripWork(targets) : new RowWork(targets);
  }

  /// Length of an array for so many rows from the first.
  int length(int rows);

  /// Writes `w (softmax(z) − y)` of each row of a block to `out` from `at`; returns the sum of the
  /// weighted cross-entropies.
  double residuals(Rows rows, double[] logits, double[] out, int at);

  /// `a ← w p ∘ (a − ⟨p, a⟩)` of each row of a block, which lies from `at`: the Hessian of the
  /// cross-entropy in the logits.
  void curvature(Rows rows, double[] probabilities, double[] a, int at);

  /// Sums of the cross-entropies and of their slopes at `from + step · (to − from)`; the block may
  /// overwrite its part of `scratch`, from `at`.
  LinePoint between(Rows rows, double[] from, double[] to, double step, double[] scratch, int at);

  /// Writes the softmax of each row to its place.
  void probabilities(Rows rows, double[] logits, double[] out);

  /// Writes `w p (1 − p)` of each class, the diagonal of the Hessian in the logits, to `out (N, K)`,
  /// row by row.
  void curvatures(Rows rows, double[] probabilities, double[] out);

  /// Writes `w Σ_k p_k (1 − p_k) / (K − 1)` of each row to `out (N)`: the mean eigenvalue of the Hessian
  /// in the logits on the directions that change probabilities.
  void meanCurvatures(Rows rows, double[] probabilities, double[] out);
}
