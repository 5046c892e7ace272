package dev.softmax.bench;

import java.util.Locale;

/// One measurement.
///
/// @param against what changes along its line, such as `rows`
/// @param shape the table
/// @param limit of the machine with the threads that were used
/// @param seconds of a gradient
record ScalingPoint(String against, ScalingShape shape, MachineLimits limit, double seconds) {
  /// Share of the limit that is nearer; tables that a cache holds may be above 1.
  double share() {
    return limit.seconds(shape) / seconds;
  }

  /// The number that changes.
  double x() {
    return switch (against) {
      case "rows" -> shape.rows();
      case "features" -> shape.features();
      case "classes" -> shape.classes();
      case "nonzeros" -> shape.each();
      case "threads" -> limit.threads();
      default -> throw new IllegalStateException("scaling: nothing is called " + against);
    };
  }

  /// A line of `scaling.csv`.
  String line() {
    return String.format(
        Locale.ROOT,
        "%s,%s,%d,%d,%d,%d,%d,%.4f,%.2f,%s,%.3f,%.1f,%.1f",
        shape.dense() ? "dense" : "sparse",
        against,
        shape.rows(),
        shape.features(),
        shape.classes(),
        shape.nonZeros(),
        limit.threads(),
        seconds * 1e3,
        shape.flops() / seconds * 1e-9,
        limit.memory(shape) ? "memory" : "arithmetic",
        share(),
        limit.flops() * 1e-9,
        limit.bytes() * 1e-9);
  }
}
