package dev.softmax.data;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Reads texts and their labels: columns of a table, lines with a label each, or files that hold a
/// class each. Blank lines are passed over unless the options say otherwise; gzip is unpacked. Files of lines are UTF-8 unless the
/// options say otherwise; tables are read as [TableReader] says.
public final class TextReader {
  /// Endings that say that a file is text, and not what its class is.
  private static final Set<String> TEXT_ENDINGS =
      Set.of("txt", "text", "csv", "tsv", "dat", "data");

  /// More of a feature in one bag is no count of words.
  private static final int MOST_COUNT = 1000;

  /// Bytes in which the first line begins.
  private static final int GLANCE = 4096;

  private TextReader() {}

  /// Whether a file's first line that is not blank begins with a label of [TextForm#FASTTEXT], which no
  /// table's header does.
  ///
  /// @param file any file; one that cannot be read is none
  public static boolean recognises(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try {
      String text = new String(Source.of(file).first(GLANCE), StandardCharsets.UTF_8);
      return text.replaceFirst("^\uFEFF", "").stripLeading().startsWith(TextLines.PREFIX);
    } catch (IOException | InputException e) {
      // Who reads it next says why.
      return false;
    }
  }

  /// Reads a file with a text a line.
  ///
  /// @param file the file
  /// @param options where labels are, encoding
  /// @throws InputException when it cannot be read or is empty, when the form cannot be found out,
  ///     or naming the line that is not valid in the encoding or has no label or two
  public static TextData read(Path file, TextReadOptions options) {
    if (options.form() == TextForm.LIBSVM) {
      return bags(LibsvmReader.read(file, LibsvmOptions.defaults()));
    }
    TextLines lines = TextLines.read(file, options);
    TextForm form = options.form() == TextForm.AUTO ? lines.form() : options.form();
    if (form == TextForm.NONE) {
      return TextData.of(file.toString(), lines.texts(), null, lines.places());
    }
    List<String> texts = new ArrayList<>(lines.size());
    List<String> labels = new ArrayList<>(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      String label = lines.split(form, i, texts);
      int colon = options.coarse() ? label.indexOf(':') : -1;
      labels.add(colon > 0 ? label.substring(0, colon) : label);
    }
    String source = file.toString();
    return TextData.of(
        source,
        texts,
        LabelColumn.table(source, file, LabelColumn.of(labels), lines.places()),
        lines.places());
  }

  /// Bags of features as texts of their indices in the file.
  private static TextData bags(SparseRows bags) {
    List<String> texts = new ArrayList<>(bags.size());
    for (int row = 0; row < bags.size(); row++) {
      StringBuilder text = new StringBuilder();
      for (int i = bags.offsets()[row]; i < bags.offsets()[row + 1]; i++) {
        double count = bags.values()[i];
        if (!(count >= 0 && count <= MOST_COUNT && count == Math.rint(count))) {
          throw new InputException(
              "%s: index %d has the value %s, but bags need whole counts from 0 to %d"
                  .formatted(
                      bags.place(row),
                      bags.indices()[i] + bags.base(),
                      NumericColumn.text(count),
                      MOST_COUNT));
        }
        for (int k = 0; k < count; k++) {
          text.append(bags.indices()[i] + bags.base()).append(' ');
        }
      }
      texts.add(text.toString());
    }
    return TextData.of(bags.source(), texts, bags.targets(), bags.targets().places());
  }

