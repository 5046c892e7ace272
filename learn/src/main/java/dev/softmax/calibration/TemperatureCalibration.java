package dev.softmax.calibration;

import dev.softmax.Axis;
import dev.softmax.Softmax;
import java.util.OptionalInt;

/// `softmax(z / T)`: one number for all classes, which moves no row's most probable class
/// (Guo et al. 2017, section 4.2). [TemperatureScaling] finds it.
///
/// @param temperature what logits are divided by, `T`: below 1 surer, above 1 less sure
public record TemperatureCalibration(double temperature) implements Calibration {
  /// Its name.
  public static final String NAME = "temperature";

  /// Plain softmax.
  public static final TemperatureCalibration NONE = new TemperatureCalibration(1);

  /// Sees that logits can be divided by it.
  ///
  /// @throws IllegalArgumentException if it is not positive and finite
  public TemperatureCalibration {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a temperature of " + temperature + " is not positive and finite");
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public OptionalInt classes() {
    return OptionalInt.empty();
  }

  @Override
  public double[] probabilities(double[] logits, int classes) {
    double[] out = logits.clone();
    if (temperature != 1) {
      divide(out, classes);
    }
    Softmax.STANDARD.apply(out, Axis.rows(logits.length / classes, classes), out);
    return out;
  }

  /// Divides what is left after the largest of a row is subtracted, so that no positive temperature overflows.
  private void divide(double[] logits, int classes) {
    for (int from = 0; from + classes <= logits.length; from += classes) {
      double max = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        max = Math.max(max, logits[from + k]);
      }
      for (int k = 0; k < classes; k++) {
        logits[from + k] = (logits[from + k] - max) / temperature;
      }
    }
  }
}
