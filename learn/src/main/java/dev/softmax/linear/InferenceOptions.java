package dev.softmax.linear;

/// How coefficients are judged.
///
/// @param reference the class that the others are compared with: its coefficients count as 0
/// @param covariance where standard errors come from
/// @param level of the confidence intervals, between 0 and 1
public record InferenceOptions(int reference, Covariance covariance, double level) {

  /// Where standard errors come from.
  public enum Covariance {
    /// The inverse `H⁻¹` of the observed information: right where the model is.
    OBSERVED,
    /// The sandwich `H⁻¹ (Σ s sᵀ) H⁻¹` of the rows' scores `s` (Huber 1967, White 1982; "HC0"): right for the
    /// coefficients that come nearest to the truth, also where the model is not.
    ROBUST
  }

  /// Checks level and reference.
  ///
  /// @throws IllegalArgumentException if the level is not between 0 and 1, or the reference negative
  public InferenceOptions {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("inference: level " + level + " is not between 0 and 1");
    }
    if (reference < 0) {
      throw new IllegalArgumentException("inference: reference " + reference + " is not a class");
    }
  }

  /// Against the first class, from the observed information, at 95 %.
  public static InferenceOptions defaults() {
    return new InferenceOptions(0, Covariance.OBSERVED, 0.95);
  }

  /// The same against another class.
  ///
  /// @throws IllegalArgumentException if it is negative
  public InferenceOptions withReference(int value) {
    return new InferenceOptions(value, covariance, level);
  }

  /// The same with other standard errors.
  public InferenceOptions withCovariance(Covariance value) {
    return new InferenceOptions(reference, value, level);
  }

  /// The same at another level.
  ///
  /// @throws IllegalArgumentException if it is not between 0 and 1
  public InferenceOptions withLevel(double value) {
    return new InferenceOptions(reference, covariance, value);
  }
}
