package dev.softmax.data;

import java.util.OptionalDouble;

/// A column of finite numbers; `NaN` stands for a missing one.
public sealed interface NumericColumn extends Column permits DoubleColumn, ByteColumn, NumberRows {
  /// Above this, `long` and `double` do not agree on whole numbers.
  double MAX_EXACT_INTEGER = 0x1p53;

  /// A column with a copy of `values`.
  ///
  /// @param values finite numbers, or `NaN` for missing ones
  /// @throws IllegalArgumentException when one is infinite
  static NumericColumn of(double... values) {
    for (int row = 0; row < values.length; row++) {
      if (Double.isInfinite(values[row])) {
        throw new IllegalArgumentException("value " + row + " is infinite");
      }
    }
    return new DoubleColumn(values.clone());
  }

  /// The number in a row, `NaN` where it is missing.
  ///
  /// @param row from 0
  double value(int row);

  /// The largest number that its unit allows, where all columns of the table share the unit: 255 for
  /// the pixels of a picture. Empty for measurements, each with a unit of its own.
  default OptionalDouble fullScale() {
    return OptionalDouble.empty();
  }

  @Override
  default boolean isMissing(int row) {
    return Double.isNaN(value(row));
  }

  @Override
  default String text(int row) {
    return text(value(row));
  }

  @Override
  default NumericColumn rows(int[] rows) {
    return new NumberRows(this, rows);
  }

  /// A number as a person would write it: `1` for 1.0, and nothing for `NaN`.
  ///
  /// @param value any number
  static String text(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    if (value == Math.rint(value) && Math.abs(value) <= MAX_EXACT_INTEGER) {
      return Long.toString((long) value);
    }
    return Double.toString(value);
  }
}
