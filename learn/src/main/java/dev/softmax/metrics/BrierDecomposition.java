package dev.softmax.metrics;

/// What the Brier score `Σ_k (p_k − y_k)²` is made of:
/// `brier = reliability − resolution + uncertainty + withinBins`, exactly.
///
/// Each class's probabilities are gathered in bins of equal width, and the parts are summed over the classes
/// (Murphy 1973, in the two-class form for each class). Murphy's three parts are the whole where all
/// probabilities of a bin are equal; what else there is in bins is the fourth (Stephenson, Coelho and
/// Jolliffe 2008).
///
/// @param reliability `Σ w_b (mean_b − rate_b)²`: how far probabilities are from what comes true; 0 is best
/// @param resolution `Σ w_b (rate_b − rate)²`: how far the bins' rows differ from each other; large is good
/// @param uncertainty `Σ_k rate_k (1 − rate_k)`: what the shares of the classes alone would cost
/// @param withinBins variance of the probabilities within bins, less twice their covariance with the truth
public record BrierDecomposition(
    double reliability, double resolution, double uncertainty, double withinBins) {

  /// The parts with 15 bins a class.
  public static BrierDecomposition of(Predictions predictions) {
    return of(predictions, CalibrationError.BINS);
  }

  /// The parts with a number of bins a class.
  ///
  /// @param bins at least 1
  /// @throws IllegalArgumentException if there is none
  public static BrierDecomposition of(Predictions predictions, int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("Brier decomposition: " + bins + " bins");
    }
    double reliability = 0;
    double resolution = 0;
    double uncertainty = 0;
    double within = 0;
    double total = predictions.total();
    for (int k = 0; k < predictions.classes(); k++) {
      BinSums sums = BinSums.equalWidth(predictions, bins, k);
      double rate = rate(sums, bins, total);
      uncertainty += rate * (1 - rate);
      for (int bin = 0; bin < bins; bin++) {
        if (sums.weight(bin) > 0) {
          double share = sums.weight(bin) / total;
          double gap = sums.mean(bin) - sums.rate(bin);
          double distance = sums.rate(bin) - rate;
          reliability += share * gap * gap;
          resolution += share * distance * distance;
        }
      }
      within += within(predictions, k, sums, bins) / total;
    }
    return new BrierDecomposition(reliability, resolution, uncertainty, within);
  }

  /// The Brier score that the parts make.
  public double brier() {
    return reliability - resolution + uncertainty + withinBins;
  }

  private static double rate(BinSums sums, int bins, double total) {
    double hits = 0;
    for (int bin = 0; bin < bins; bin++) {
      hits += sums.weight(bin) > 0 ? sums.weight(bin) * sums.rate(bin) : 0;
    }
    return hits / total;
  }

  private static double within(Predictions predictions, int label, BinSums sums, int bins) {
    double sum = 0;
    for (int row = 0; row < predictions.rows(); row++) {
      double p = predictions.probability(row, label);
      int bin = BinSums.bin(p, bins);
      double off = p - sums.mean(bin);
      double surprise = (predictions.label(row) == label ? 1 : 0) - sums.rate(bin);
      double weight = predictions.weight(row);
      sum += weight == 0 ? 0 : weight * off * (off - 2 * surprise);
    }
    return sum;
  }
}
