package dev.softmax.data;

import dev.softmax.io.InputException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Writes the features of one column, row by row.
@FunctionalInterface
interface FeatureWriter {
  /// Writes the features of a row.
  ///
  /// @param row from 0
  /// @param out gets the features; 0 there before
  /// @param start where the features of the row begin
  void write(int row, double[] out, int start);

  /// The writer for a column of a table.
  ///
  /// @param offset where the features of the column begin in a row
  /// @throws InputException when the column holds what the encoding cannot take, naming the row
  static FeatureWriter of(Table table, ColumnEncoding encoding, int offset) {
    return switch (encoding) {
      case ColumnEncoding.Standardised numbers ->
          numberWriter(asNumbers(table, numbers.column()), numbers, offset);
      case ColumnEncoding.Flag flag -> numberWriter(asFlags(table, flag), flag.number(), offset);
      case ColumnEncoding.Dates dates -> dateWriter(table, dates, offset);
      case ColumnEncoding.OneHot texts -> textWriter(table.column(texts.column()), texts, offset);
    };
  }

  private static FeatureWriter numberWriter(
      NumericColumn column, ColumnEncoding.Standardised encoding, int offset) {
    return (row, out, start) -> {
      double value = column.value(row);
      if (!Double.isNaN(value)) {
        out[start + offset] = encoding.scale(value);
      } else if (encoding.indicator()) {
        out[start + offset + 1] = 1;
      }
    };
  }

  private static FeatureWriter dateWriter(Table table, ColumnEncoding.Dates encoding, int offset) {
    Column column = table.column(encoding.column());
    if (column instanceof DateColumn dates) {
      return (row, out, start) -> encoding.write(dates.micros(row), out, start + offset);
    }
    if (!(column instanceof TextColumn texts)) {
      // Numbers are fine where there are none: what they are cannot be told then.
      requireMissing(table, encoding.column(), "is not a date such as 2026-01-31T12:30");
      return (_, out, start) -> encoding.write(DateColumn.MISSING, out, start + offset);
    }
    long[] micros = texts.levels().stream().mapToLong(IsoDate::micros).toArray();
    for (int row = 0; row < texts.rows(); row++) {
      if (!texts.isMissing(row) && micros[texts.code(row)] == DateColumn.MISSING) {
        throw wrong(table, row, encoding.column(), "is not a date such as 2026-01-31T12:30");
      }
    }
    return (row, out, start) ->
        encoding.write(
            texts.isMissing(row) ? DateColumn.MISSING : micros[texts.code(row)],
            out,
            start + offset);
  }

  private static FeatureWriter textWriter(
      Column column, ColumnEncoding.OneHot encoding, int offset) {
    Map<String, Integer> places = new HashMap<>();
    for (String level : encoding.levels()) {
      places.put(level, offset + places.size());
    }
    int end = offset + encoding.features();
    int missing = encoding.missingLevel() ? end - 1 : -1;
    int other = encoding.otherLevel() ? offset + encoding.levels().size() : -1;
    if (column instanceof TextColumn texts) {
      int[] byCode =
          texts.levels().stream().mapToInt(level -> places.getOrDefault(level, other)).toArray();
      return (row, out, start) -> {
        int place = texts.isMissing(row) ? missing : byCode[texts.code(row)];
        if (place >= 0) {
          out[start + place] = 1;
        }
      };
    }
    return (row, out, start) -> {
      int place = column.isMissing(row) ? missing : places.getOrDefault(column.text(row), other);
      if (place >= 0) {
        out[start + place] = 1;
      }
    };
  }

  private static NumericColumn asNumbers(Table table, String name) {
    return switch (table.column(name)) {
      case NumericColumn numbers -> numbers;
      case TextColumn texts -> {
        double[] values = new double[texts.rows()];
        Arrays.fill(values, Double.NaN);
        for (int row = 0; row < values.length; row++) {
          if (!texts.isMissing(row)) {
            values[row] = Cell.number(texts.text(row));
            if (!Double.isFinite(values[row])) {
              throw wrong(table, row, name, "is not a finite number");
            }
          }
        }
        yield new DoubleColumn(values);
      }
      case DateColumn dates -> {
        requireMissing(table, name, "is not a finite number");
        double[] none = new double[dates.rows()];
        Arrays.fill(none, Double.NaN);
        yield new DoubleColumn(none);
      }
    };
  }

  private static NumericColumn asFlags(Table table, ColumnEncoding.Flag flag) {
    Column column = table.column(flag.column());
    double[] values = new double[column.rows()];
    Arrays.fill(values, Double.NaN);
    for (int row = 0; row < values.length; row++) {
      if (!column.isMissing(row)) {
        values[row] = flag.value(column.text(row));
        if (Double.isNaN(values[row])) {
          throw wrong(
              table,
              row,
              flag.column(),
              "is neither "
                  + InputException.quote(flag.yes())
                  + " nor "
                  + InputException.quote(flag.no()));
        }
      }
    }
    return new DoubleColumn(values);
  }

  private static void requireMissing(Table table, String name, String what) {
    Column column = table.column(name);
    for (int row = 0; row < column.rows(); row++) {
      if (!column.isMissing(row)) {
        throw wrong(table, row, name, what);
      }
    }
  }

  private static InputException wrong(Table table, int row, String name, String what) {
    return new InputException(
        "%s: column %s: %s %s, which the model needs"
            .formatted(
                table.place(row),
                InputException.quote(name),
                InputException.quote(table.column(name).text(row)),
                what));
  }
}
