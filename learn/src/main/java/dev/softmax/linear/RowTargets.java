package dev.softmax.linear;

import dev.softmax.linear.LogitRows.Rows;
import dev.softmax.linear.Objective.LinePoint;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What rows belong to and count, in the objective: losses, residuals and what the Hessian does to
/// a direction, each times the row's weight. Weights are scaled to a mean of 1.
final class RowTargets {
  private final int classes;
  private final double total;
  private final int @Nullable [] labels;
  private final double @Nullable [] shares;
  private final double @Nullable [] weights;

  private RowTargets(FitData data) {
    classes = data.classes();
    switch (data.targets()) {
      case Targets.Classes(int[] classOf, int any) -> {
        labels = classOf;
        shares = null;
      }
      case Targets.Shares(double[] probabilities, int any) -> {
        labels = null;
        shares = probabilities;
      }
    }
    if (data.weights().isEmpty()) {
      weights = null;
      total = data.rows();
      return;
    }
    double[] scaled = data.weights().get().clone();
    double sum = 0;
    for (double weight : scaled) {
      sum += weight;
    }
    total = sum;
    Vectors.scale(scaled, data.rows() / sum);
    weights = scaled;
  }

  static RowTargets of(FitData data) {
    return new RowTargets(data);
  }

  int classes() {
    return classes;
  }

  /// Sum of the weights as they were given, `N` where none were.
  double total() {
    return total;
  }

  /// What a row counts, 1 on average.
  double weight(int row) {
    return weights == null ? 1 : weights[row];
  }

  /// Writes `w (softmax(z) − y)` of each row of a block; returns the sum of the cross-entropies.
  double residuals(Rows rows, double[] logits, double[] out, int at) {
    double loss = 0;
    for (int row = rows.from(); row < rows.to(); row++) {
      int to = at + (row - rows.from()) * classes;
      double logSum = LogitRows.softmax(logits, row * classes, classes, out, to);
      double weight = weight(row);
      loss += weight * (logSum - own(logits, row * classes, row));
      if (shares == null) {
        out[to + label(row)] -= 1;
      } else {
        for (int k = 0; k < classes; k++) {
          out[to + k] -= shares[row * classes + k];
        }
      }
      for (int k = 0; k < classes && weight != 1; k++) {
        out[to + k] *= weight;
      }
    }
    return loss;
  }

  /// `a ← w p ∘ (a − ⟨p, a⟩)` of each row: the Hessian of the cross-entropy in the logits.
  void curvature(Rows rows, double[] probabilities, double[] a, int at) {
    for (int row = rows.from(); row < rows.to(); row++) {
      int p = row * classes;
      int to = at + (row - rows.from()) * classes;
      double weight = weight(row);
      double mean = 0;
      for (int k = 0; k < classes; k++) {
        mean += probabilities[p + k] * a[to + k];
      }
      for (int k = 0; k < classes; k++) {
        a[to + k] = weight * probabilities[p + k] * (a[to + k] - mean);
      }
    }
  }

  /// Sums of the cross-entropies and of their slopes at `from + step · (to − from)`; `scratch` from
  /// `at` has room for a row.
  LinePoint between(Rows rows, double[] from, double[] to, double step, double[] scratch, int at) {
    double value = 0;
    double slope = 0;
    for (int row = rows.from(); row < rows.to(); row++) {
      int i = row * classes;
      for (int k = 0; k < classes; k++) {
        scratch[at + k] = from[i + k] + step * (to[i + k] - from[i + k]);
      }
      double own = own(scratch, at, row);
      double weight = weight(row);
      value += weight * (LogitRows.softmax(scratch, at, classes, scratch, at) - own);
      double change = own(from, i, row) - own(to, i, row);
      for (int k = 0; k < classes; k++) {
        change += scratch[at + k] * (to[i + k] - from[i + k]);
      }
      slope += weight * change;
    }
    return new LinePoint(value, slope);
  }

  /// Writes `w p (1 − p)` of each class: the diagonal of the Hessian in the logits.
  void curvatures(Rows rows, double[] probabilities, double[] out) {
    for (int row = rows.from(); row < rows.to(); row++) {
      double weight = weight(row);
      for (int i = row * classes; i < (row + 1) * classes; i++) {
        out[i] = weight * probabilities[i] * (1 - probabilities[i]);
      }
    }
  }

  /// Writes `w Σ_k p_k (1 − p_k) / (K − 1)` of each row: the mean eigenvalue of the Hessian in the
  /// logits on the directions that change probabilities.
  void meanCurvatures(Rows rows, double[] probabilities, double[] out) {
    for (int row = rows.from(); row < rows.to(); row++) {
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        double p = probabilities[row * classes + k];
        sum += p * (1 - p);
      }
      out[row] = weight(row) * sum / Math.max(1, classes - 1);
    }
  }

  /// The shares of the classes `(N, K)`, each at least `least` while a row still sums to 1.
  double[] shares(double least) {
    int rows = labels == null ? Objects.requireNonNull(shares).length / classes : labels.length;
    double[] all = new double[rows * classes];
    for (int i = 0; i < all.length; i++) {
      double share = shares == null ? (label(i / classes) == i % classes ? 1 : 0) : shares[i];
      all[i] = least + (1 - classes * least) * share;
    }
    return all;
  }

  /// The mean logit by the targets of `row`, whose logits lie from index `at`.
  private double own(double[] logits, int at, int row) {
    if (shares == null) {
      return logits[at + label(row)];
    }
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      // A class that no share goes to may have any logit.
      double share = shares[row * classes + k];
      sum += share == 0 ? 0 : share * logits[at + k];
    }
    return sum;
  }

  private int label(int row) {
    return labels == null ? 0 : labels[row];
  }
}
