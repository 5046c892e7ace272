package dev.softmax.data;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.softmax.io.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Set;
import java.util.TreeSet;

/// Reads text tables: commas, tabs, semicolons or bars between the cells.
final class CsvFile {
  /// Longest cell, in characters; a quote that is never closed usually ends here.
  private static final int MAX_CELL = 1 << 24;

  private CsvFile() {}

  /// Reads a table. A file is read again when it proves not to be UTF-8, and when a column proves to
  /// be text after it began with numbers.
  static Table read(Source source, byte[] first, ReadOptions options) {
    Dialect dialect = Dialect.of(source.toString(), first, options.delimiter().orElse(null));
    Set<String> asText = new TreeSet<>(options.textColumns());
    while (true) {
      CsvRows rows =
          new CsvRows(
              source.toString(),
              options,
              name ->
                  asText.contains(name) ? ColumnBuilder.Kind.TEXT : ColumnBuilder.Kind.FOUND_OUT,
              dialect.decimalComma());
      try {
        parse(source, dialect, rows);
      } catch (CharacterCodingException e) {
        if (dialect.mark() > 0) {
          throw InputException.unreadable(source.file(), e);
        }
        dialect = dialect.withoutUtf8();
        continue;
      } catch (IOException e) {
        throw InputException.unreadable(source.file(), e);
      }
      rows.end();
      if (rows.mixed().isEmpty()) {
        return rows.take(source.file());
      }
      asText.addAll(rows.mixed());
    }
  }

  private static void parse(Source source, Dialect dialect, CsvRows rows) throws IOException {
    try (InputStream in = source.open();
        CloseableIterator<Boolean> records = records(in, dialect, rows)) {
      while (records.hasNext()) {
        records.next();
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (CsvParseException e) {
      throw explain(source, e);
    }
  }

  /// The rows of a text table, each of which `rows` hears when it is asked for.
  static CloseableIterator<Boolean> records(InputStream in, Dialect dialect, CsvRows rows)
      throws IOException {
    in.skipNBytes(dialect.mark());
    Reader text = new InputStreamReader(in, dialect.decoder());
    return CsvReader.builder()
        .fieldSeparator(dialect.delimiter())
        .allowUnclosedQuote(false)
        .trimWhitespacesAroundQuotes(true)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .maxBufferSize(MAX_CELL)
        .build(rows, text)
        .iterator();
  }

  /// Turns the parser's error into ours, or throws what it wraps.
  static InputException explain(Source source, CsvParseException e) throws IOException {
    if (e.getCause() instanceof InputException ours) {
      throw ours;
    }
    if (e.getCause() instanceof UncheckedIOException io) {
      throw io.getCause();
    }
    if (e.getCause() instanceof IOException io) {
      throw io;
    }
    String message = String.valueOf(e.getMessage());
    String line = message.replaceFirst("(?s).*(?:starting at|started in) line (\\d+).*", "$1");
    String at = line.equals(message) ? source.toString() : source + ", line " + line;
    if (e.getCause() instanceof OutOfMemoryError) {
      long most = Runtime.getRuntime().maxMemory() >> 20;
      return new InputException(
          at + ": the table is larger than the " + most + " MB of memory that Java may use", e);
    }
    if (message.startsWith("Unclosed quote")) {
      return new InputException(at + ": a quote is opened and never closed", e);
    }
    if (message.startsWith("Unexpected character after closing quote")) {
      return new InputException(
          at + ": something stands between a closing quote and the end of its cell", e);
    }
    if (message.contains("maximum buffer size")) {
      return new InputException(
          at + ": a cell is longer than " + MAX_CELL + " characters (a quote never closed?)", e);
    }
    return new InputException(at + ": " + message, e);
  }
}