  /// Reads files that hold the texts of one class each, a text a line. Classes are named by the
  /// files' endings (`rt-polarity.pos` and `rt-polarity.neg`) where these all differ and none only
  /// says that the file is text (`.txt`), else by the files' names without their ending. An ending
  /// `.gz` does not count.
  ///
  /// @param files two files or more
  /// @param options the encoding; the form is not needed
  /// @throws InputException when one cannot be read or is empty, when two have the same name, or
  ///     naming the line that is not valid in the encoding
  public static TextData readClasses(List<Path> files, TextReadOptions options) {
    List<String> names = classNames(files);
    List<String> texts = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    List<TextData.Origin> origins = new ArrayList<>();
    List<int[]> parts = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      TextLines lines = TextLines.read(files.get(i), options.withBlankLines(false));
      texts.addAll(lines.texts());
      parts.add(lines.numbers());
      for (int line = 0; line < lines.size(); line++) {
        labels.add(names.get(i));
      }
    }
    int[] numbers = parts.stream().flatMapToInt(IntStream::of).toArray();
    for (Path file : files) {
      origins.add(new TextData.Origin(file.toString(), new Places("line", numbers)));
    }
    int[] originOf =
        IntStream.range(0, files.size())
            .flatMap(i -> IntStream.range(0, parts.get(i).length).map(_ -> i))
            .toArray();
    return TextData.of(texts, labels, List.copyOf(origins), originOf);
  }

  private static List<String> classNames(List<Path> files) {
    if (files.size() < 2) {
      throw new IllegalArgumentException("there must be two files or more, one for each class");
    }
    List<String> whole =
        files.stream()
            .map(file -> String.valueOf(file.getFileName()).replaceFirst("\\.gz$", ""))
            .toList();
    List<String> endings = whole.stream().map(name -> name.replaceFirst("^.*\\.", "")).toList();
    boolean named =
        whole.stream().allMatch(name -> name.matches(".+\\.[^.]+"))
            && endings.stream().noneMatch(TEXT_ENDINGS::contains)
            && new HashSet<>(endings).size() == files.size();
    List<String> names =
        named
            ? endings
            : whole.stream().map(name -> name.replaceFirst("(?<=.)\\.[^.]+$", "")).toList();
    for (int i = 0; i < names.size(); i++) {
      int before = names.indexOf(names.get(i));
      if (before < i) {
        throw new InputException(
            "%s and %s would both hold the class %s; name the files by their classes"
                .formatted(files.get(before), files.get(i), InputException.quote(names.get(i))));
      }
    }
    return names;
  }

  /// Reads texts and labels from a table in a file.
  ///
  /// @param file what [TableReader] reads
  /// @param textColumns the columns of the texts, joined by a blank where there are several
  /// @param target the column of the labels, if there are any
  /// @param options how the file is read
  /// @throws InputException when the file cannot be read, is no table or lacks a column
  public static TextData readTable(
      Path file, List<String> textColumns, Optional<String> target, ReadOptions options) {
    Set<String> asText = new HashSet<>(options.textColumns());
    asText.addAll(textColumns);
    return of(TableReader.read(file, options.withTextColumns(asText)), textColumns, target);
  }

  /// Takes texts and labels from a table. Missing texts are empty; missing labels stay missing.
  ///
  /// @param table the table
  /// @param textColumns the columns of the texts, one or more
  /// @param target the column of the labels, if there are any
  /// @throws InputException when the table lacks a column
  public static TextData of(Table table, Collection<String> textColumns, Optional<String> target) {
    if (textColumns.isEmpty()) {
      throw new IllegalArgumentException("texts come from one column or more");
    }
    List<Column> columns = textColumns.stream().map(table::column).toList();
    List<String> texts = new ArrayList<>(table.rows());
    for (int row = 0; row < table.rows(); row++) {
      texts.add(text(columns, row));
    }
    return TextData.of(
        table.source(),
        texts,
        target.map(name -> table.select(List.of(name))).orElse(null),
        table.places());
  }

  private static String text(List<Column> columns, int row) {
    if (columns.size() == 1) {
      return columns.getFirst().text(row);
    }
    StringBuilder text = new StringBuilder();
    for (Column column : columns) {
      if (!column.isMissing(row)) {
        text.append(text.isEmpty() ? "" : " ").append(column.text(row));
      }
    }
    return text.toString();
  }
}
