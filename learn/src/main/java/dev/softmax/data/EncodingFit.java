package dev.softmax.data;

import dev.softmax.io.InputException;
import java.util.ArrayList;
import java.util.List;

/// Finds out how each column of a training table is to be encoded, and which are better left out.
final class EncodingFit {
  /// More levels than this say nothing about rows to come.
  private static final int MAX_LEVELS = 1000;

  /// So few levels are kept even where they are more than half of the rows.
  private static final int FEW_LEVELS = 10;

  /// In fewer rows, numbers that count up are as likely to be a feature.
  private static final int FEW_ROWS = 10;

  /// The rows of a table that are trained on may be a part, so that their numbers have gaps.
  private static final double MAX_GAP = 4;

  private final Table table;
  private final FeatureEncoder.Options options;
  private final List<ColumnEncoding> encodings = new ArrayList<>();
  private final List<DataWarning> warnings = new ArrayList<>();

  EncodingFit(Table table, FeatureEncoder.Options options) {
    this.table = table;
    this.options = options;
  }

  FeatureEncoder.Fitted fit() {
    table
        .columns()
        .forEach(
            (name, column) -> {
              switch (column) {
                case NumericColumn numbers -> fitNumbers(name, numbers);
                case TextColumn texts -> fitTexts(name, texts);
              }
            });
    if (encodings.isEmpty()) {
      throw new InputException(
          table.source()
              + ": no column is left to learn from: "
              + String.join("; ", warnings.stream().limit(3).map(DataWarning::message).toList()));
    }
    return new FeatureEncoder.Fitted(FeatureEncoder.of(encodings), List.copyOf(warnings));
  }

  private void fitNumbers(String name, NumericColumn column) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    int present = 0;
    for (int row = 0; row < column.rows(); row++) {
      double value = column.value(row);
      if (!Double.isNaN(value)) {
        least = Math.min(least, value);
        most = Math.max(most, value);
        present++;
      }
    }
    boolean missing = present < column.rows();
    if (present == 0) {
      warn(DataWarning.Kind.ALL_MISSING, name, "has no value in any row");
    } else if (least == most && !missing) {
      warn(
          DataWarning.Kind.CONSTANT,
          name,
          "is " + InputException.quote(NumericColumn.text(least)) + " in every row");
    } else if (!missing && !options.keepRowNumbers() && numbersRows(column, least, most)) {
      warn(
          DataWarning.Kind.ROW_NUMBER,
          name,
          "only numbers the rows ("
              + NumericColumn.text(least)
              + " to "
              + NumericColumn.text(most)
              + ")");
    } else {
      double largest = Math.max(Math.abs(least), Math.abs(most));
      encodings.add(standardised(name, column, largest, present));
    }
  }

  /// Whether the values are whole numbers that count up from row to row, with few gaps.
  private static boolean numbersRows(NumericColumn column, double least, double most) {
    int rows = column.rows();
    if (rows < FEW_ROWS || most - least >= MAX_GAP * rows) {
      return false;
    }
    for (int row = 0; row < rows; row++) {
      double value = column.value(row);
      if (value != Math.rint(value) || (row > 0 && value <= column.value(row - 1))) {
        return false;
      }
    }
    return true;
  }

  /// Mean and population deviation, of the values divided by a power of two near the largest: that
  /// is exact, and sums and squares of neither 1e300 nor 1e-300 leave the range of a `double`.
  private static ColumnEncoding.Standardised standardised(
      String name, NumericColumn column, double largest, int present) {
    double scale = Math.scalb(1.0, Math.getExponent(largest));
    double rough = meanDistance(column, scale, 0, present);
    // Once more around the first mean, whose rounding counts where all values are large and alike.
    double mean = rough + meanDistance(column, scale, rough, present);
    double farthest = 0;
    for (int row = 0; row < column.rows(); row++) {
      double value = column.value(row);
      farthest =
          Double.isNaN(value) ? farthest : Math.max(farthest, Math.abs(value / scale - mean));
    }
    double squares = 0;
    for (int row = 0; row < column.rows() && farthest > 0; row++) {
      double value = column.value(row);
      double distance = Double.isNaN(value) ? 0 : (value / scale - mean) / farthest;
      squares += distance * distance;
    }
    double deviation = Math.sqrt(squares / present) * farthest * scale;
    boolean missing = present < column.rows();
    // A column that is missing or the same number has an indicator only; numbers that differ by
    // less
    // than a double can hold are the same.
    return new ColumnEncoding.Standardised(
        name, mean * scale, deviation >= Double.MIN_NORMAL ? deviation : 1, missing);
  }

  private static double meanDistance(NumericColumn column, double scale, double from, int present) {
    double sum = 0;
    for (int row = 0; row < column.rows(); row++) {
      double value = column.value(row);
      sum += Double.isNaN(value) ? 0 : value / scale - from;
    }
    return sum / present;
  }

  private void fitTexts(String name, TextColumn column) {
    List<String> levels = column.present();
    int present = 0;
    for (int row = 0; row < column.rows(); row++) {
      present += column.isMissing(row) ? 0 : 1;
    }
    boolean missing = present < column.rows();
    if (present == 0) {
      warn(DataWarning.Kind.ALL_MISSING, name, "has no value in any row");
    } else if (levels.size() == 1 && !missing) {
      warn(
          DataWarning.Kind.CONSTANT,
          name,
          "is " + InputException.quote(levels.getFirst()) + " in every row");
    } else if (levels.size() > MAX_LEVELS
        || (levels.size() > FEW_LEVELS && 2L * levels.size() > present)) {
      warn(
          DataWarning.Kind.TOO_MANY_LEVELS,
          name,
          "has %d different texts in %d rows".formatted(levels.size(), present));
    } else {
      encodings.add(new ColumnEncoding.OneHot(name, levels, missing));
    }
  }

  private void warn(DataWarning.Kind kind, String column, String what) {
    warnings.add(
        new DataWarning(
            kind,
            column,
            "%s: column %s %s and is left out"
                .formatted(table.source(), InputException.quote(column), what)));
  }
}
