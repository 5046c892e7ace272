package dev.softmax.data;

import java.util.List;

/// Something about the data that changes what is learned from it and that its owner should know.
///
/// @param kind what it is
/// @param columns the columns it is about, in the table's order
/// @param message one sentence
public record DataWarning(Kind kind, List<String> columns, String message) {
  /// Copies the columns.
  public DataWarning {
    columns = List.copyOf(columns);
  }

  /// What a warning is about.
  public enum Kind {
    /// A column with one value only tells the rows nothing apart; it is left out.
    CONSTANT,
    /// A column without any value; it is left out.
    ALL_MISSING,
    /// A column that numbers the rows; it is left out unless wanted.
    ROW_NUMBER,
    /// A column of texts that are nearly all different; it is left out.
    TOO_MANY_LEVELS,
    /// Rows without a target; they are left out.
    MISSING_TARGET,
    /// A class with one row, which cannot be both learned and tested.
    SINGLE_ROW_CLASS,
    /// Pictures of different sizes, which are all brought to one.
    MIXED_SIZES
  }

  @Override
  public String toString() {
    return message;
  }
}
