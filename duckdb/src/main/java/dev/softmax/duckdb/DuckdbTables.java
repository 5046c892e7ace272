package dev.softmax.duckdb;

import dev.softmax.data.BatchOptions;
import dev.softmax.data.Table;
import dev.softmax.data.TableBatches;
import dev.softmax.io.InputException;
import java.util.Optional;

/// Reads tables through DuckDB. Whole numbers, decimals and floats become numbers (beyond 2⁵³ and 16 digits
/// they are rounded), times of a day seconds since midnight, booleans the texts `true` and `false`, dates and
/// timestamps dates (those with a zone in UTC), texts, enumerations and UUIDs texts, without white space
/// around them. NULL, NaN and the empty text are missing values; unlike in CSV, `NA` is a text. Lists,
/// structs, maps, blobs, intervals and what else there is are refused.
///
/// Rows come in the order of the file, or in that of the query (which needs `ORDER BY` where it groups or
/// joins); the same query gives the same rows every time, also where it draws at random.
public final class DuckdbTables {
  private DuckdbTables() {}

  /// Reads a table.
  ///
  /// @param source a file or a query
  /// @param options what DuckDB may use
  /// @throws InputException when it cannot be read, is no table, or has no rows: one sentence that names
  ///     the file or the query, and row, column or place in the query where there are any
  public static Table read(DuckdbSource source, DuckdbOptions options) {
    try (DuckdbBatches batches =
        DuckdbBatches.open(Statements.of(source), options, Optional.empty())) {
      return batches.next().orElseThrow();
    }
  }

  /// Opens a table to read it in batches. Of a file, only the columns that are wanted are read.
  ///
  /// @param source a file or a query
  /// @param options what DuckDB may use
  /// @param batches the columns that are wanted, and how many rows at a time
  /// @throws InputException as [#read], or when a column is missing
  public static TableBatches open(
      DuckdbSource source, DuckdbOptions options, BatchOptions batches) {
    return DuckdbBatches.open(Statements.of(source), options, Optional.of(batches));
  }
}
