package dev.softmax.calibration;

import java.util.OptionalInt;

/// `softmax(W ln softmax(z) + b)`: right where the probabilities of each class are spread like a Dirichlet distribution
/// (Kull et al. 2019, section 3.2). Unlike a linear map of the logits it does not change when a number is added to all of a row.
///
/// @param weights `W (K, K)`, row-major, copied
/// @param biases `b (K)`, copied
public record DirichletCalibration(double[] weights, double[] biases) implements Calibration {
  /// Its name.
  public static final String NAME = "dirichlet";

  /// Copies the numbers.
  ///
  /// @throws IllegalArgumentException if the shapes do not fit, there are less than 2 classes, or a number is not finite
  public DirichletCalibration {
    Parameters.requireShapes(NAME, weights, biases, (long) biases.length * biases.length);
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

  /// A copy of the matrix `(K, K)`.
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
    return LinearMap.apply(LogSoftmax.of(logits, classes), weights, biases);
  }
}
