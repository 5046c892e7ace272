package dev.softmax.calibration;

import java.util.OptionalInt;

/// What a classifier makes of its logits: `logits (N, K)` → probabilities `(N, K)`, each row summing to 1.
/// A classifier has one; [TemperatureCalibration#NONE] is plain softmax. All are immutable.
public sealed interface Calibration
    permits TemperatureCalibration,
        VectorCalibration,
        MatrixCalibration,
        DirichletCalibration,
        IsotonicCalibration,
        SigmoidCalibration,
        EnsembleCalibration {
  /// The name that a user knows it by, such as `temperature`.
  String name();

  /// How many classes it is for; empty where any number will do.
  OptionalInt classes();

  /// `logits (N, K)` → probabilities `(N, K)`, both row-major, the latter in a new array.
  ///
  /// @param logits as the model gives them, divided by nothing
  /// @param classes number of classes `K`
  /// @throws IllegalArgumentException if the logits are no rows of `K`, or it is for another number of classes
  double[] probabilities(double[] logits, int classes);

  /// Whether it may give a class the probability 0, so that the log-loss of new data has no end.
  default boolean givesZeros() {
    return switch (this) {
      case IsotonicCalibration _ -> true;
      case EnsembleCalibration ensemble ->
          ensemble.members().stream().allMatch(Calibration::givesZeros);
      default -> false;
    };
  }

  /// Sees that this is for so many classes.
  ///
  /// @param number number of classes
  /// @throws IllegalArgumentException if it is for another number
  default void requireClasses(int number) {
    if (classes().isPresent() && classes().getAsInt() != number) {
      throw new IllegalArgumentException(
          "a calibration (%s) of %d classes, but %d classes"
              .formatted(name(), classes().getAsInt(), number));
    }
  }
}
