package dev.softmax.data;

import dev.softmax.io.InputException;
import java.util.Optional;

/// A table that is read from its first row to its last, some rows at a time: what does not fit into memory
/// can be predicted so. Whoever has opened one closes it. Not safe for threads.
public interface TableBatches extends AutoCloseable {
  /// What messages call the table.
  String source();

  /// The next rows, or empty after the last ones. The first call gives one row at least.
  ///
  /// @throws InputException when they cannot be read, or there is no row at all: one sentence that names
  ///     the file, and line and column where there are any
  Optional<Table> next();

  @Override
  void close();

  /// A table that is in memory, in batches.
  ///
  /// @param table the table
  /// @param options how many rows, and the columns that must be there
  /// @throws InputException when a column is missing
  static TableBatches of(Table table, BatchOptions options) {
    return new TableSlices(table, options);
  }
}
