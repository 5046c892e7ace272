package dev.softmax.linear;

import java.util.List;
import java.util.OptionalInt;

/// Something about a fit that its owner should know before believing its coefficients.
public sealed interface Diagnosis {
  /// One sentence.
  ///
  /// @param classes the classes' names
  /// @param features the features' names
  String message(List<String> classes, List<String> features);

  /// The solver stopped before the gradient was as small as asked.
  ///
  /// @param gradientNorm largest magnitude in the gradient of the mean objective
  /// @param tolerance what was asked for
  /// @param iterations how many it took
  record NotConverged(double gradientNorm, double tolerance, int iterations) implements Diagnosis {
    @Override
    public String message(List<String> classes, List<String> features) {
      return "the fit did not converge: after %d iterations the gradient is %.2g, where %.2g was asked for"
          .formatted(iterations, gradientNorm, tolerance);
    }
  }

  /// A class is told from all others without error, so that without a penalty its coefficients grow
  /// without end.
  ///
  /// @param classIndex the class, from 0
  /// @param feature the feature that alone tells it; empty where several do together
  /// @param perfect whether every row is told; else rows on the boundary are not (quasi-complete
  ///     separation, Albert & Anderson 1984)
  record Separated(int classIndex, OptionalInt feature, boolean perfect) implements Diagnosis {
    @Override
    public String message(List<String> classes, List<String> features) {
      return "class '%s' is %s told from the others by %s: without a penalty its coefficients have no end"
          .formatted(
              classes.get(classIndex),
              perfect ? "always" : "nearly always",
              feature.isPresent()
                  ? "'" + features.get(feature.getAsInt()) + "' alone"
                  : "the features together");
    }
  }

  /// The features' deviations differ so much that a penalty weighs on some alone, and solvers are slow.
  ///
  /// @param smallest the feature with the smallest deviation above 0
  /// @param largest the one with the largest
  /// @param ratio of the two deviations
  record Unscaled(int smallest, int largest, double ratio) implements Diagnosis {
    @Override
    public String message(List<String> classes, List<String> features) {
      return "the features are of different scales: '%s' varies %.1g times as much as '%s'; standardise them"
          .formatted(features.get(largest), ratio, features.get(smallest));
    }
  }

  /// A feature is the same in every row.
  ///
  /// @param feature the feature, from 0
  record Constant(int feature) implements Diagnosis {
    @Override
    public String message(List<String> classes, List<String> features) {
      return "feature '%s' is the same in every row".formatted(features.get(feature));
    }
  }

  /// A class has few rows to learn from.
  ///
  /// @param classIndex the class, from 0
  /// @param rows how many rows it has
  record FewRows(int classIndex, int rows) implements Diagnosis {
    @Override
    public String message(List<String> classes, List<String> features) {
      return "class '%s' has %s".formatted(classes.get(classIndex), count(rows));
    }

    private static String count(int rows) {
      return rows == 0 ? "no row" : rows == 1 ? "one row only" : rows + " rows only";
    }
  }
}
