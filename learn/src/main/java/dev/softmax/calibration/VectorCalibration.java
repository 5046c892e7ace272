package dev.softmax.calibration;

import java.util.OptionalInt;

/// `softmax(w ∘ z + b)`: a factor and an offset for each class (Guo et al. 2017, section 4.2).
///
/// @param weights the factors `w (K)`, copied
/// @param biases the offsets `b (K)`, copied
public record VectorCalibration(double[] weights, double[] biases) implements Calibration {
  /// Its name.
  public static final String NAME = "vector";

  /// Copies the numbers.
  ///
  /// @throws IllegalArgumentException if the lengths differ or are less than 2, or a number is not finite
  public VectorCalibration {
    Parameters.requireShapes(NAME, weights, biases, biases.length);
    weights = weights.clone();
    biases = biases.clone();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public OptionalInt classes() {
    return OptionalInt.of(biases.length);
  }

  /// A copy of the factors `(K)`.
  @Override
  public double[] weights() {
    return weights.clone();
  }

  /// A copy of the offsets `(K)`.
  @Override
  public double[] biases() {
    return biases.clone();
  }

  @Override
  public double[] probabilities(double[] logits, int classes) {
    return TemperatureCalibration.NONE.probabilities(scaled(logits, classes), classes);
  }

  double[] scaled(double[] logits, int classes) {
    requireClasses(classes);
    return LinearMap.apply(logits, weights, biases);
  }
}
