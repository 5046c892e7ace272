package dev.softmax.duckdb;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What DuckDB can read as a table.
public sealed interface DuckdbSource {
  /// What a query begins with, where a file could stand as well.
  String QUERY = "sql:";

  /// A Parquet file.
  ///
  /// @param path the file, or a folder of files `*.parquet`, read in the order of their names
  record Parquet(Path path) implements DuckdbSource {}

  /// A file of JSON: an object a line, or an array of objects; gzip or not.
  ///
  /// @param path the file
  record Json(Path path) implements DuckdbSource {}

  /// A query: one `SELECT` in DuckDB's SQL.
  ///
  /// @param sql the query
  record Query(String sql) implements DuckdbSource {}

  /// What a word on a command line means: a query after `sql:`, a file that begins as Parquet or is named
  /// `.parquet` or `.pq`, or one that is named `.json`, `.jsonl` or `.ndjson` (and perhaps `.gz`). Empty for
  /// all else. DuckDB is not loaded to find out.
  ///
  /// @param word a query or the name of a file
  static Optional<DuckdbSource> of(String word) {
    if (word.regionMatches(true, 0, QUERY, 0, QUERY.length())) {
      return Optional.of(new Query(word.substring(QUERY.length()).strip()));
    }
    Path path;
    try {
      path = Path.of(word);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
    String name = word.toLowerCase(Locale.ROOT).replaceFirst("/+$", "");
    if (name.endsWith(".parquet") || name.endsWith(".pq") || ParquetFile.starts(path)) {
      return Optional.of(new Parquet(path));
    }
    String unpacked = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    return List.of(".json", ".jsonl", ".ndjson").stream().anyMatch(unpacked::endsWith)
        ? Optional.of(new Json(path))
        : Optional.empty();
  }
}
