package dev.softmax.duckdb;

import dev.softmax.data.Column;
import dev.softmax.data.DateColumn;
import dev.softmax.data.NumericColumn;
import dev.softmax.data.TextColumn;
import dev.softmax.io.InputException;
import dev.softmax.io.JsonValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the cells of one column and collects them.
sealed interface CellReader {
  /// The types whose cells are numbers; so are decimals.
  Set<String> NUMBERS =
      Set.of(
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "UHUGEINT",
          "FLOAT",
          "DOUBLE");

  /// The types whose cells are texts; so are enumerations. A column without any value has the type NULL.
  Set<String> TEXTS = Set.of("VARCHAR", "UUID", "JSON", "BOOLEAN", "\"NULL\"", "NULL");

  /// The column's name.
  String name();

  /// Reads the cell of the row where a result is.
  ///
  /// @param row its number from 0
  void read(ResultSet result, DuckdbBatches table, long row) throws SQLException;

  /// The column so far; what is read next begins another.
  Column take();

  /// The reader for a column; empty when its type is none of a table.
  ///
  /// @param index its place in the result, from 1
  static Optional<CellReader> of(String name, int index, String type) {
    if (NUMBERS.contains(type) || type.startsWith("DECIMAL") || type.equals("TIME")) {
      return Optional.of(new Numbers(name, index, type.equals("TIME")));
    }
    if (TEXTS.contains(type) || type.startsWith("ENUM")) {
      return Optional.of(new Texts(name, index, type.equals("JSON")));
    }
    return type.equals("DATE") || type.startsWith("TIMESTAMP")
        ? Optional.of(new Dates(name, index, type))
        : Optional.empty();
  }

  /// A column of numbers.
  final class Numbers implements CellReader {
    private final String name;
    private final int index;
    private final boolean time;
    private double[] values = new double[16];
    private int size;

    Numbers(String name, int index, boolean time) {
      this.name = name;
      this.index = index;
      this.time = time;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void read(ResultSet result, DuckdbBatches table, long row) throws SQLException {
      double value;
      if (time) {
        LocalTime of = result.getObject(index, LocalTime.class);
        value = of == null ? Double.NaN : of.toNanoOfDay() / 1e9;
      } else {
        value = result.getDouble(index);
        value = result.wasNull() ? Double.NaN : value;
      }
      if (Double.isInfinite(value)) {
        throw notFinite(table, row, name, value > 0 ? "inf" : "-inf", "number");
      }
      values = size < values.length ? values : Arrays.copyOf(values, grown(size));
      values[size++] = value;
    }

    @Override
    public Column take() {
      Column column = NumericColumn.of(Arrays.copyOf(values, size));
      size = 0;
      return column;
    }
  }

  /// A column of dates.
  final class Dates implements CellReader {
    private static final long DAY_MICROS = 86_400_000_000L;

    private final String name;
    private final int index;
    private final boolean days;
    private final boolean zoned;
    private long[] values = new long[16];
    private int size;

    Dates(String name, int index, String type) {
      this.name = name;
      this.index = index;
      this.days = type.equals("DATE");
      this.zoned = type.contains("ZONE");
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void read(ResultSet result, DuckdbBatches table, long row) throws SQLException {
      LocalDateTime time = time(result);
      values = size < values.length ? values : Arrays.copyOf(values, grown(size));
      try {
        values[size++] = time == null ? DateColumn.MISSING : micros(time);
      } catch (ArithmeticException e) {
        throw notFinite(table, row, name, String.valueOf(time), "date");
      }
    }

    private @Nullable LocalDateTime time(ResultSet result) throws SQLException {
      if (days) {
        LocalDate date = result.getObject(index, LocalDate.class);
        return date == null ? null : date.atStartOfDay();
      }
      if (zoned) {
        OffsetDateTime moment = result.getObject(index, OffsetDateTime.class);
        return moment == null
            ? null
            : moment.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
      }
      return result.getObject(index, LocalDateTime.class);
    }

    private static long micros(LocalDateTime time) {
      long midnight = Math.multiplyExact(time.toLocalDate().toEpochDay(), DAY_MICROS);
      return Math.addExact(midnight, time.toLocalTime().toNanoOfDay() / 1000);
    }

    @Override
    public Column take() {
      Column column = DateColumn.of(Arrays.copyOf(values, size), days);
      size = 0;
      return column;
    }
  }

  /// A column of texts. Those that are there before are kept once.
  final class Texts implements CellReader {
    private final String name;
    private final int index;
    private final boolean json;
    private final Map<String, String> known = new HashMap<>();
    private @Nullable String[] values = new String[16];
    private int size;

    Texts(String name, int index, boolean json) {
      this.name = name;
      this.index = index;
      this.json = json;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void read(ResultSet result, DuckdbBatches table, long row) throws SQLException {
      String cell = result.getString(index);
      values = size < values.length ? values : Arrays.copyOf(values, grown(size));
      values[size++] = cell == null ? null : text(json ? ofJson(cell) : cell);
    }

    private @Nullable String text(String cell) {
      String text = cell.strip();
      return text.isEmpty() ? null : known.computeIfAbsent(text, same -> same);
    }

    /// A text of JSON without its quotes, another value as it is written.
    private static String ofJson(String cell) {
      return cell.startsWith("\"") ? JsonValue.parse(cell).text() : cell;
    }

    @Override
    public Column take() {
      Column column = TextColumn.of(Arrays.copyOf(values, size));
      size = 0;
      known.clear();
      return column;
    }
  }

  private static int grown(int size) {
    return size + (size >> 1) + 16;
  }

  private static InputException notFinite(
      DuckdbBatches table, long row, String name, String value, String what) {
    return new InputException(
        "%s, row %d: column %s: %s is not a finite %s"
            .formatted(
                table.source(),
                row + 1,
                InputException.quote(name),
                InputException.quote(value),
                what));
  }
}
