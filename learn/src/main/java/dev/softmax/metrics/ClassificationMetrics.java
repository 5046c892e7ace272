package dev.softmax.metrics;

import java.util.List;

/// What a classifier's probabilities `(N, K)` are worth on rows of known classes.
///
/// @param rows number of rows `N`
/// @param accuracy share of rows whose largest probability is the true class's; of equal ones the
///     first counts
/// @param logLoss mean of `−ln p(true class)`, in nats. A probability below 2⁻⁵² counts as 2⁻⁵², as
///     in scikit-learn, so that one impossible row costs 36.04 and not infinity
/// @param brier mean over rows of `Σ_k (p_k − y_k)²`, from 0 to 2: scikit-learn's with
///     `scale_by_half=False`
/// @param ece expected calibration error: mean of |accuracy − mean confidence| over the
///     reliability bins, weighted by their rows (Guo et al. 2017, eq. 3)
/// @param perClass scores of each class, in the classes' order
/// @param confusion counts of true against predicted classes
/// @param reliability 15 bins of equal width on the largest probability of a row
public record ClassificationMetrics(
    int rows,
    double accuracy,
    double logLoss,
    double brier,
    double ece,
    List<ClassScores> perClass,
    ConfusionMatrix confusion,
    List<ReliabilityBin> reliability) {

  /// How far a row's sum may be from 1: probabilities that were `float` once are that exact.
  private static final double SUM_TOLERANCE = 1e-5;

  private static final double SMALLEST = 0x1p-52;

  /// Copies the lists.
  public ClassificationMetrics {
    perClass = List.copyOf(perClass);
    reliability = List.copyOf(reliability);
  }

  /// Measures probabilities `(N, K)` against labels `(N)`.
  ///
  /// @param probabilities row-major; each row sums to 1 within 1e-5
  /// @param labels true classes, from 0 to `classes` (exclusive)
  /// @param classes number of classes `K`
  /// @throws IllegalArgumentException if there is no row, the shapes do not fit, a label is no
  ///     class, a probability is negative or NaN, or a row does not sum to 1
  public static ClassificationMetrics of(double[] probabilities, int[] labels, int classes) {
    requireShapes(probabilities, labels, classes);
    int[] counts = new int[classes * classes];
    Reliability reliability = new Reliability();
    int correct = 0;
    double loss = 0;
    double brier = 0;
    for (int row = 0; row < labels.length; row++) {
      int at = row * classes;
      requireDistribution(probabilities, row, classes);
      int predicted = 0;
      double squares = 0;
      for (int k = 0; k < classes; k++) {
        double p = probabilities[at + k];
        double error = k == labels[row] ? 1 - p : p;
        squares += error * error;
        if (p > probabilities[at + predicted]) {
          predicted = k;
        }
      }
      boolean hit = predicted == labels[row];
      correct += hit ? 1 : 0;
      loss -= Math.log(Math.max(probabilities[at + labels[row]], SMALLEST));
      brier += squares;
      counts[labels[row] * classes + predicted]++;
      reliability.add(probabilities[at + predicted], hit);
    }
    double n = labels.length;
    ConfusionMatrix confusion = new ConfusionMatrix(classes, counts);
    return new ClassificationMetrics(
        labels.length,
        correct / n,
        loss / n,
        brier / n,
        reliability.error(),
        confusion.scores(),
        confusion,
        reliability.bins());
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
