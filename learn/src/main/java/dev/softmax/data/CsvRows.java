package dev.softmax.data;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import dev.softmax.io.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Hears the cells of a text file one by one and makes a table of them.
final class CsvRows extends AbstractBaseCsvCallbackHandler<Boolean> {
  /// Protects from a file that is one long line of commas.
  private static final int MAX_COLUMNS = 200_000;

  private final String source;
  private final ReadOptions options;
  private final Function<String, ColumnBuilder.Kind> kinds;
  private final boolean decimalComma;

  /// The first row, kept until the second one tells whether it is a header.
  private final List<String> first = new ArrayList<>();

  private final List<String> second = new ArrayList<>();
  private long firstLine;
  private int records;
  private boolean hasHeader;

  private List<String> names = List.of();
  private final List<ColumnBuilder> columns = new ArrayList<>();
  private int[] lines = new int[16];
  private int rows;

  /// Rows and lines of the tables that were taken before.
  private long rowsBefore;

  private long linesBefore;

  private long line;
  private int fields;
  private boolean blankStart;

  /// @param kinds what is known of a column, by its name
  /// @param decimalComma whether a comma may stand for the point of a number
  CsvRows(
      String source,
      ReadOptions options,
      Function<String, ColumnBuilder.Kind> kinds,
      boolean decimalComma) {
    this.source = source;
    this.options = options;
    this.kinds = kinds;
    this.decimalComma = decimalComma;
  }

  @Override
  protected void handleBegin(long startingLineNumber) {
    line = startingLineNumber;
    fields = 0;
    blankStart = false;
  }

