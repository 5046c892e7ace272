package dev.softmax.linear;

import java.util.Arrays;

/// Limits of the coefficients `(K, D)`; intercepts have none.
///
/// @param lower least values, row-major `(K, D)`, `−∞` for none
/// @param upper largest values, row-major `(K, D)`, `+∞` for none
public record Bounds(double[] lower, double[] upper) {

  /// Checks that there is a number between each pair.
  ///
  /// @throws IllegalArgumentException if the lengths differ, or a lower limit is not below or at its
  ///     upper one
  public Bounds {
    if (lower.length != upper.length) {
      throw new IllegalArgumentException(
          "bounds: " + lower.length + " lower limits but " + upper.length + " upper ones");
    }
    for (int i = 0; i < lower.length; i++) {
      if (!(lower[i] <= upper[i])
          || lower[i] == Double.POSITIVE_INFINITY
          || upper[i] == Double.NEGATIVE_INFINITY) {
        throw new IllegalArgumentException(
            "bounds: nothing lies between " + lower[i] + " and " + upper[i]);
      }
    }
  }

  /// The same limits for each of `coefficients` numbers.
  ///
  /// @throws IllegalArgumentException if `lower` is above `upper`, or one is NaN
  public static Bounds all(double lower, double upper, int coefficients) {
    double[] least = new double[coefficients];
    double[] largest = new double[coefficients];
    Arrays.fill(least, lower);
    Arrays.fill(largest, upper);
    return new Bounds(least, largest);
  }
}
