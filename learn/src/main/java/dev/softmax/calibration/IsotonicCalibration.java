package dev.softmax.calibration;

import java.util.Arrays;
import java.util.OptionalInt;

/// A rising function of each class's probability, the classes apart, divided by their sum (Zadrozny & Elkan 2002,
/// sections 3.2 and 5): what scikit-learn's `CalibratedClassifierCV(method="isotonic")` does with a classifier that gives
/// probabilities. Between its points a function is a straight line, beyond them it is level; a row whose classes all
/// get 0 has equal probabilities. A probability may be exactly 0, as
/// there: measures count it as 2⁻⁵² in the log-loss, and nothing else is made of it.
///
/// @param scores points of all classes, those of class `k` from `offsets[k]`: probabilities before, rising; copied
/// @param values probabilities there, not falling within a class; copied
/// @param offsets where each class begins, and the end `(K + 1)`; copied
public record IsotonicCalibration(double[] scores, double[] values, int[] offsets)
    implements Calibration {
  /// Its name.
  public static final String NAME = "isotonic";

  /// Copies the numbers.
  ///
  /// @throws IllegalArgumentException if there are less than 2 classes, one has no point, scores do not rise, or values
  ///     fall or are not within 0..1
  public IsotonicCalibration {
    scores = scores.clone();
    values = values.clone();
    offsets = offsets.clone();
    int classes = offsets.length - 1;
    if (classes < 2
        || scores.length != values.length
        || offsets[0] != 0
        || offsets[classes] != scores.length) {
      throw new IllegalArgumentException(
          "isotonic calibration: %d scores, %d values and %d offsets"
              .formatted(scores.length, values.length, offsets.length));
    }
    for (int k = 0; k < classes; k++) {
      if (offsets[k + 1] <= offsets[k] || offsets[k + 1] > scores.length) {
        throw new IllegalArgumentException("isotonic calibration: class " + k + " has no point");
      }
      requireRising(scores, values, offsets[k], offsets[k + 1]);
    }
  }

  private static void requireRising(double[] scores, double[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      boolean within = values[i] >= 0 && values[i] <= 1 && Double.isFinite(scores[i]);
      if (!within || (i > from && !(scores[i] > scores[i - 1] && values[i] >= values[i - 1]))) {
        throw new IllegalArgumentException(
            "isotonic calibration: point %d is (%s, %s)".formatted(i + 1, scores[i], values[i]));
      }
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public OptionalInt classes() {
    return OptionalInt.of(offsets.length - 1);
  }

  /// A copy of the points' probabilities before.
  @Override
  public double[] scores() {
    return scores.clone();
  }

  /// A copy of the points' probabilities after.
  @Override
  public double[] values() {
    return values.clone();
  }

  /// A copy of where each class begins, and the end `(K + 1)`.
  @Override
  public int[] offsets() {
    return offsets.clone();
  }

  @Override
  public double[] probabilities(double[] logits, int classes) {
    requireClasses(classes);
    double[] out = TemperatureCalibration.NONE.probabilities(logits, classes);
    for (int from = 0; from < out.length; from += classes) {
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        out[from + k] = value(k, out[from + k]);
        sum += out[from + k];
      }
      for (int k = 0; k < classes; k++) {
        out[from + k] = sum > 0 ? out[from + k] / sum : 1.0 / classes;
      }
    }
    return out;
  }

  /// The function of a class.
  private double value(int k, double score) {
    int at = Arrays.binarySearch(scores, offsets[k], offsets[k + 1], score);
    if (at >= 0) {
      return values[at];
    }
    int after = -at - 1;
    if (after == offsets[k]) {
      return values[after];
    }
    if (after == offsets[k + 1]) {
      return values[after - 1];
    }
    double share = (score - scores[after - 1]) / (scores[after] - scores[after - 1]);
    return values[after - 1] + share * (values[after] - values[after - 1]);
  }
}
