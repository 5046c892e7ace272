package dev.softmax.cli;

import dev.softmax.io.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Numbers in rows and columns, with the names of both: those of the file, or their numbers from 1.
///
/// @param source what messages call it
/// @param rows names of the rows
/// @param columns names of the columns
/// @param values `(rows, columns)`, perhaps `-inf`
@SuppressWarnings("ArrayRecordComponent") // handed from the reader to the figure once
record NamedRows(String source, List<String> rows, List<String> columns, double[][] values) {
  private static final Pattern BLANKS = Pattern.compile("[ \t]+");
  private static final Pattern QUOTES = Pattern.compile("^\"(.*)\"$");

  /// One line of the file.
  private record Line(int number, List<String> cells) {}

  /// Reads a file: cells between commas, semicolons, bars or tabs, else between blanks. Names of the
  /// columns may stand in the first line, names of the rows in the first column.
  ///
  /// @param file its name, `-` for standard input
  /// @throws InputException when it cannot be read, with the place of what is wrong
  static NamedRows read(String file, InputStream standardInput) throws IOException {
    if (file.equals("-")) {
      return read("standard input", new InputStreamReader(standardInput, StandardCharsets.UTF_8));
    }
    Path path = Path.of(file);
    if (Files.isDirectory(path)) {
      throw new InputException(file + ": is a folder, not a file of weights");
    }
    try (Reader reader =
        new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8)) {
      return read(file, reader);
    }
  }

  private static NamedRows read(String source, Reader reader) throws IOException {
    List<Line> lines = lines(reader);
    if (lines.isEmpty()) {
      throw new InputException(source + ": there are no weights in it");
    }
    boolean header = isHeader(lines.getFirst().cells);
    List<Line> body = header ? lines.subList(1, lines.size()) : lines;
    if (body.isEmpty()) {
      throw new InputException(source + ": there are names in it, but no weights");
    }
    boolean named = body.stream().anyMatch(line -> isNames(line.cells.subList(0, 1)));
    int first = named ? 1 : 0;
    int width = body.getFirst().cells.size() - first;
    if (width < 1) {
      throw new InputException(
          source + ", line " + body.getFirst().number + ": there is a name, but no weight");
    }
    double[][] values = new double[body.size()][];
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      Line line = body.get(i);
      if (line.cells.size() - first != width) {
        throw new InputException(
            source
                + ", line "
                + line.number
                + ": "
                + (line.cells.size() - first)
                + " weights, but the rows before have "
                + width);
      }
      rows.add(named ? line.cells.getFirst() : Integer.toString(i + 1));
      values[i] = new double[width];
      for (int j = 0; j < width; j++) {
        String where = source + ", line " + line.number + ", column " + (first + j + 1);
        values[i][j] = ScoreRows.parse(line.cells.get(first + j), where);
      }
    }
    List<String> columns =
        header
            ? columns(source, lines.getFirst(), width, named)
            : IntStream.rangeClosed(1, width).mapToObj(Integer::toString).toList();
    return new NamedRows(source, rows, columns, values);
  }

  private static List<String> columns(String source, Line line, int width, boolean named) {
    int names = line.cells.size();
    // Above the names of the rows there may be a corner.
    if (names != width && !(named && names == width + 1)) {
      throw new InputException(
          source
              + ", line "
              + line.number
              + ": "
              + names
              + " names, but the rows below have "
              + width
              + " weights");
    }
    return line.cells.subList(names - width, names);
  }

  private static List<Line> lines(Reader reader) throws IOException {
    List<Line> lines = new ArrayList<>();
    BufferedReader in = new BufferedReader(reader);
    int number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      number++;
      String text = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
      if (!text.isBlank()) {
        lines.add(new Line(number, cells(text)));
      }
    }
    return lines;
  }

  private static List<String> cells(String line) {
    for (String separator : List.of(",", ";", "|", "\t")) {
      if (line.contains(separator)) {
        return Arrays.stream(line.split(Pattern.quote(separator), -1))
            .map(cell -> QUOTES.matcher(cell.strip()).replaceFirst("$1"))
            .toList();
      }
    }
    return List.of(BLANKS.split(line.strip(), -1));
  }

  /// An empty corner tells a header too, whose names may be numbers.
  private static boolean isHeader(List<String> cells) {
    return isNames(cells.subList(1, cells.size()))
        || (cells.size() > 1 && cells.getFirst().isEmpty());
  }

  /// Whether a cell is there that is no number.
  private static boolean isNames(List<String> cells) {
    return cells.stream().anyMatch(cell -> !ScoreRows.isNumber(cell));
  }
}
