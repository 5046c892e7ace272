package dev.softmax.linear;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What rows belong to and count, as an objective wants it. Weights are scaled to a mean of 1.
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

  /// Of rows that only weights are known of, not scaled.
  private RowTargets(int classes, double[] weights) {
    this.classes = classes;
    this.weights = weights;
    labels = null;
    shares = null;
    total = weights.length;
  }

  static RowTargets ofWeights(int classes, double[] weights) {
    return new RowTargets(classes, weights);
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

  /// Whether rows count differently.
  boolean areWeighted() {
    return weights != null;
  }

  /// Takes the targets of `row` from its probabilities, which lie `step` apart from index `at`.
  void subtract(double[] probabilities, int at, int step, int row) {
    if (shares == null) {
      probabilities[at + label(row) * step] -= 1;
      return;
    }
    for (int k = 0; k < classes; k++) {
      probabilities[at + k * step] -= shares[row * classes + k];
    }
  }

  /// The mean logit by the targets of `row`, whose logits lie `step` apart from index `at`.
  double own(double[] logits, int at, int step, int row) {
    if (shares == null) {
      return logits[at + label(row) * step];
    }
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      // A class that no share goes to may have any logit.
      double share = shares[row * classes + k];
      sum += share == 0 ? 0 : share * logits[at + k * step];
    }
    return sum;
  }

  /// The shares of the classes `(N, K)`, each at least `least` while a row still sums to 1.
  double[] shares(double least) {
    int rows = labels == null ? Objects.requireNonNull(shares).length / classes : labels.length;
    double[] all = new double[rows * classes];
    for (int i = 0; i < all.length; i++) {
      all[i] = least + (1 - classes * least) * share(i / classes, i % classes);
    }
    return all;
  }

  /// The share of a class in the targets of a row.
  double share(int row, int k) {
    return shares == null ? (label(row) == k ? 1 : 0) : shares[row * classes + k];
  }

  private int label(int row) {
    return labels == null ? 0 : labels[row];
  }
}
