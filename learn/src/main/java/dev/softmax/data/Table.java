package dev.softmax.data;

import dev.softmax.io.InputException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Named columns of equal length, and where they came from. Immutable.
public final class Table {
  /// How many column names a message lists before it stops.
  private static final int NAMED = 12;

  private final String source;
  private final @Nullable Path file;
  private final SequencedMap<String, Column> columns;
  private final int rows;
  private final Places places;

  Table(String source, @Nullable Path file, SequencedMap<String, Column> columns, Places places) {
    this.source = source;
    this.file = file;
    this.columns = columns;
    this.rows = columns.firstEntry().getValue().rows();
    this.places = places;
  }

  /// Where a table comes from.
  ///
  /// @param source what messages call it
  /// @param file the file it was read from, if it is one
  /// @param rowsBefore how many rows of the file come before those of the table
  public record Origin(String source, Optional<Path> file, long rowsBefore) {}

  /// A table of columns made in code.
  ///
  /// @param source what messages call it
  /// @param columns at least one, all of the same length
  /// @throws IllegalArgumentException when there is none, or the lengths differ
  public static Table of(String source, Map<String, Column> columns) {
    return of(new Origin(source, Optional.empty(), 0), columns);
  }

  /// A table of columns that code has read from somewhere, all rows one after another.
  ///
  /// @param origin where they come from
  /// @param columns at least one, all of the same length, in the order of the map
  /// @throws IllegalArgumentException when there is none, or the lengths differ
  public static Table of(Origin origin, Map<String, Column> columns) {
    String source = origin.source();
    if (columns.isEmpty()) {
      throw new IllegalArgumentException(source + ": a table needs a column");
    }
    SequencedMap<String, Column> copy = new LinkedHashMap<>(columns);
    Table table =
        new Table(
            source, origin.file().orElse(null), copy, new Places("row", origin.rowsBefore(), null));
    copy.forEach(
        (name, column) -> {
          if (column.rows() != table.rows) {
            throw new IllegalArgumentException(
                source
                    + ": column "
                    + InputException.quote(name)
                    + " has "
                    + column.rows()
                    + " rows, the first has "
                    + table.rows);
          }
        });
    return table;
  }

  /// What messages call this table: the file as it was named.
  public String source() {
    return source;
  }

  /// The file it was read from; empty for one made in code.
  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /// How many rows it has.
  public int rows() {
    return rows;
  }

  /// The columns' names, in order.
  public List<String> names() {
    return List.copyOf(columns.keySet());
  }

  /// Whether it has such a column.
  ///
  /// @param name a column's name
  public boolean contains(String name) {
    return columns.containsKey(name);
  }

  /// A column.
  ///
  /// @param name its name
  /// @throws InputException when there is none, with the names there are
  public Column column(String name) {
    Column column = columns.get(name);
    if (column == null) {
      throw new InputException(
          source
              + ": has no column "
              + InputException.quote(name)
              + "; its columns are "
              + list(columns.keySet()));
    }
    return column;
  }

  /// The same rows with these columns only, in the order given.
  ///
  /// @param names at least one column's name
  /// @throws InputException when there is no such column
  public Table select(Collection<String> names) {
    SequencedMap<String, Column> chosen = new LinkedHashMap<>();
    for (String name : names) {
      chosen.put(name, column(name));
    }
    if (chosen.isEmpty()) {
      throw new InputException(source + ": no column is left");
    }
    return new Table(source, file, chosen, places);
  }

  /// The same rows without these columns; names that it lacks are passed over.
  ///
  /// @param names columns' names
  /// @throws InputException when no column is left
  public Table drop(Collection<String> names) {
    Set<String> dropped = new HashSet<>(names);
    return select(columns.keySet().stream().filter(name -> !dropped.contains(name)).toList());
  }

  /// A view of some rows, in the order given.
  ///
  /// @param indices rows of this table, from 0
  public Table rows(int[] indices) {
    int[] copy = indices.clone();
    SequencedMap<String, Column> chosen = new LinkedHashMap<>();
    columns.forEach((name, column) -> chosen.put(name, column.rows(copy)));
    return new Table(source, file, chosen, places.rows(copy));
  }

  /// Where a row is, for messages: `train.csv, line 17`; for tables that did not come from text, the
  /// row, counted from 1.
  ///
  /// @param row from 0
  public String place(int row) {
    return source + ", " + places.text(row);
  }

  /// Names for a message: each quoted, and no more than twelve.
  ///
  /// @param names columns' names
  static String list(Collection<String> names) {
    List<String> quoted = names.stream().limit(NAMED).map(InputException::quote).toList();
    String text = String.join(", ", quoted);
    int more = names.size() - quoted.size();
    return more > 0 ? text + " and " + more + " more" : text;
  }

  /// Where its rows are in the source.
  Places places() {
    return places;
  }

  /// The columns by name, in order.
  SequencedMap<String, Column> columns() {
    return Collections.unmodifiableSequencedMap(columns);
  }
}
