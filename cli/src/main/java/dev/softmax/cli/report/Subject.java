package dev.softmax.cli.report;

import dev.softmax.metrics.Predictions;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/// What a report is about.
///
/// @param model what the model is called
/// @param about what it is, and what it was trained on
/// @param data the data it was measured on
/// @param unit what a row is, in the plural: `rows`, `texts`, `pictures`
/// @param classes the classes' names (K)
/// @param predictions what the model says of the data
/// @param uncalibrated what it would say without its calibration, where it has one
/// @param example from a row of the predictions to what there is to show of it
/// @param coefficients of a linear model; none of any other
public record Subject(
    String model,
    String about,
    String data,
    String unit,
    List<String> classes,
    Predictions predictions,
    Optional<Predictions> uncalibrated,
    IntFunction<Example> example,
    Optional<Coefficients> coefficients) {

  /// Copies the names.
  public Subject {
    classes = List.copyOf(classes);
  }
}
