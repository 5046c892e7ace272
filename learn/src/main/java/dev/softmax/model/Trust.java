package dev.softmax.model;

import dev.softmax.calibration.Calibration;
import dev.softmax.calibration.ConformalScores;
import dev.softmax.calibration.TemperatureCalibration;
import java.util.Optional;

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
}
