package dev.softmax.model;

import dev.softmax.linear.FitReport;
import dev.softmax.training.TrainingResult;

/// How a fit went, in a few words.
///
/// @param method what did it, such as the solver's name
/// @param count how many steps or epochs it took
/// @param unit what is counted, `steps` or `epochs`
/// @param converged whether it ended by itself; a solver that was cut off has not
public record Course(String method, int count, String unit, boolean converged) {
  static Course of(FitReport report) {
    return new Course(report.solver(), report.iterations(), "steps", report.converged());
  }

  static Course of(TrainingResult result) {
    return new Course(
        "best epoch " + result.bestEpoch(),
        result.epochs().size(),
        "epochs",
        result.ending() != TrainingResult.Ending.CANCELLED);
  }
}
