package dev.softmax.metrics;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Probabilities `(N, K)` of rows whose classes are known: what every measure of this package is taken of.
/// Checked once, immutable, and shared by all measures: orders of the rows are found when the first measure
/// asks for them, and kept (4 bytes for each probability).
///
/// Of equal probabilities the first class's is the largest, here and in all measures.
public final class Predictions {
  /// How far a row's sum may be from 1: probabilities that were `float` once are that exact.
  private static final double SUM_TOLERANCE = 1e-5;

  /// What a smaller probability counts as in the logarithm.
  private static final double SMALLEST = 0x1p-52;

  private final Rows rows;
  private final double @Nullable [] weights;
  private final double total;

  private Predictions(Rows rows, double @Nullable [] weights, double total) {
    this.rows = rows;
    this.weights = weights;
    this.total = total;
  }

  /// What does not depend on weights.
  ///
  /// @param probabilities `(N, K)`
  /// @param labels `(N)`
  /// @param predicted `(N)`, the most probable class of each row
  /// @param losses `(N)`, `−ln p(true class)`
  private record Rows(
      double[] probabilities,
      int[] labels,
      int classes,
      int[] predicted,
      double[] losses,
      RankOrders orders) {}

  /// Takes probabilities `(N, K)` and labels `(N)`, which are copied.
  ///
  /// @param probabilities row-major; each row sums to 1 within 1e-5
  /// @param labels true classes, from 0 to `classes` (exclusive)
  /// @param classes number of classes `K`
  /// @throws IllegalArgumentException if there is no row, the shapes do not fit, a label is no
  ///     class, a probability is negative or NaN, or a row does not sum to 1
  public static Predictions of(double[] probabilities, int[] labels, int classes) {
    requireShapes(probabilities, labels, classes);
    double[] p = probabilities.clone();
    int[] predicted = new int[labels.length];
    double[] losses = new double[labels.length];
    for (int row = 0; row < labels.length; row++) {
      requireDistribution(p, row, classes);
      int at = row * classes;
      int top = 0;
      for (int k = 1; k < classes; k++) {
        top = p[at + k] > p[at + top] ? k : top;
      }
      predicted[row] = top;
      losses[row] = -Math.log(Math.max(p[at + labels[row]], SMALLEST));
    }
    Rows rows = new Rows(p, labels.clone(), classes, predicted, losses, new RankOrders(p, classes));
    return new Predictions(rows, null, labels.length);
  }

  /// The same rows, each counted as often as its weight says, which need not be whole.
  ///
  /// @param weights `(N)`, finite, not negative, not all zero; copied
  /// @throws IllegalArgumentException if they are not, or not as many as there are rows
  public Predictions withWeights(double[] weights) {
    if (weights.length != rows()) {
      throw new IllegalArgumentException(
          "metrics: weights (%d) but labels (%d)".formatted(weights.length, rows()));
    }
    double sum = 0;
    for (int row = 0; row < weights.length; row++) {
      if (!(weights[row] >= 0 && weights[row] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "metrics: weight " + weights[row] + " in row " + (row + 1));
      }
      sum += weights[row];
    }
    if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("metrics: the weights sum to " + sum);
    }
    return new Predictions(rows, weights.clone(), sum);
  }

  /// The same rows with weights that nobody else changes and that sum to `total`.
  Predictions owning(double[] weights, double total) {
    return new Predictions(rows, weights, total);
  }

  /// Number of rows `N`.
  public int rows() {
    return rows.labels.length;
  }

  /// Number of classes `K`.
  public int classes() {
    return rows.classes;
  }

  /// The probability of a class in a row.
  ///
  /// @throws IndexOutOfBoundsException if there is no such row or class
  public double probability(int row, int label) {
    return rows.probabilities[
        Objects.checkIndex(row, rows()) * rows.classes + Objects.checkIndex(label, rows.classes)];
  }

  /// The true class of a row.
  public int label(int row) {
    return rows.labels[row];
  }

  /// The most probable class of a row.
  public int predicted(int row) {
    return rows.predicted[row];
  }

  /// The largest probability of a row.
  public double confidence(int row) {
    return rows.probabilities[row * rows.classes + rows.predicted[row]];
  }

  /// Whether the most probable class of a row is its true one.
  public boolean isRight(int row) {
    return rows.predicted[row] == rows.labels[row];
  }

  /// How often a row counts; 1 without weights.
  public double weight(int row) {
    return weights == null ? 1 : weights[row];
  }

  /// The weights `(N)`, a copy, where there are any.
  public Optional<double[]> weights() {
    return weights == null ? Optional.empty() : Optional.of(weights.clone());
  }

  /// The sum of the weights; `N` without any.
  public double total() {
    return total;
  }

  /// Share of rows whose most probable class is the true one.
  public double accuracy() {
    double hits = 0;
    for (int row = 0; row < rows.predicted.length; row++) {
      hits += isRight(row) ? weight(row) : 0;
    }
    return hits / total;
  }

  /// Mean of `−ln p(true class)`, in nats. A probability below 2⁻⁵² counts as 2⁻⁵², as in scikit-learn, so
  /// that one impossible row costs 36.04 and not infinity.
  public double logLoss() {
    double sum = 0;
    for (int row = 0; row < rows.losses.length; row++) {
      sum += weight(row) * rows.losses[row];
    }
    return sum / total;
  }

  /// Mean over rows of `Σ_k (p_k − y_k)²`, from 0 to 2 (Brier 1950): scikit-learn's with
  /// `scale_by_half=False`.
  public double brier() {
    double sum = 0;
    for (int row = 0; row < rows(); row++) {
      int at = row * rows.classes;
      double squares = 0;
      for (int k = 0; k < rows.classes; k++) {
        double p = rows.probabilities[at + k];
        double error = k == rows.labels[row] ? 1 - p : p;
        squares += error * error;
      }
      sum += weight(row) * squares;
    }
    return sum / total;
  }

  /// The rows in the ascending order of a class's probability.
  int[] order(int label) {
    return rows.orders.of(label);
  }

  /// The rows in the ascending order of their largest probability.
  int[] confidenceOrder() {
    return rows.orders.ofConfidence(rows.predicted);
  }

  private static void requireShapes(double[] probabilities, int[] labels, int classes) {
    if (labels.length == 0) {
      throw new IllegalArgumentException("metrics: no rows to measure");
    }
    if (classes < 1
        || (long) classes * classes > Integer.MAX_VALUE
        || probabilities.length != (long) labels.length * classes) {
      throw new IllegalArgumentException(
          "metrics: "
              + probabilities.length
              + " probabilities but labels ("
              + labels.length
              + ") and "
              + classes
              + " classes");
    }
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] < 0 || labels[row] >= classes) {
        throw new IllegalArgumentException(
            "metrics: label "
                + labels[row]
                + " in row "
                + (row + 1)
                + " but "
                + classes
                + " classes");
      }
    }
  }

  private static void requireDistribution(double[] probabilities, int row, int classes) {
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      double p = probabilities[row * classes + k];
      if (!(p >= 0)) {
        throw new IllegalArgumentException(
            "metrics: probability " + p + " in row " + (row + 1) + ", column " + (k + 1));
      }
      sum += p;
    }
    if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
      throw new IllegalArgumentException(
          "metrics: the probabilities in row " + (row + 1) + " sum to " + sum + ", not to 1");
    }
  }
}
