package dev.softmax.calibration;

/// Checks of the numbers that calibrations are made of.
final class Parameters {
  private Parameters() {}

  static void requireShapes(String name, double[] weights, double[] biases, long expected) {
    if (biases.length < 2 || weights.length != expected) {
      throw new IllegalArgumentException(
          "%s calibration: %d weights but %d biases"
              .formatted(name, weights.length, biases.length));
    }
    requireFinite(name, weights);
    requireFinite(name, biases);
  }

  static void requireFinite(String name, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "%s calibration: number %d is %s".formatted(name, i + 1, values[i]));
      }
    }
  }
}
