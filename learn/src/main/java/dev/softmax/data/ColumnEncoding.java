package dev.softmax.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// How one column becomes features.
public sealed interface ColumnEncoding {
  /// The column's name.
  String column();

  /// How many features it makes.
  int features();

  /// The features' names: `petal_length`, `petal_length missing`, `island=Biscoe`, `sex missing`.
  List<String> featureNames();

  /// A numeric column: `(x − mean) / deviation`, 0 where `x` is missing; and, where values were missing
  /// when this was fitted, a second feature that is 1 for a missing value and else 0. The pixels of
  /// pictures share one scale: mean 0 and deviation 255.
  ///
  /// @param column the column's name
  /// @param mean finite
  /// @param deviation finite, above 0
  /// @param indicator whether there is the second feature
  record Standardised(String column, double mean, double deviation, boolean indicator)
      implements ColumnEncoding {
    /// Farther from the mean than this a value makes no difference to a softmax any more, and weights
    /// times it stay finite.
    private static final double FARTHEST = 1e100;

    /// Checks the encoding.
    ///
    /// @throws IllegalArgumentException when the mean is not finite, or the deviation not finite and
    ///     above 0
    public Standardised {
      if (!Double.isFinite(mean) || !Double.isFinite(deviation) || deviation <= 0) {
        throw new IllegalArgumentException(
            "a mean of " + mean + " and a deviation of " + deviation + " cannot scale a column");
      }
    }

    @Override
    public int features() {
      return indicator ? 2 : 1;
    }

    @Override
    public List<String> featureNames() {
      return indicator ? List.of(column, column + " missing") : List.of(column);
    }

    /// The first feature.
    ///
    /// @param value the column's value; not `NaN`
    double scale(double value) {
      double distance = value - mean;
      // The difference of two large numbers may overflow where that of their halves does not.
      double scaled =
          Double.isInfinite(distance)
              ? (value / 2 - mean / 2) / deviation * 2
              : distance / deviation;
      return Math.clamp(scaled, -FARTHEST, FARTHEST);
    }
  }

  /// A text column: one feature a level, 1 for the rows that have it and else 0; where values were
  /// missing when this was fitted, one more for the rows where it is missing. A level that is not known
  /// leaves all of them 0.
  ///
  /// @param column the column's name
  /// @param levels the known texts, sorted
  /// @param missingLevel whether there is a feature for missing values
  record OneHot(String column, List<String> levels, boolean missingLevel)
      implements ColumnEncoding {
    /// Checks the encoding.
    ///
    /// @throws IllegalArgumentException when a level is there twice
    public OneHot {
      levels = List.copyOf(levels);
      if (new HashSet<>(levels).size() != levels.size()) {
        throw new IllegalArgumentException("a level is there twice");
      }
    }

    @Override
    public int features() {
      return levels.size() + (missingLevel ? 1 : 0);
    }

    @Override
    public List<String> featureNames() {
      List<String> names = new ArrayList<>();
      for (String level : levels) {
        names.add(column + "=" + level);
      }
      if (missingLevel) {
        names.add(column + " missing");
      }
      return List.copyOf(names);
    }
  }
}
