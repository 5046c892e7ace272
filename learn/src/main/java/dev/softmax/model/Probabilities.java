package dev.softmax.model;

import dev.softmax.Axis;
import dev.softmax.Softmax;

/// From logits to probabilities at a temperature.
final class Probabilities {
  private Probabilities() {}

  /// A temperature that logits can be divided by.
  ///
  /// @throws IllegalArgumentException when it is not positive and finite
  static double requireTemperature(double temperature) {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a temperature of " + temperature + " is not positive and finite");
    }
    return temperature;
  }

  /// Replaces `logits (N, K)` by their softmax at a temperature. The largest of a row is subtracted
  /// before the division, so that no positive temperature overflows.
  static void ofLogits(double[] logits, int classes, double temperature) {
    if (temperature != 1) {
      for (int from = 0; from < logits.length; from += classes) {
        double max = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < classes; k++) {
          max = Math.max(max, logits[from + k]);
        }
        for (int k = 0; k < classes; k++) {
          logits[from + k] = (logits[from + k] - max) / temperature;
        }
      }
    }
    Softmax.STANDARD.apply(logits, Axis.rows(logits.length / classes, classes), logits);
  }
}
