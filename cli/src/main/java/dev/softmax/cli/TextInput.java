package dev.softmax.cli;

import dev.softmax.data.ReadOptions;
import dev.softmax.data.Table;
import dev.softmax.data.TextData;
import dev.softmax.data.TextForm;
import dev.softmax.data.TextReadOptions;
import dev.softmax.data.TextReader;
import dev.softmax.duckdb.DuckdbSource;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where texts and their labels are.
final class TextInput {
  @Option(
      names = "--text",
      paramLabel = "COL,…",
      split = ",",
      description = "The columns of a table that hold the text; several are joined by a blank.")
  @Nullable List<String> columns;

  @Option(
      names = "--form",
      paramLabel = "FORM",
      description =
          "Where labels stand in lines of text: fasttext (__label__x text), tab, blank, libsvm (x"
              + " index:value) or none (default: found out).")
  @Nullable String form;

  @Option(
      names = "--coarse",
      description = "Of labels such as NUM:date only what is before the colon.")
  boolean coarse;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description = "Encoding of lines of text, such as windows-1252 (default: UTF-8).")
  @Nullable String encoding;

  /// Is the text in columns of a table?
  boolean inTable() {
    return columns != null;
  }

  /// Whether nothing but texts can be meant: their columns are named, or the first line of the file
  /// begins with a label.
  boolean areMeant(String data) {
    boolean file = DuckdbSource.of(data).isEmpty();
    return inTable() || (file && TextReader.recognises(TableInput.path(data)));
  }

  /// Are the texts bags of features?
  boolean ofBags() {
    return form != null && named(form) == TextForm.LIBSVM;
  }

  /// Reads labelled texts: a table, a file of labelled lines, or a file for each class.
  ///
  /// @param target the column of the labels, in a table
  TextData labelled(List<String> files, String target, ReadOptions reading) {
    if (columns != null) {
      return TextReader.of(table(files, reading), columns, Optional.of(target));
    }
    return files.size() > 1
        ? TextReader.readClasses(TableInput.paths(files), options(TextForm.NONE))
        : TextReader.read(TableInput.path(files.getFirst()), options(TextForm.AUTO));
  }

  /// Reads the table that has texts in columns.
  Table table(List<String> files, ReadOptions reading) {
    if (files.size() > 1) {
      throw new UsageException("--text takes one table, not " + files.size() + " files");
    }
    return TableInput.read(files.getFirst(), reading.withTextColumns(new HashSet<>(columns())));
  }

  /// The columns that hold the text; none where it is in lines.
  List<String> columns() {
    return columns == null ? List.of() : columns;
  }

  /// Reads texts without labels: a table, or a file with a text a line, be it blank.
  TextData unlabelled(String file, ReadOptions reading) {
    return columns != null
        ? TextReader.of(table(List.of(file), reading), columns, Optional.empty())
        : TextReader.read(TableInput.path(file), options(TextForm.NONE).withBlankLines(true));
  }

  /// The encoding of texts.
  Charset charset() {
    try {
      return encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new UsageException("there is no encoding '" + encoding + "'");
    }
  }

  private TextReadOptions options(TextForm otherwise) {
    return TextReadOptions.defaults()
        .withForm(form == null ? otherwise : named(form))
        .withEncoding(charset())
        .withCoarse(coarse);
  }

  private static TextForm named(String name) {
    return Arrays.stream(TextForm.values())
        .filter(form -> form.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "there is no form '"
                        + name
                        + "'; there are "
                        + Arrays.stream(TextForm.values())
                            .map(form -> form.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "))));
  }
}