  @Override
  protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
    fields = index + 1;
    if (index == 0 && !quoted && Cell.text(buffer, offset, length).isEmpty()) {
      // Either the first cell is missing or the line is blank; its end tells.
      blankStart = true;
      return;
    }
    if (records < 2) {
      if (index == 1 && blankStart) {
        (records == 0 ? first : second).add("");
      }
      if (index >= MAX_COLUMNS) {
        throw new InputException(at(line) + ": there are more than " + MAX_COLUMNS + " columns");
      }
      (records == 0 ? first : second).add(Cell.text(buffer, offset, length));
      return;
    }
    if (index == 1 && blankStart) {
      columns.getFirst().addMissing();
    }
    if (index < columns.size()) {
      String added = columns.get(index).add(buffer, offset, length);
      if (added != null) {
        checkText(added, line, index);
      }
    }
  }

  @Override
  protected Boolean buildRecord() {
    if (fields == 0 || (blankStart && fields == 1)) {
      return Boolean.FALSE;
    }
    if (records < 2) {
      bufferedRecord();
      return Boolean.TRUE;
    }
    endRow(line, fields);
    return Boolean.TRUE;
  }

  private void bufferedRecord() {
    if (records == 0) {
      firstLine = line;
    } else {
      start();
      addRow(second, line);
    }
    records++;
  }

  /// Takes the first row as the header or as data.
  private void start() {
    hasHeader =
        switch (options.header()) {
          case YES -> true;
          case NO -> false;
          case AUTO -> looksLikeHeader();
        };
    names = hasHeader ? headerNames() : numberedNames();
    for (String name : names) {
      columns.add(new ColumnBuilder(kinds.apply(name), decimalComma));
    }
    if (!hasHeader) {
      addRow(first, firstLine);
    }
  }

  private boolean looksLikeHeader() {
    double[] numbers =
        first.stream().mapToDouble(this::number).filter(x -> !Double.isNaN(x)).toArray();
    boolean contrast = false;
    for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
      contrast |= isText(first.get(i)) && !Double.isNaN(number(second.get(i)));
    }
    if (numbers.length == 0) {
      boolean names =
          first.stream().allMatch(this::isText) && Set.copyOf(first).size() == first.size();
      return contrast || names;
    }
    boolean counting = numbers.length > 1;
    for (int i = 1; i < numbers.length; i++) {
      counting &= numbers[i] == numbers[i - 1] + 1;
    }
    return contrast && counting;
  }

  private double number(String cell) {
    return Cell.number(cell.toCharArray(), 0, cell.length(), decimalComma);
  }

  private boolean isText(String cell) {
    return !Cell.isMissing(cell.toCharArray(), 0, cell.length()) && Double.isNaN(number(cell));
  }

  private List<String> headerNames() {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < first.size(); i++) {
      String name = first.get(i);
      if (name.isEmpty()) {
        throw new InputException(
            at(firstLine) + ": column " + (i + 1) + " has an empty name in the header");
      }
      checkText(name, firstLine, i);
      Integer before = places.putIfAbsent(name, i + 1);
      if (before != null) {
        throw new InputException(
            "%s: columns %d and %d have the same name %s in the header"
                .formatted(at(firstLine), before, i + 1, InputException.quote(name)));
      }
    }
    return List.copyOf(first);
  }

  private List<String> numberedNames() {
    List<String> numbered = new ArrayList<>();
    for (int i = 1; i <= first.size(); i++) {
      numbered.add("c" + i);
    }
    return numbered;
  }

  private void addRow(List<String> cells, long at) {
    for (int i = 0; i < Math.min(cells.size(), columns.size()); i++) {
      char[] cell = cells.get(i).toCharArray();
      String added = columns.get(i).add(cell, 0, cell.length);
      if (added != null) {
        checkText(added, at, i);
      }
    }
    endRow(at, cells.size());
  }

  private void endRow(long at, int cells) {
    if (cells != columns.size()) {
      throw new InputException(
          "%s: has %d %s, but %s has %d"
              .formatted(
                  at(at),
                  cells,
                  cells == 1 ? "cell" : "cells",
                  hasHeader ? "the header" : "the first row",
                  columns.size()));
    }
    if (rows == lines.length) {
      lines = Arrays.copyOf(lines, rows + (rows >> 1));
    }
    lines[rows++] = Math.toIntExact(at - linesBefore);
  }

  private void checkText(String text, long at, int column) {
    int control = Cell.control(text);
    if (control >= 0) {
      throw new InputException(
          "%s: column %d holds the control character U+%04X, so this is no table in text form"
              .formatted(at(at), column + 1, (int) text.charAt(control)));
    }
  }

  private String at(long number) {
    return source + ", line " + number;
  }

  /// Names of the columns that showed texts after numbers and are to be read again as text.
  Set<String> mixed() {
    Set<String> mixed = new TreeSet<>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).mixed()) {
        mixed.add(names.get(i));
      }
    }
    return mixed;
  }

  /// The columns' names, once two rows were heard or [#end] was called.
  List<String> names() {
    return names;
  }

  /// How many rows were heard since the last table was taken.
  int rows() {
    return rows;
  }

  /// Takes note that there are no more rows.
  ///
  /// @throws InputException when there was none, or a header only
  void end() {
    if (records == 0) {
      throw new InputException(source + ": is empty");
    }
    if (records == 1) {
      start();
      records++;
    }
    if (rows == 0 && rowsBefore == 0) {
      throw new InputException(source + ": has a header but no rows below it");
    }
  }

  /// A table of the rows since the last one was taken; when nothing is [#mixed], and there is a row and a
  /// column that is wanted. What is heard next begins another.
  Table take(Path file) {
    Places places = new Places("line", linesBefore, Arrays.copyOf(lines, rows));
    SequencedMap<String, Column> built = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      if (!columns.get(i).passedOver()) {
        built.put(names.get(i), columns.get(i).build(source, names.get(i), places));
      }
    }
    columns.replaceAll(ColumnBuilder::next);
    rowsBefore += rows;
    rows = 0;
    linesBefore = line;
    return new Table(source, file, built, places);
  }
}
