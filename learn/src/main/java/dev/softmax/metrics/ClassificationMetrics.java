package dev.softmax.metrics;

import java.util.List;

/// What a classifier's probabilities `(N, K)` are worth on rows of known classes: the measures of every
/// training. Others are in records of their own, made of the same [Predictions].
///
/// @param rows number of rows `N`
/// @param accuracy share of rows whose largest probability is the true class's; of equal ones the
///     first counts
/// @param logLoss mean of `−ln p(true class)`, in nats, see [Predictions#logLoss]
/// @param brier mean over rows of `Σ_k (p_k − y_k)²`, from 0 to 2, see [Predictions#brier]
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
    return of(Predictions.of(probabilities, labels, classes));
  }

  /// Measures predictions.
  ///
  /// @throws IllegalArgumentException if they have weights: scores and bins count rows
  public static ClassificationMetrics of(Predictions predictions) {
    if (predictions.weights().isPresent()) {
      throw new IllegalArgumentException(
          "metrics: rows with weights cannot be counted; see Agreement and Averages");
    }
    ConfusionMatrix confusion = ConfusionMatrix.of(predictions);
    BinSums sums = BinSums.equalWidth(predictions, CalibrationError.BINS);
    return new ClassificationMetrics(
        predictions.rows(),
        predictions.accuracy(),
        predictions.logLoss(),
        predictions.brier(),
        sums.error(),
        confusion.scores(),
        confusion,
        ReliabilityBin.of(sums, CalibrationError.BINS));
  }
}
