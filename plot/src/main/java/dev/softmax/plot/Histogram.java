package dev.softmax.plot;

import java.util.List;

/// How often numbers fall into B equally wide bins, the series of each bin piled on one another, the first
/// at the bottom.
public final class Histogram implements Figure {
  final double low;
  final double high;
  final List<String> series;
  final long[][] counts;
  private final Frame frame;

  private Histogram(Range range, List<String> series, long[][] counts, Frame frame) {
    this.low = range.low();
    this.high = range.high();
    this.series = series;
    this.counts = counts;
    this.frame = frame;
  }

  /// Counts (S, B) of S series in B bins from `low` to `high`.
  ///
  /// @throws IllegalArgumentException if the range is none, there is no bin, the shapes do not fit, or a
  ///     count is negative
  public static Histogram of(double low, double high, List<String> series, long[][] counts) {
    if (!(low < high) || !Double.isFinite(high - low)) {
      throw new IllegalArgumentException("histogram: bins from " + low + " to " + high);
    }
    List<String> names = Checks.names("histogram", series, counts.length);
    Checks.notEmpty("counts[0]", counts[0].length);
    long[][] copy = new long[counts.length][];
    for (int s = 0; s < copy.length; s++) {
      Checks.same("counts[" + s + "]", counts[s].length, counts[0].length);
      copy[s] = counts[s].clone();
      for (int b = 0; b < copy[s].length; b++) {
        if (copy[s][b] < 0) {
          throw new IllegalArgumentException("counts[" + s + "][" + b + "] is " + copy[s][b]);
        }
      }
    }
    return new Histogram(new Range(low, high), names, copy, Frame.of("", "", "count"));
  }

  int bins() {
    return counts[0].length;
  }

  /// Sum over the series of a bin.
  long total(int bin) {
    long sum = 0;
    for (long[] one : counts) {
      sum += one[bin];
    }
    return sum;
  }

  /// The same bins in another frame.
  public Histogram with(Frame frame) {
    return new Histogram(new Range(low, high), series, counts, frame);
  }

  @Override
  public Frame frame() {
    return frame;
  }
}
