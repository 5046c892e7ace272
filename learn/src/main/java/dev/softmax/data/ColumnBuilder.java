package dev.softmax.data;

import dev.softmax.io.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects the cells of one column and finds out its type: numbers when every cell that is not
/// missing is one, else texts.
///
/// Of a number only its value is kept, not how it was written. A column that shows a text after
/// numbers is therefore [#mixed], and the file is read once more with that column as text. Where it is
/// known before as what the column is wanted, there is nothing to find out.
final class ColumnBuilder {
  private static final int FIRST_CAPACITY = 16;

  /// What is known of a column before it is read.
  enum Kind {
    /// Nothing.
    FOUND_OUT,
    /// Its cells are texts.
    TEXT,
    /// Its cells must be numbers.
    NUMBER,
    /// Nobody wants it.
    PASSED_OVER
  }

  private final Kind kind;
  private final boolean decimalComma;
  private int rows;
  private double @Nullable [] numbers;
  private int @Nullable [] codes;
  private final Map<String, Integer> known = new HashMap<>();
  private final List<String> levels = new ArrayList<>();
  private boolean mixed;
  private @Nullable String wrong;
  private int wrongRow;

  ColumnBuilder(Kind kind, boolean decimalComma) {
    this.kind = kind;
    this.decimalComma = decimalComma;
    if (kind == Kind.TEXT) {
      codes = new int[FIRST_CAPACITY];
    }
  }

  /// A builder of the same column's next rows.
  ColumnBuilder next() {
    return new ColumnBuilder(kind, decimalComma);
  }

  /// Whether nobody wants the column; it cannot be built then.
  boolean passedOver() {
    return kind == Kind.PASSED_OVER;
  }

  /// Whether texts came after numbers; what was collected is not the column then.
  boolean mixed() {
    return mixed;
  }

  void addMissing() {
    if (!mixed && !passedOver()) {
      if (codes != null) {
        put(codes, TextColumn.MISSING);
      } else if (numbers != null) {
        put(numbers, Double.NaN);
      } else {
        rows++;
      }
    }
  }

  /// Adds a cell.
  ///
  /// @return the text where the cell started a new level, for the caller to look at; else `null`
  @Nullable String add(char[] buffer, int offset, int length) {
    if (mixed || passedOver()) {
      return null;
    }
    if (Cell.isMissing(buffer, offset, length)) {
      addMissing();
      return null;
    }
    if (codes == null) {
      double number = Cell.number(buffer, offset, length, decimalComma);
      if (!Double.isNaN(number) || kind == Kind.NUMBER) {
        addNumber(number, buffer, offset, length);
        return null;
      }
      if (numbers != null) {
        mixed = true;
        numbers = null;
        return null;
      }
      codes = new int[Math.max(FIRST_CAPACITY, rows)];
      Arrays.fill(codes, 0, rows, TextColumn.MISSING);
    }
    return addText(codes, Cell.text(buffer, offset, length));
  }

  private void addNumber(double number, char[] buffer, int offset, int length) {
    if (numbers == null) {
      numbers = new double[Math.max(FIRST_CAPACITY, rows)];
      Arrays.fill(numbers, 0, rows, Double.NaN);
    }
    if (!Double.isFinite(number) && wrong == null) {
      wrong = Cell.text(buffer, offset, length);
      wrongRow = rows;
    }
    put(numbers, number);
  }

  private @Nullable String addText(int[] into, String text) {
    Integer code = known.get(text);
    if (code != null) {
      put(into, code);
      return null;
    }
    known.put(text, levels.size());
    put(into, levels.size());
    levels.add(text);
    return text;
  }

  private void put(double[] into, double value) {
    double[] room = rows < into.length ? into : Arrays.copyOf(into, grown());
    room[rows++] = value;
    numbers = room;
  }

  private void put(int[] into, int value) {
    int[] room = rows < into.length ? into : Arrays.copyOf(into, grown());
    room[rows++] = value;
    codes = room;
  }

  private int grown() {
    return rows + (rows >> 1) + FIRST_CAPACITY;
  }

  /// The column. One without any value is a column of missing numbers.
  ///
  /// @param source what messages call the table
  /// @param name the column
  /// @param places where its rows are
  /// @throws InputException when it is of numbers and one of them is infinite, or none
  Column build(String source, String name, Places places) {
    if (wrong != null && numbers != null) {
      throw new InputException(
          "%s, %s: column %s: %s is not a finite number%s"
              .formatted(
                  source,
                  places.text(wrongRow),
                  InputException.quote(name),
                  InputException.quote(wrong),
                  kind == Kind.NUMBER ? ", which the model needs" : ""));
    }
    if (codes != null) {
      return new TextColumn(List.copyOf(levels), Arrays.copyOf(codes, rows));
    }
    if (numbers != null) {
      return new DoubleColumn(Arrays.copyOf(numbers, rows));
    }
    double[] missing = new double[rows];
    Arrays.fill(missing, Double.NaN);
    return new DoubleColumn(missing);
  }
}
