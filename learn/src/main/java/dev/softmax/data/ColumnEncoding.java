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

  /// A column of two texts that mean yes and no (`true` and `false`, `t`, `yes`, `y`): the number 1 or 0,
  /// encoded as [Standardised] has it.
  ///
  /// @param no the text of no, as the training data has it
  /// @param yes the text of yes
  /// @param number how the number is encoded
  record Flag(String no, String yes, Standardised number) implements ColumnEncoding {
    @Override
    public String column() {
      return number.column();
    }

    @Override
    public int features() {
      return number.features();
    }

    @Override
    public List<String> featureNames() {
      String name = number.column() + "=" + yes;
      return number.indicator() ? List.of(name, number.column() + " missing") : List.of(name);
    }

    /// 1 for a text that means yes, 0 for one that means no, and `NaN` for others.
    ///
    /// @param text as the training data has it, or any of the words, in any case
    double value(String text) {
      if (text.equalsIgnoreCase(yes)) {
        return 1;
      }
      return text.equalsIgnoreCase(no) ? 0 : TruthWord.value(text);
    }
  }

  /// A column of dates: the days since 1970-01-01, scaled as `(x − mean) / deviation`; the sine and cosine
  /// of the angle in each cycle; all 0 where the date is missing; and, where dates were missing when this
  /// was fitted, a last feature that is 1 for a missing date and else 0.
  ///
  /// @param days how the days are encoded
  /// @param cycles the cycles that are features, in their order
  record Dates(Standardised days, List<DateCycle> cycles) implements ColumnEncoding {
    /// Copies the cycles.
    public Dates {
      cycles = List.copyOf(cycles);
    }

    @Override
    public String column() {
      return days.column();
    }

    @Override
    public int features() {
      return 1 + 2 * cycles.size() + (days.indicator() ? 1 : 0);
    }

    @Override
    public List<String> featureNames() {
      List<String> names = new ArrayList<>();
      names.add(column());
      for (DateCycle cycle : cycles) {
        names.add(column() + " " + cycle.word() + " sin");
        names.add(column() + " " + cycle.word() + " cos");
      }
      if (days.indicator()) {
        names.add(column() + " missing");
      }
      return List.copyOf(names);
    }

    /// Writes the features of a date.
    ///
    /// @param micros microseconds since 1970-01-01T00:00, or [DateColumn#MISSING]
    /// @param out gets them; 0 there before
    /// @param at the first of them
    void write(long micros, double[] out, int at) {
      if (micros == DateColumn.MISSING) {
        if (days.indicator()) {
          out[at + features() - 1] = 1;
        }
        return;
      }
      out[at] = days.scale(micros / DateCycle.DAY_MICROS);
      for (int i = 0; i < cycles.size(); i++) {
        double angle = 2 * Math.PI * cycles.get(i).phase(micros);
        out[at + 1 + 2 * i] = StrictMath.sin(angle);
        out[at + 2 + 2 * i] = StrictMath.cos(angle);
      }
    }
  }

  /// A text column: one feature a level, 1 for the rows that have it and else 0; where rare levels were
  /// put together when this was fitted, one for all texts that are no level; where values were missing
  /// then, one for the rows where it is missing. A text that has no feature leaves all of them 0.
  ///
  /// @param column the column's name
  /// @param levels the known texts, sorted
  /// @param otherLevel whether there is a feature for all other texts
  /// @param missingLevel whether there is a feature for missing values
  record OneHot(String column, List<String> levels, boolean otherLevel, boolean missingLevel)
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

    /// Without a feature for other texts.
    ///
    /// @param column the column's name
    /// @param levels the known texts, sorted
    /// @param missingLevel whether there is a feature for missing values
    public OneHot(String column, List<String> levels, boolean missingLevel) {
      this(column, levels, false, missingLevel);
    }

    @Override
    public int features() {
      return levels.size() + (otherLevel ? 1 : 0) + (missingLevel ? 1 : 0);
    }

    @Override
    public List<String> featureNames() {
      List<String> names = new ArrayList<>();
      for (String level : levels) {
        names.add(column + "=" + level);
      }
      if (otherLevel) {
        names.add(column + " other");
      }
      if (missingLevel) {
        names.add(column + " missing");
      }
      return List.copyOf(names);
    }
  }
}
