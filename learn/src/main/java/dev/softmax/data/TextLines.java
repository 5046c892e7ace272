package dev.softmax.data;

import dev.softmax.io.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The lines of a file, perhaps only those that are not blank.
///
/// @param file the file as it was named
/// @param texts the lines
/// @param numbers the number of each in the file
record TextLines(Path file, List<String> texts, int[] numbers) {
  /// What labels of [TextForm#FASTTEXT] begin with.
  static final String PREFIX = "__label__";

  /// So many lines tell the form.
  private static final int SAMPLE = 100;

  /// @throws InputException when there is none
  static TextLines read(Path file, TextReadOptions options) {
    List<String> texts = new ArrayList<>();
    int[][] numbers = {new int[1 << 10]};
    LineReader.read(
        file,
        options.encoding(),
        (text, number) -> {
          if (options.blankLines() || !text.isBlank()) {
            if (texts.size() == numbers[0].length) {
              numbers[0] = Arrays.copyOf(numbers[0], 2 * texts.size());
            }
            numbers[0][texts.size()] = number;
            texts.add(text);
          }
        });
    if (texts.isEmpty()) {
      throw new InputException(file + ": is empty");
    }
    return new TextLines(file, texts, Arrays.copyOf(numbers[0], texts.size()));
  }

  int size() {
    return texts.size();
  }

  Places places() {
    return new Places("line", numbers);
  }

  /// The form that [TextForm#AUTO] says.
  TextForm form() {
    List<String> texts = this.texts.stream().filter(line -> !line.isBlank()).toList();
    if (texts.isEmpty()) {
      return TextForm.NONE;
    }
    if (texts.getFirst().startsWith(PREFIX)) {
      return TextForm.FASTTEXT;
    }
    if (texts.stream().limit(SAMPLE).allMatch(line -> line.indexOf('\t') >= 0)) {
      return TextForm.TAB;
    }
    Set<String> labels = new HashSet<>();
    for (String line : texts) {
      int start = wordStart(line, 0);
      labels.add(line.substring(start, wordEnd(line, start)));
    }
    if (2 * labels.size() > texts.size()) {
      throw new InputException(
          ("%s: it cannot be told where its labels are: its %d lines begin with %d different words;"
                  + " say where with --form")
              .formatted(file, texts.size(), labels.size()));
    }
    return TextForm.BLANK;
  }

  /// Divides a line into its label and its text, which is added to a list; both are empty of a blank
  /// line.
  ///
  /// @throws InputException when it has no label, or two
  String split(TextForm form, int index, List<String> rest) {
    String line = texts.get(index);
    if (line.isBlank()) {
      rest.add("");
      return "";
    }
    int start = wordStart(line, 0);
    int end = wordEnd(line, start);
    switch (form) {
      case FASTTEXT -> {
        if (!line.startsWith(PREFIX, start) || end == start + PREFIX.length()) {
          throw at(index, "has no label; it should begin with " + PREFIX + " and its label");
        }
        if (line.startsWith(PREFIX, wordStart(line, end))) {
          throw at(index, "has two labels; a text can have one only");
        }
        start += PREFIX.length();
      }
      case TAB -> {
        end = line.indexOf('\t');
        if (end < 0) {
          throw at(index, "has no tab, which should stand between its label and its text");
        }
        if (line.substring(0, end).isBlank()) {
          throw at(index, "has no label before its tab");
        }
      }
      case BLANK -> {
        // A line that is not blank has a first word.
      }
      case AUTO, LIBSVM, NONE -> throw new IllegalArgumentException(form.name());
    }
    rest.add(line.substring(end).strip());
    return line.substring(start, end).strip();
  }

  private InputException at(int index, String what) {
    return new InputException("%s, line %d: %s".formatted(file, numbers[index], what));
  }

  private static int wordStart(String line, int from) {
    int start = from;
    while (start < line.length() && Character.isWhitespace(line.charAt(start))) {
      start++;
    }
    return start;
  }

  private static int wordEnd(String line, int start) {
    int end = start;
    while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
      end++;
    }
    return end;
  }
}
