package dev.softmax.cli.report;

import dev.softmax.TopK;
import dev.softmax.metrics.Interval;
import dev.softmax.model.CoefficientErrors;
import java.util.Arrays;
import java.util.List;

/// The numbers of a linear model.
///
/// @param features the features' names (D)
/// @param values `(K, D)`, row-major: what a feature is multiplied with for the logit of a class
/// @param errors their standard errors, or why there are none
public record Coefficients(List<String> features, double[] values, CoefficientErrors errors) {
  /// Deviations of a normal variable within which it is 95 % of the time.
  private static final double DEVIATIONS = 1.959963984540054;

  /// Copies both.
  ///
  /// @throws IllegalArgumentException when there are no rows of `D`
  public Coefficients {
    features = List.copyOf(features);
    values = values.clone();
    if (features.isEmpty() || values.length % features.size() != 0) {
      throw new IllegalArgumentException(
          "coefficients: %d numbers of %d features".formatted(values.length, features.size()));
    }
  }

  /// One of them.
  ///
  /// @param feature from 0
  /// @param label the class, from 0
  /// @param value the number
  record One(int feature, int label, double value) {}

  double value(int feature, int label) {
    return values[label * features.size() + feature];
  }

  /// Where a coefficient may lie, at 95 %; NaN without standard errors.
  Interval interval(One one) {
    if (errors.values().isEmpty()) {
      return new Interval(Double.NaN, Double.NaN);
    }
    double error = errors.values().get()[one.label() * features.size() + one.feature()];
    return new Interval(one.value() - DEVIATIONS * error, one.value() + DEVIATIONS * error);
  }

  /// Those of the largest magnitude, the largest first.
  List<One> largest(int count) {
    double[] sizes = Arrays.stream(values).map(Math::abs).toArray();
    int[] indices = TopK.of(sizes, Math.min(count, sizes.length)).indices();
    return Arrays.stream(indices)
        .mapToObj(i -> new One(i % features.size(), i / features.size(), values[i]))
        .toList();
  }
}
