package dev.softmax.linear;

import dev.softmax.linear.Objective.LinePoint;

/// Rows of logits in the objective: losses, residuals and what the Hessian does to a direction.
/// Every row is shifted by its maximum, so that no exponential overflows.
final class LogitRows {
  private LogitRows() {}

  /// Writes `softmax(z) − onehot(label)` of each row; returns the sum of the cross-entropies.
  static double residuals(Rows rows, double[] logits, int[] labels, double[] out) {
    int classes = rows.classes;
    double loss = 0;
    for (int row = rows.from; row < rows.to; row++) {
      int at = row * classes;
      int to = (row - rows.from) * classes + rows.scratch;
      double logSum = softmax(logits, at, classes, out, to);
      loss += logSum - logits[at + labels[row]];
      out[to + labels[row]] -= 1;
    }
    return loss;
  }

  /// Writes the softmax of the row at `at` to `to`; returns its log-sum-exp.
  static double softmax(double[] logits, int at, int classes, double[] out, int to) {
    double max = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      max = Math.max(max, logits[at + k]);
    }
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      double e = Math.exp(logits[at + k] - max);
      out[to + k] = e;
      sum += e;
    }
    double inverse = 1 / sum;
    for (int k = 0; k < classes; k++) {
      out[to + k] *= inverse;
    }
    return max + Math.log(sum);
  }

  /// `a ← p ∘ (a − ⟨p, a⟩)` of each row: the Hessian of the cross-entropy in the logits.
  static void curvature(Rows rows, double[] probabilities, double[] a) {
    int classes = rows.classes;
    for (int row = rows.from; row < rows.to; row++) {
      int p = row * classes;
      int at = (row - rows.from) * classes + rows.scratch;
      double mean = 0;
      for (int k = 0; k < classes; k++) {
        mean += probabilities[p + k] * a[at + k];
      }
      for (int k = 0; k < classes; k++) {
        a[at + k] = probabilities[p + k] * (a[at + k] - mean);
      }
    }
  }

  /// Sums of the cross-entropies and of their slopes at `from + step · (to − from)`.
  static LinePoint between(
      Rows rows, double[] from, double[] to, int[] labels, double step, double[] scratch) {
    int classes = rows.classes;
    int p = rows.scratch;
    double value = 0;
    double slope = 0;
    for (int row = rows.from; row < rows.to; row++) {
      int at = row * classes;
      for (int k = 0; k < classes; k++) {
        scratch[p + k] = from[at + k] + step * (to[at + k] - from[at + k]);
      }
      int label = labels[row];
      double own = scratch[p + label];
      value += softmax(scratch, p, classes, scratch, p) - own;
      slope -= to[at + label] - from[at + label];
      for (int k = 0; k < classes; k++) {
        slope += scratch[p + k] * (to[at + k] - from[at + k]);
      }
    }
    return new LinePoint(value, slope);
  }

  /// Writes `p (1 − p)` of each class: the diagonal of the Hessian in the logits.
  static void curvatures(Rows rows, double[] probabilities, double[] out) {
    for (int i = rows.from * rows.classes; i < rows.to * rows.classes; i++) {
      out[i] = probabilities[i] * (1 - probabilities[i]);
    }
  }

  /// Writes `Σ_k p_k (1 − p_k) / (K − 1)` of each row: the mean eigenvalue of the Hessian in the
  /// logits on the directions that change probabilities.
  static void meanCurvatures(Rows rows, double[] probabilities, double[] out) {
    int classes = rows.classes;
    for (int row = rows.from; row < rows.to; row++) {
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        double p = probabilities[row * classes + k];
        sum += p * (1 - p);
      }
      out[row] = sum / Math.max(1, classes - 1);
    }
  }

  /// A block of rows, and where in a scratch array its first one lies.
  ///
  /// @param from first row
  /// @param to row after the last
  /// @param classes length of a row
  /// @param scratch index in the scratch array
  record Rows(int from, int to, int classes, int scratch) {}
}
