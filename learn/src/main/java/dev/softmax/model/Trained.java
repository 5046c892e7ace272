package dev.softmax.model;

import dev.softmax.data.DataWarning;
import dev.softmax.linear.FitReport;
import dev.softmax.metrics.ClassificationMetrics;
import java.util.List;
import java.util.Optional;

/// What training gives.
///
/// @param model the classifier
/// @param heldOut what it is worth on the rows held out, or on the test table; empty with neither
/// @param fit how the solver went
/// @param warnings what was left out of the data, and why
public record Trained(
    TableClassifier model,
    Optional<ClassificationMetrics> heldOut,
    FitReport fit,
    List<DataWarning> warnings) {
  /// Copies the warnings.
  public Trained {
    warnings = List.copyOf(warnings);
  }
}
