package dev.softmax.plot;

/// A reliability diagram: for each of B equally wide bins of confidence in 0..1 the accuracy beside
/// the mean confidence, below it how many predictions fell into the bin, and the expected
/// calibration error (Guo et al. 2017, equation 3): Σ count·|accuracy − confidence| / Σ count.
public final class Reliability implements Figure {
  final double[] confidence;
  final double[] accuracy;
  final long[] counts;
  private final Frame frame;

  private Reliability(Bins bins, Frame frame) {
    this.confidence = bins.confidence;
    this.accuracy = bins.accuracy;
    this.counts = bins.counts;
    this.frame = frame;
  }

  private record Bins(double[] confidence, double[] accuracy, long[] counts) {}

  /// Mean confidence (B), accuracy (B) and count (B) of the bins `b/B..(b+1)/B`. Of an empty bin
  /// (count 0) the other two are not looked at and may be NaN.
  ///
  /// @throws IllegalArgumentException if the lengths differ, all bins are empty, a count is negative,
  ///     or a value of a bin that is not empty is not in 0..1
  public static Reliability of(double[] confidence, double[] accuracy, long[] counts) {
    Checks.same("confidence", confidence.length, counts.length);
    Checks.same("accuracy", accuracy.length, counts.length);
    double[] meanConfidence = confidence.clone();
    double[] shareRight = accuracy.clone();
    long all = 0;
    for (int b = 0; b < counts.length; b++) {
      if (counts[b] < 0) {
        throw new IllegalArgumentException("counts[" + b + "] is " + counts[b]);
      }
      if (counts[b] == 0) {
        meanConfidence[b] = 0;
        shareRight[b] = 0;
      }
      all += counts[b];
    }
    if (all == 0) {
      throw new IllegalArgumentException("reliability: all " + counts.length + " bins are empty");
    }
    Bins bins =
        new Bins(
            Checks.probabilities("confidence", meanConfidence),
            Checks.probabilities("accuracy", shareRight),
            counts.clone());
    return new Reliability(bins, Frame.of("", "confidence", "accuracy").withSize(600, 520));
  }

  double expectedCalibrationError() {
    double sum = 0;
    for (int b = 0; b < counts.length; b++) {
      sum += counts[b] * Math.abs(accuracy[b] - confidence[b]);
    }
    return sum / total();
  }

  long total() {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  /// The same diagram in another frame.
  public Reliability with(Frame frame) {
    return new Reliability(new Bins(confidence, accuracy, counts), frame);
  }

  @Override
  public Frame frame() {
    return frame;
  }
}
