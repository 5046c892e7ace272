package dev.softmax.policy.learning;

import dev.softmax.policy.environment.Observations;
import java.util.Arrays;

/// Observations to inputs of a network: numbers divided by their scales, states as a 1 among zeros.
record ObservationEncoder(Observations observations) {
  /// Inputs of an observation.
  int width() {
    return switch (observations) {
      case Observations.Numbers numbers -> numbers.length();
      case Observations.States states -> states.count();
    };
  }

  /// Writes row `row` of `(…, width)`.
  void write(double[] observation, float[] rows, int row) {
    int from = row * width();
    switch (observations) {
      case Observations.States states -> {
        Arrays.fill(rows, from, from + states.count(), 0);
        rows[from + states.of(observation)] = 1;
      }
      case Observations.Numbers numbers -> {
        if (observation.length != numbers.length()) {
          throw new IllegalArgumentException(
              "environment: an observation of %d numbers, not %d"
                  .formatted(observation.length, numbers.length()));
        }
        double[] scales = numbers.scales();
        for (int i = 0; i < observation.length; i++) {
          if (!Double.isFinite(observation[i])) {
            throw new IllegalArgumentException(
                "environment: number " + i + " of an observation is " + observation[i]);
          }
          rows[from + i] = (float) (observation[i] / scales[i]);
        }
      }
    }
  }
}
