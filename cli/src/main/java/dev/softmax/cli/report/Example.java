package dev.softmax.cli.report;

import dev.softmax.image.Picture;
import java.util.List;

/// What there is to show of a row.
public sealed interface Example {
  /// Where it is, such as `flowers.csv, line 7`.
  String place();

  /// A row of a table.
  ///
  /// @param place where it is
  /// @param values names and values of its columns
  record Values(String place, List<Value> values) implements Example {
    /// Copies the values.
    public Values {
      values = List.copyOf(values);
    }
  }

  /// The value of a column.
  ///
  /// @param column its name
  /// @param text the value, empty where it is missing
  record Value(String column, String text) {}

  /// A text.
  ///
  /// @param place where it is
  /// @param text the text
  record Words(String place, String text) implements Example {}

  /// A picture.
  ///
  /// @param place where it is
  /// @param picture the picture
  record Sight(String place, Picture picture) implements Example {}
}
