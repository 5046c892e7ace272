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
import java.util.Arrays;
import java.util.List;
import java.util.StringTokenizer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Rows of scores from the command line or a file.
///
/// @param source what messages call the file; empty for the command line
/// @param rows number of rows
/// @param classes scores in each row
/// @param logits the scores `(rows, classes)`
@SuppressWarnings("ArrayRecordComponent") // handed from the reader to the command once
record ScoreRows(String source, int rows, int classes, double[] logits) {
  private static final String BETWEEN = " \t,;|";

  /// One row from the words of the command line; a word may hold several scores, as `2,1,0.1` does.
  static ScoreRows of(List<String> words) {
    Growing all = new Growing();
    for (String word : words) {
      StringTokenizer scores = new StringTokenizer(word, BETWEEN);
      if (!scores.hasMoreTokens()) {
        throw new InputException("score " + (all.size + 1) + ": '" + word + "' is not a number");
      }
      while (scores.hasMoreTokens()) {
        String score = scores.nextToken();
        all.add(parse(score, "score " + (all.size + 1)));
      }
    }
    if (all.size == 0) {
      throw new InputException(
          "there are no scores; give some, as in softmax probs 2 1 0.1, or a file with --file");
    }
    return new ScoreRows("", 1, all.size, all.toArray());
  }

  /// The rows of a file: numbers between blanks, tabs, commas or semicolons, a row a line.
  ///
  /// @param file its name, `-` for standard input
  static ScoreRows read(String file, InputStream standardInput) throws IOException {
    if (file.equals("-")) {
      return read("standard input", new InputStreamReader(standardInput, StandardCharsets.UTF_8));
    }
    Path path = Path.of(file);
    if (Files.isDirectory(path)) {
      throw new InputException(file + ": is a folder, not a file of scores");
    }
    try (Reader reader =
        new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8)) {
      return read(file, reader);
    }
  }

  private static ScoreRows read(String source, Reader reader) throws IOException {
    Growing all = new Growing();
    int rows = 0;
    int classes = 0;
    BufferedReader lines = new BufferedReader(reader);
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (number == 1 && line.startsWith("\uFEFF")) {
        line = line.substring(1);
      }
      StringTokenizer scores = new StringTokenizer(line, BETWEEN);
      int column = 0;
      while (scores.hasMoreTokens()) {
        column++;
        String where = source + ", line " + number + ", column " + column;
        all.add(parse(scores.nextToken(), where));
      }
      if (column == 0) {
        continue;
      }
      if (rows > 0 && column != classes) {
        throw new InputException(
            source
                + ", line "
                + number
                + ": "
                + column
                + " scores, but the rows before have "
                + classes);
      }
      classes = column;
      rows++;
    }
    if (rows == 0) {
      throw new InputException(source + ": there are no scores in it");
    }
    return new ScoreRows(source, rows, classes, all.toArray());
  }

  /// A decimal number, or `-inf` for a class that is ruled out.
  static double parse(String word, String where) {
    String text = word.replace('\u2212', '-'); // the minus sign of documents
    if (text.equalsIgnoreCase("-inf")) {
      return Double.NEGATIVE_INFINITY;
    }
    String problem = "is not a number";
    // Java would also take 1d, 0x1p3 and NaN for numbers.
    if (text.chars().allMatch(c -> "+-.eE0123456789".indexOf(c) >= 0)) {
      try {
        double score = Double.parseDouble(text);
        if (Double.isFinite(score)) {
          return score;
        }
        problem = "is larger than any double";
      } catch (NumberFormatException e) {
        problem = "is not a number";
      }
    }
    String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
    throw new InputException(where + ": '" + shown + "' " + problem);
  }

  /// Whether a word looks like what [#parse] takes: a number, perhaps a wrong one.
  static boolean isNumber(String word) {
    String text = word.replace('\u2212', '-');
    return text.equalsIgnoreCase("-inf")
        || (text.chars().anyMatch(c -> c >= '0' && c <= '9')
            && text.chars().allMatch(c -> "+-.eE0123456789".indexOf(c) >= 0));
  }

  /// The classes' names, `labels` or their numbers from 0.
  List<String> names(String @Nullable [] labels) {
    if (labels == null) {
      return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }
    if (labels.length != classes) {
      throw new UsageException(
          "--labels: " + labels.length + " names for " + classes + " scores in a row");
    }
    return List.of(labels);
  }

  /// Sees that each row has probabilities, so that it can be drawn.
  ///
  /// @param probabilities what was made of the scores
  /// @throws InputException naming the first row that has none
  void requireDrawable(double[] probabilities) {
    for (int row = 0; row < rows; row++) {
      if (Arrays.stream(row(probabilities, row)).anyMatch(Double::isNaN)) {
        double largest = Arrays.stream(row(logits, row)).max().orElse(Double.NEGATIVE_INFINITY);
        throw new InputException(
            (source.isEmpty() ? "" : source + ", ")
                + ("row " + (row + 1))
                + (largest == Double.NEGATIVE_INFINITY
                    ? " rules out every class"
                    : " has no probabilities")
                + "; there is nothing to draw");
      }
    }
  }

  /// Row number `row`.
  double[] row(double[] values, int row) {
    return Arrays.copyOfRange(values, row * classes, (row + 1) * classes);
  }

  /// An array that grows.
  private static final class Growing {
    private double[] values = new double[64];
    private int size;

    void add(double value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, Math.multiplyExact(size, 2));
      }
      values[size++] = value;
    }

    double[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }
}
