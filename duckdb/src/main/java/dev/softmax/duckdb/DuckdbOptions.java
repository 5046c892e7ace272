package dev.softmax.duckdb;

import dev.softmax.Compute;

/// What DuckDB may use.
///
/// @param threads most threads that read a file. A query has one: with more, its rows and the last bits of
///     its sums would change from run to run
/// @param memory most bytes outside of Java's heap; a query that sorts or joins more writes it to a
///     temporary folder
public record DuckdbOptions(int threads, long memory) {
  private static final long GIBIBYTE = 1L << 30;

  /// Less is not enough to read anything.
  private static final long LEAST_MEMORY = 1L << 26;

  /// Checks the options.
  ///
  /// @throws IllegalArgumentException when there is no thread, or less than 64 MiB
  public DuckdbOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads + " must be at least 1");
    }
    if (memory < LEAST_MEMORY) {
      throw new IllegalArgumentException("memory: " + memory + " bytes are less than 64 MiB");
    }
  }

  /// As many threads as everything else may use, and 1 GiB.
  public static DuckdbOptions defaults() {
    return new DuckdbOptions(Compute.threads(), GIBIBYTE);
  }

  /// The same with another number of threads.
  ///
  /// @param value at least 1
  public DuckdbOptions withThreads(int value) {
    return new DuckdbOptions(value, memory);
  }

  /// The same with more or less memory.
  ///
  /// @param value bytes, at least 64 MiB
  public DuckdbOptions withMemory(long value) {
    return new DuckdbOptions(threads, value);
  }
}
