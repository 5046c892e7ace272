package dev.softmax.data;

/// One column of a [Table]: numbers, texts or dates, some of them perhaps missing. Immutable.
public sealed interface Column permits NumericColumn, TextColumn, DateColumn {
  /// How many values it has, missing ones counted.
  int rows();

  /// Whether a value is missing.
  ///
  /// @param row from 0
  boolean isMissing(int row);

  /// The value as a person would write it, or the empty text where it is missing: `1` for the number
  /// 1.0.
  ///
  /// @param row from 0
  String text(int row);

  /// A view of some rows, in the order given.
  ///
  /// @param rows indices of this column's rows; not copied, and not to be changed afterwards
  Column rows(int[] rows);
}
