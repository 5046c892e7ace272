package dev.softmax.metrics;

import java.util.ArrayList;
import java.util.List;

/// The rows whose largest probability lies above `lower` and not above `upper`; the first bin has 0
/// too.
///
/// @param lower lower end
/// @param upper upper end
/// @param rows number of rows
/// @param confidence mean of their largest probabilities; NaN without rows
/// @param accuracy share of them predicted right; NaN without rows
public record ReliabilityBin(
    double lower, double upper, int rows, double confidence, double accuracy) {

  /// Bins of equal width of predictions without weights.
  static List<ReliabilityBin> of(BinSums sums, int count) {
    List<ReliabilityBin> bins = new ArrayList<>();
    for (int bin = 0; bin < count; bin++) {
      bins.add(
          new ReliabilityBin(
              (double) bin / count,
              (bin + 1.0) / count,
              (int) sums.weight(bin),
              sums.mean(bin),
              sums.rate(bin)));
    }
    return bins;
  }
}
