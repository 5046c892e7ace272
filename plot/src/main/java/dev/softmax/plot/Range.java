package dev.softmax.plot;

/// The stretch of numbers an axis shows; `low` lies left or at the bottom, and may be the larger.
record Range(double low, double high) {
  /// From the least to the greatest value.
  static Range over(double[]... arrays) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double[] values : arrays) {
      for (double value : values) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return new Range(low, high);
  }

  /// The same, or where it is a single number, room around that.
  Range opened() {
    if (high > low) {
      return this;
    }
    double room = Math.max(Math.abs(low) * 0.1, 0.5);
    return new Range(low - room, high + room);
  }

  /// Moves both ends outwards onto multiples of the step.
  Range outTo(double step) {
    return new Range(Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step);
  }

  /// 1, 2 or 5 times a power of ten, so that about `count` steps fill the range.
  double step(int count) {
    double rough = Math.abs(high / count - low / count);
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double factor = rough / power;
    return power * (factor < 1.5 ? 1 : factor < 3.5 ? 2 : factor < 7.5 ? 5 : 10);
  }

  /// Where the value lies: 0 at the low end, 1 at the high one.
  double share(double value) {
    // Halved first: the ends may be further apart than the largest number.
    return (value / 2 - low / 2) / (high / 2 - low / 2);
  }
}
