package dev.softmax.metrics;

/// Sums of rows in bins: how many there are, how many of them are as foretold, and the probabilities
/// foretold.
final class BinSums {
  private final int bins;
  private final double[] weights;
  private final double[] hits;
  private final double[] foretold;

  BinSums(int bins) {
    this.bins = bins;
    this.weights = new double[bins];
    this.hits = new double[bins];
    this.foretold = new double[bins];
  }

  /// The largest probabilities and whether they were right, in bins of equal width.
  static BinSums equalWidth(Predictions predictions, int bins) {
    BinSums sums = new BinSums(bins);
    sums.add(predictions);
    return sums;
  }

  /// Adds the largest probabilities of more rows, in bins of equal width.
  void add(Predictions predictions) {
    for (int row = 0; row < predictions.rows(); row++) {
      double p = predictions.confidence(row);
      add(bin(p, bins), p, predictions.isRight(row), predictions.weight(row));
    }
  }

  /// The probabilities of a class and whether it was the true one, in bins of equal width.
  static BinSums equalWidth(Predictions predictions, int bins, int label) {
    BinSums sums = new BinSums(bins);
    for (int row = 0; row < predictions.rows(); row++) {
      double p = predictions.probability(row, label);
      sums.add(bin(p, bins), p, predictions.label(row) == label, predictions.weight(row));
    }
    return sums;
  }

  /// The largest probabilities in bins of as equally many rows as ties allow: the rows in ascending order
  /// are cut after the first whose cumulative weight reaches `b / B` of all, and equal probabilities stay
  /// together in the lower bin.
  static BinSums equalMass(Predictions predictions, int bins) {
    BinSums sums = new BinSums(bins);
    int bin = 0;
    double before = 0;
    double last = Double.NaN;
    for (int row : predictions.confidenceOrder()) {
      double p = predictions.confidence(row);
      double weight = predictions.weight(row);
      if (p != last) {
        while (bin < bins - 1 && before * bins >= (bin + 1) * predictions.total()) {
          bin++;
        }
        last = p;
      }
      sums.add(bin, p, predictions.isRight(row), weight);
      before += weight;
    }
    return sums;
  }

  /// The bin `(b/B, (b+1)/B]` of a probability; the first has 0 too. The product alone may round to the
  /// neighbour.
  static int bin(double p, int bins) {
    int bin = Math.clamp((int) (p * bins), 0, bins - 1);
    if (bin > 0 && p <= (double) bin / bins) {
      return bin - 1;
    }
    return bin < bins - 1 && p > (bin + 1.0) / bins ? bin + 1 : bin;
  }

  private void add(int bin, double p, boolean hit, double weight) {
    weights[bin] += weight;
    hits[bin] += hit ? weight : 0;
    foretold[bin] += weight * p;
  }

  double weight(int bin) {
    return weights[bin];
  }

  /// Share of a bin's rows that are as foretold; NaN without rows.
  double rate(int bin) {
    return hits[bin] / weights[bin];
  }

  /// Mean of the probabilities of a bin; NaN without rows.
  double mean(int bin) {
    return foretold[bin] / weights[bin];
  }

  /// `Σ_b w_b |rate_b − mean_b| / Σ_b w_b`.
  double error() {
    double sum = 0;
    double total = 0;
    for (int bin = 0; bin < bins; bin++) {
      sum += Math.abs(hits[bin] - foretold[bin]);
      total += weights[bin];
    }
    return sum / total;
  }

  /// The largest `|rate_b − mean_b|`.
  double maximum() {
    double most = 0;
    for (int bin = 0; bin < bins; bin++) {
      most = weights[bin] > 0 ? Math.max(most, Math.abs(rate(bin) - mean(bin))) : most;
    }
    return most;
  }

  /// `√max(0, Σ_b w_b ((rate_b − mean_b)² − rate_b (1 − rate_b) / (n_b − 1)) / Σ_b w_b)`; bins of fewer
  /// than two rows add nothing.
  double debiased() {
    double sum = 0;
    double total = 0;
    for (int bin = 0; bin < bins; bin++) {
      total += weights[bin];
      if (weights[bin] >= 2) {
        double gap = rate(bin) - mean(bin);
        double noise = rate(bin) * (1 - rate(bin)) / (weights[bin] - 1);
        sum += weights[bin] * (gap * gap - noise);
      }
    }
    return Math.sqrt(Math.max(0, sum) / total);
  }
}
