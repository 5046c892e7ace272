package dev.softmax.calibration;

import java.util.OptionalDouble;

/// A way to find a [Calibration] from logits of known classes that the model has not learned from. The same data and
/// options give the same bits for any number of threads.
///
/// Vector, matrix and Dirichlet calibration are pulled to the identity by a penalty. Where none is given it is chosen from
/// 10⁴, 10³, …, 10⁻³ by stratified threefold cross-validation of the log-loss, which ends where two in a row are worse.
public sealed interface CalibrationMethod {
  /// The name that a user knows it by.
  String name();

  /// The fewest rows that each class must have in the data.
  default int leastRows() {
    return 1;
  }

  /// The same method with its penalty given; itself where it has none, or one for each member.
  ///
  /// @param penalty above 0
  default CalibrationMethod withPenalty(double penalty) {
    OptionalDouble given = OptionalDouble.of(penalty);
    return switch (this) {
      case Vector(OptionalDouble _, long seed) -> new Vector(given, seed);
      case Matrix(OptionalDouble _, long seed) -> new Matrix(given, seed);
      case Dirichlet(OptionalDouble _, OptionalDouble intercept, long seed) ->
          new Dirichlet(given, intercept, seed);
      case Temperature _, Isotonic _, Sigmoid _, Ensemble _ -> this;
    };
  }

  /// Finds a calibration. It starts from the logits as they are, and takes the place of what there is, unless that has
  /// the lower log-loss on this data: then the latter is kept, and the result says so.
  ///
  /// @param data logits of known classes
  /// @param present the calibration that there is
  /// @throws IllegalArgumentException if a class has fewer rows than the method needs, or `present` is for
  ///     another number of classes
  default CalibrationFit fit(CalibrationData data, Calibration present) {
    present.requireClasses(data.classes());
    int[] counts = data.counts();
    for (int k = 0; k < counts.length; k++) {
      if (counts[k] < leastRows()) {
        throw new IllegalArgumentException(
            "%s calibration: class %d of %d has %d rows, and needs %d at least"
                .formatted(name(), k, counts.length, counts[k], leastRows()));
      }
    }
    return CalibrationFit.choose(data, present, MethodFit.of(this, data, present));
  }

  /// Finds a calibration for a model that has none.
  ///
  /// @param data logits of known classes
  /// @throws IllegalArgumentException if a class has fewer rows than the method needs
  default CalibrationFit fit(CalibrationData data) {
    return fit(data, TemperatureCalibration.NONE);
  }

  /// [TemperatureCalibration] by [TemperatureScaling].
  record Temperature() implements CalibrationMethod {
    @Override
    public String name() {
      return TemperatureCalibration.NAME;
    }

    @Override
    public int leastRows() {
      return 0;
    }
  }

  /// [VectorCalibration] of the least mean log-loss plus `λ/(2K) · (Σ (w_k − 1)² + Σ b_k²)`.
  ///
  /// @param penalty `λ`, above 0; chosen where it is empty
  /// @param seed of the folds that it is chosen by
  record Vector(OptionalDouble penalty, long seed) implements CalibrationMethod {
    /// Sees that the penalty is positive and finite.
    public Vector {
      requirePenalty(penalty);
    }

    /// A chosen penalty.
    public Vector() {
      this(OptionalDouble.empty(), 0);
    }

    @Override
    public String name() {
      return VectorCalibration.NAME;
    }
  }

  /// [MatrixCalibration] of the least mean log-loss plus `λ/(K(K + 1)) · (‖W − I‖² + ‖b‖²)`.
  ///
  /// @param penalty `λ`, above 0; chosen where it is empty
  /// @param seed of the folds that it is chosen by
  record Matrix(OptionalDouble penalty, long seed) implements CalibrationMethod {
    /// Sees that the penalty is positive and finite.
    public Matrix {
      requirePenalty(penalty);
    }

    /// A chosen penalty.
    public Matrix() {
      this(OptionalDouble.empty(), 0);
    }

    @Override
    public String name() {
      return MatrixCalibration.NAME;
    }
  }

  /// [DirichletCalibration] of the least mean log-loss plus the off-diagonal and intercept penalty (ODIR; Kull et al. 2019,
  /// section 4): `λ/(K(K − 1)) · Σ_{j≠k} W_jk² + μ/K · Σ b_k²`.
  ///
  /// @param penalty `λ`, above 0; chosen where it is empty
  /// @param interceptPenalty `μ`, above 0; the same as `λ` where it is empty
  /// @param seed of the folds that they are chosen by
  record Dirichlet(OptionalDouble penalty, OptionalDouble interceptPenalty, long seed)
      implements CalibrationMethod {
    /// Sees that the penalties are positive and finite.
    public Dirichlet {
      requirePenalty(penalty);
      requirePenalty(interceptPenalty);
    }

    /// Chosen penalties.
    public Dirichlet() {
      this(OptionalDouble.empty(), OptionalDouble.empty(), 0);
    }

    @Override
    public String name() {
      return DirichletCalibration.NAME;
    }
  }

  /// [IsotonicCalibration].
  record Isotonic() implements CalibrationMethod {
    @Override
    public String name() {
      return IsotonicCalibration.NAME;
    }
  }

  /// [SigmoidCalibration] by Platt's method.
  record Sigmoid() implements CalibrationMethod {
    @Override
    public String name() {
      return SigmoidCalibration.NAME;
    }
  }

  /// [EnsembleCalibration] of calibrations that are each fitted to all folds but one.
  ///
  /// @param member how each is fitted; no ensemble
  /// @param folds how many, at least 2
  /// @param seed of the folds
  record Ensemble(CalibrationMethod member, int folds, long seed) implements CalibrationMethod {
    /// Sees that there are folds.
    public Ensemble {
      if (folds < 2 || member instanceof Ensemble) {
        throw new IllegalArgumentException(
            "an ensemble of calibrations by %d folds of the method %s"
                .formatted(folds, member.name()));
      }
    }

    @Override
    public String name() {
      return EnsembleCalibration.NAME;
    }

    /// One more than a member, so that each fold can be left out.
    @Override
    public int leastRows() {
      return member.leastRows() == 0 ? 0 : member.leastRows() + 1;
    }
  }

  private static void requirePenalty(OptionalDouble penalty) {
    if (penalty.isPresent()
        && !(penalty.getAsDouble() > 0 && penalty.getAsDouble() < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a penalty of " + penalty.getAsDouble() + " is not positive and finite");
    }
  }
}
