package dev.softmax.cli;

import dev.softmax.calibration.Calibration;
import dev.softmax.calibration.CalibrationData;
import dev.softmax.metrics.ClassificationMetrics;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a calibration's probabilities are worth.
///
/// @param logLoss as `evaluate` has it
/// @param ece as `evaluate` has it
record ProbabilityScores(double logLoss, double ece) {
  static ProbabilityScores of(Calibration calibration, CalibrationData data) {
    ClassificationMetrics metrics =
        ClassificationMetrics.of(
            calibration.probabilities(data.logits(), data.classes()),
            data.labels(),
            data.classes());
    return new ProbabilityScores(metrics.logLoss(), metrics.ece());
  }

  Map<String, @Nullable Object> json() {
    return Json.object("logLoss", logLoss, "ece", ece);
  }
}
