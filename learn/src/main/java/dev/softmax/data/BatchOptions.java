package dev.softmax.data;

import dev.softmax.io.InputException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/// How a table is read in batches.
///
/// @param rows most rows of a batch
/// @param columns the columns that are wanted, and as what; others are passed over. A source whose columns
///     have types of their own (Parquet, a query) gives them as they are
public record BatchOptions(int rows, SequencedMap<String, ColumnUse> columns) {
  /// Copies the columns.
  ///
  /// @throws IllegalArgumentException when there is no row, or no column
  public BatchOptions {
    if (rows < 1) {
      throw new IllegalArgumentException("a batch of " + rows + " rows");
    }
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("a batch without a column");
    }
    columns = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(columns));
  }

  /// The same with one more column.
  ///
  /// @param name the column
  /// @param use as what it is wanted
  public BatchOptions with(String name, ColumnUse use) {
    SequencedMap<String, ColumnUse> more = new LinkedHashMap<>(columns);
    more.put(name, use);
    return new BatchOptions(rows, more);
  }

  /// The same with other batches.
  ///
  /// @param value most rows of a batch
  public BatchOptions withRows(int value) {
    return new BatchOptions(value, columns);
  }

  /// Sees that the wanted columns are there.
  ///
  /// @param source what messages call the table
  /// @param names its columns
  /// @throws InputException naming those that are missing
  public void require(String source, Collection<String> names) {
    Set<String> there = new HashSet<>(names);
    requireAll(source, columns.keySet().stream().filter(name -> !there.contains(name)).toList());
  }

  /// @param missing the columns that are not there
  static void requireAll(String source, List<String> missing) {
    if (!missing.isEmpty()) {
      throw new InputException(
          "%s: lacks %s %s that the model needs"
              .formatted(
                  source, missing.size() == 1 ? "the column" : "the columns", Table.list(missing)));
    }
  }
}
