package dev.softmax.data;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import dev.softmax.io.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;

/// A text table in batches.
final class CsvBatches implements TableBatches {
  private final Source source;
  private final BatchOptions options;
  private final CsvRows rows;
  private final InputStream in;
  private final CloseableIterator<Boolean> records;
  private boolean known;

  private CsvBatches(
      Source source, Dialect dialect, ReadOptions reading, BatchOptions options, InputStream in)
      throws IOException {
    this.source = source;
    this.options = options;
    this.in = in;
    this.rows = new CsvRows(source.toString(), reading, this::kind, dialect.decimalComma());
    this.records = CsvFile.records(in, dialect, rows);
  }

  static CsvBatches open(Source source, byte[] first, ReadOptions reading, BatchOptions options) {
    try {
      Dialect dialect =
          Dialect.of(source.toString(), first, reading.delimiter().orElse(null)).settled(source);
      InputStream in = source.open();
      try {
        return new CsvBatches(source, dialect, reading, options, in);
      } catch (IOException | RuntimeException | Error e) {
        in.close();
        throw e;
      }
    } catch (IOException e) {
      throw InputException.unreadable(source.file(), e);
    }
  }

  private ColumnBuilder.Kind kind(String name) {
    return switch (options.columns().get(name)) {
      case NUMBER -> ColumnBuilder.Kind.NUMBER;
      case TEXT -> ColumnBuilder.Kind.TEXT;
      case null -> ColumnBuilder.Kind.PASSED_OVER;
    };
  }

  @Override
  public String source() {
    return source.toString();
  }

  @Override
  public Optional<Table> next() {
    try {
      boolean more = records.hasNext();
      while (more) {
        records.next();
        if (!known && !rows.names().isEmpty()) {
          options.require(source(), rows.names());
          known = true;
        }
        if (rows.rows() >= options.rows()) {
          return Optional.of(rows.take(source.file()));
        }
        more = records.hasNext();
      }
    } catch (UncheckedIOException e) {
      throw InputException.unreadable(source.file(), Objects.requireNonNull(e.getCause()));
    } catch (CsvParseException e) {
      throw explained(e);
    }
    rows.end();
    if (!known) {
      options.require(source(), rows.names());
      known = true;
    }
    return rows.rows() == 0 ? Optional.empty() : Optional.of(rows.take(source.file()));
  }

  private InputException explained(CsvParseException e) {
    try {
      return CsvFile.explain(source, e);
    } catch (IOException io) {
      return InputException.unreadable(source.file(), io);
    }
  }

  @Override
  public void close() {
    try (in) {
      records.close();
    } catch (IOException e) {
      throw InputException.unreadable(source.file(), e);
    }
  }
}
