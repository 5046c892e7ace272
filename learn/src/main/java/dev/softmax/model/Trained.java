package dev.softmax.model;

import dev.softmax.data.DataWarning;
import dev.softmax.linear.CrossValidation;
import dev.softmax.metrics.ClassificationMetrics;
import java.util.List;
import java.util.Optional;

/// What training gives.
///
/// @param model the classifier
/// @param heldOut what it is worth on the rows held out, or on the test data; empty with neither
/// @param heldOutRows which rows `heldOut` measures: of the test data where there are any, else of the
///     training data; none with neither
/// @param course how the fit went
/// @param warnings what was left out of the data, and why
/// @param crossValidation how C was chosen, where it was
/// @param findings what makes the fit unreliable; none of networks
/// @param <M> the kind of classifier
public record Trained<M extends Classifier>(
    M model,
    Optional<ClassificationMetrics> heldOut,
    int[] heldOutRows,
    Course course,
    List<DataWarning> warnings,
    Optional<CrossValidation> crossValidation,
    Findings findings) {
  /// Copies rows and warnings.
  public Trained {
    heldOutRows = heldOutRows.clone();
    warnings = List.copyOf(warnings);
  }

  /// Of a network, which has no choice of C and no coefficients to judge.
  Trained(
      M model,
      Optional<ClassificationMetrics> heldOut,
      int[] heldOutRows,
      Course course,
      List<DataWarning> warnings) {
    this(model, heldOut, heldOutRows, course, warnings, Optional.empty(), Findings.NONE);
  }
}
