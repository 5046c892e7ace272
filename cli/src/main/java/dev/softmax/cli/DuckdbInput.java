package dev.softmax.cli;

import dev.softmax.data.BatchOptions;
import dev.softmax.data.Table;
import dev.softmax.data.TableBatches;
import dev.softmax.duckdb.DuckdbOptions;
import dev.softmax.duckdb.DuckdbSource;
import dev.softmax.duckdb.DuckdbTables;

/// The way to DuckDB: a class of its own, so that commands without such tables load nothing of it.
final class DuckdbInput {
  private DuckdbInput() {}

  static Table read(DuckdbSource source) {
    Ending.removeTemporaryFiles();
    return DuckdbTables.read(source, DuckdbOptions.defaults());
  }

  static TableBatches open(DuckdbSource source, BatchOptions batches) {
    Ending.removeTemporaryFiles();
    return DuckdbTables.open(source, DuckdbOptions.defaults(), batches);
  }
}
