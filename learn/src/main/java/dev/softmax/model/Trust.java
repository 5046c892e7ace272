package dev.softmax.model;

import dev.softmax.calibration.Calibration;
import dev.softmax.calibration.ConformalScores;
import dev.softmax.calibration.TemperatureCalibration;
import dev.softmax.io.InputException;
import java.util.Optional;
import java.util.function.IntFunction;

/// What a classifier holds beside what makes its logits.
///
/// @param calibration from logits to probabilities
/// @param scores of these probabilities, on rows kept for sets of classes
public record Trust(Calibration calibration, Optional<ConformalScores> scores) {
  /// Plain softmax, and no rows kept.
  public static final Trust NONE = of(TemperatureCalibration.NONE);

  /// A calibration, and no rows kept: scores of other probabilities would be wrong for it.
  ///
  /// @param calibration from logits to probabilities
  public static Trust of(Calibration calibration) {
    return new Trust(calibration, Optional.empty());
  }

  /// The same with rows kept.
  ///
  /// @param value of the probabilities that the calibration makes
  public Trust withScores(ConformalScores value) {
    return new Trust(calibration, Optional.of(value));
  }

  /// This one, if it is for so many classes.
  ///
  /// @throws IllegalArgumentException when it is not
  Trust checked(int classes) {
    calibration.requireClasses(classes);
    return this;
  }

  /// Logits `(N, K)` → probabilities `(N, K)`, row-major.
  ///
  /// @param classes K
  /// @param place what a message calls a row
  /// @throws InputException naming the first row that gets none: weights can be finite and yet so large, in a
  ///     damaged file, that what is computed with them is not
  double[] probabilities(double[] logits, int classes, IntFunction<String> place) {
    double[] probabilities = calibration.probabilities(logits, classes);
    for (int i = 0; i < probabilities.length; i++) {
      if (!Double.isFinite(probabilities[i])) {
        throw new InputException(
            place.apply(i / classes)
                + ": the model gives no probabilities; its numbers are too large");
      }
    }
    return probabilities;
  }
}
