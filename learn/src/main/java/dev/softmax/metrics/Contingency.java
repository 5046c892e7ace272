package dev.softmax.metrics;

/// Weights of true against predicted classes `(K, K)`, and their sums.
///
/// @param counts row-major, true classes down
/// @param truths weight of each true class
/// @param guesses weight of each predicted class
/// @param hits weight of the rows predicted right
/// @param total weight of all rows
record Contingency(double[] counts, double[] truths, double[] guesses, double hits, double total) {

  static Contingency of(Predictions predictions) {
    int classes = predictions.classes();
    double[] counts = new double[classes * classes];
    for (int row = 0; row < predictions.rows(); row++) {
      counts[predictions.label(row) * classes + predictions.predicted(row)] +=
          predictions.weight(row);
    }
    double[] truths = new double[classes];
    double[] guesses = new double[classes];
    double hits = 0;
    for (int truth = 0; truth < classes; truth++) {
      for (int guess = 0; guess < classes; guess++) {
        double count = counts[truth * classes + guess];
        truths[truth] += count;
        guesses[guess] += count;
      }
      hits += counts[truth * classes + truth];
    }
    return new Contingency(counts, truths, guesses, hits, predictions.total());
  }

  int classes() {
    return truths.length;
  }

  /// Weight of the rows of a class that are predicted as it.
  double hits(int label) {
    return counts[label * classes() + label];
  }
}
