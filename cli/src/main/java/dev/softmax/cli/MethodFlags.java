package dev.softmax.cli;

import dev.softmax.calibration.CalibrationMethod;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a calibration is fitted.
final class MethodFlags {
  private static final String NONE = "none";

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description =
          "How: temperature (one number for all logits), vector (a factor and an offset a class),"
              + " matrix (a linear map of logits), dirichlet (one of log-probabilities), isotonic"
              + " (a rising curve a class, which may give 0), sigmoid (Platt's, a curve like an S a"
              + " class), or none: keep what there is, and only make sets possible (default:"
              + " ${DEFAULT-VALUE}).")
  private String method = "temperature";

  @Option(
      names = "--penalty",
      paramLabel = "L",
      description =
          "How strongly vector, matrix and dirichlet are drawn to leave logits alone (default:"
              + " chosen by threefold cross-validation).")
  private @Nullable Double penalty;

  @Option(
      names = "--ensemble",
      paramLabel = "K",
      description =
          "The mean of K calibrations, each fitted to all but a K-th of the rows (default: one of"
              + " all rows).")
  private @Nullable Integer ensemble;

  /// The method; empty for `none`.
  ///
  /// @param seed of folds
  Optional<CalibrationMethod> method(long seed) {
    if (penalty != null && !(penalty > 0 && penalty < Double.POSITIVE_INFINITY)) {
      throw new UsageException("--penalty " + penalty + " is not a number above 0");
    }
    if (ensemble != null && ensemble < 2) {
      throw new UsageException("--ensemble " + ensemble + " is not at least 2");
    }
    OptionalDouble given = penalty == null ? OptionalDouble.empty() : OptionalDouble.of(penalty);
    CalibrationMethod single =
        switch (method) {
          case "temperature" -> new CalibrationMethod.Temperature();
          case "vector" -> new CalibrationMethod.Vector(given, seed);
          case "matrix" -> new CalibrationMethod.Matrix(given, seed);
          case "dirichlet" -> new CalibrationMethod.Dirichlet(given, OptionalDouble.empty(), seed);
          case "isotonic" -> new CalibrationMethod.Isotonic();
          case "sigmoid" -> new CalibrationMethod.Sigmoid();
          case NONE -> null;
          default ->
              throw new UsageException(
                  "--method "
                      + method
                      + ": there are temperature, vector, matrix, dirichlet, isotonic, sigmoid and"
                      + " none");
        };
    boolean penalised =
        single instanceof CalibrationMethod.Vector
            || single instanceof CalibrationMethod.Matrix
            || single instanceof CalibrationMethod.Dirichlet;
    if (penalty != null && !penalised) {
      throw new UsageException("--penalty is for --method vector, matrix and dirichlet");
    }
    if (single == null) {
      if (ensemble != null) {
        throw new UsageException("--ensemble is not for --method none");
      }
      return Optional.empty();
    }
    return Optional.of(
        ensemble == null ? single : new CalibrationMethod.Ensemble(single, ensemble, seed));
  }

  /// What was asked for.
  String name() {
    return method;
  }
}
