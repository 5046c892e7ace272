package dev.softmax.cli;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Rows of cells in aligned columns, two blanks between them. A column of numbers stands to the
/// right, one of text to the left.
final class TextTable {
  /// Rows that are kept to find out how wide the columns are.
  private static final int LONG = 1000;

  private final boolean[] left;
  private final int[] widths;
  private final List<String[]> rows = new ArrayList<>();

  /// @param alignment one letter a column: `l` left, `r` right
  TextTable(String alignment) {
    left = new boolean[alignment.length()];
    widths = new int[left.length];
    for (int i = 0; i < left.length; i++) {
      left[i] = alignment.charAt(i) == 'l';
    }
  }

  TextTable row(String... cells) {
    rows.add(cells);
    return this;
  }

  /// Prints the rows that there are, once there are many: a table of any length can be written so. Later
  /// ones are as wide or wider.
  void printWhenLong(PrintStream out) {
    if (rows.size() == LONG) {
      print(out);
      rows.clear();
    }
  }

  void print(PrintStream out) {
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], width(row[i]));
      }
    }
    StringBuilder line = new StringBuilder();
    for (String[] row : rows) {
      line.setLength(0);
      for (int i = 0; i < row.length; i++) {
        String padding = " ".repeat(widths[i] - width(row[i]));
        line.append(i == 0 ? "" : "  ");
        line.append(left[i] ? row[i] + padding : padding + row[i]);
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  /// A probability, loss or other number to read: six decimals, or a power of ten where those would
  /// show nothing.
  static String number(double value) {
    double size = Math.abs(value);
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : Double.toString(value).replace("Infinity", "inf");
    }
    return size < 1e-4 || size >= 1e7
        ? String.format(Locale.ROOT, "%.4e", value)
        // Not String.format: this is in the path of the shortest command, which lives 0.1 s.
        : new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
  }

  /// A number as its author would write it: without a fraction of zero.
  static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value).replace("Infinity", "inf");
  }
}
