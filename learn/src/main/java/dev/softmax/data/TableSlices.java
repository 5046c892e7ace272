package dev.softmax.data;

import java.util.Optional;
import java.util.stream.IntStream;

/// Batches of a table that is in memory.
final class TableSlices implements TableBatches {
  private final Table table;
  private final int rows;
  private int next;

  TableSlices(Table table, BatchOptions options) {
    options.require(table.source(), table.names());
    this.table = table;
    this.rows = options.rows();
  }

  @Override
  public String source() {
    return table.source();
  }

  @Override
  public Optional<Table> next() {
    if (next == table.rows()) {
      return Optional.empty();
    }
    int from = next;
    next = Math.min(table.rows(), next + rows);
    return Optional.of(
        next - from == table.rows() ? table : table.rows(IntStream.range(from, next).toArray()));
  }

  @Override
  public void close() {
    next = table.rows();
  }
}
