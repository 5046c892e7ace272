package dev.softmax.cli;

import dev.softmax.calibration.TemperatureCalibration;
import dev.softmax.model.Classifier;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a classifier makes of its logits, in words.
final class CalibrationTexts {
  private CalibrationTexts() {}

  /// What JSON and `inspect` say of it.
  static Map<String, @Nullable Object> json(Classifier model) {
    Map<String, @Nullable Object> json = Json.object();
    switch (model.calibration()) {
      case TemperatureCalibration(double temperature) -> json.put("temperature", temperature);
    }
    model
        .conformalScores()
        .ifPresent(scores -> json.put("rows for sets of classes", scores.rows()));
    return json;
  }

  /// What a classifier divides its logits by.
  static double temperature(Classifier model) {
    return switch (model.calibration()) {
      case TemperatureCalibration(double temperature) -> temperature;
    };
  }
}
