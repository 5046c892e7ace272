package dev.softmax.linear;

import java.util.OptionalInt;
import org.apache.commons.numbers.gamma.Erfc;

/// What is known of one coefficient of a softmax regression, against that of the reference class: by how
/// much a unit of the feature adds to `ln(p_class / p_reference)`.
///
/// @param classIndex the class, from 0
/// @param feature the feature, from 0; empty for the intercept
/// @param estimate the coefficient less that of the reference
/// @param standardError its standard error
/// @param low lower end of its confidence interval
/// @param high upper end
public record Coefficient(
    int classIndex,
    OptionalInt feature,
    double estimate,
    double standardError,
    double low,
    double high) {

  /// The estimate in standard errors.
  public double z() {
    return estimate / standardError;
  }

  /// Probability of a `z` as large or larger in magnitude if the coefficient were 0 (Wald's test).
  public double p() {
    return Erfc.value(Math.abs(z()) / Math.sqrt(2));
  }

  /// The factor by which a unit of the feature multiplies `p_class / p_reference`.
  public double oddsRatio() {
    return Math.exp(estimate);
  }
}
