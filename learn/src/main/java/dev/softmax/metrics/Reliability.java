package dev.softmax.metrics;

import java.util.ArrayList;
import java.util.List;

/// Confidence against accuracy, gathered in bins of equal width.
final class Reliability {
  /// Guo et al. 2017 and most papers since.
  private static final int BINS = 15;

  private final int[] rows = new int[BINS];
  private final int[] hits = new int[BINS];
  private final double[] confidence = new double[BINS];
  private int total;

  void add(double top, boolean hit) {
    int bin = Math.clamp((int) Math.ceil(top * BINS) - 1, 0, BINS - 1);
    rows[bin]++;
    hits[bin] += hit ? 1 : 0;
    confidence[bin] += top;
    total++;
  }

  /// Expected calibration error.
  double error() {
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      sum += Math.abs(hits[bin] - confidence[bin]);
    }
    return sum / total;
  }

  List<ReliabilityBin> bins() {
    List<ReliabilityBin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      double n = rows[bin];
      bins.add(
          new ReliabilityBin(
              (double) bin / BINS,
              (bin + 1.0) / BINS,
              rows[bin],
              confidence[bin] / n,
              hits[bin] / n));
    }
    return bins;
  }
}
