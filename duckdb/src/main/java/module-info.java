import org.jspecify.annotations.NullMarked;

/// Tables from Parquet, JSON and SQL queries, through DuckDB and its native library.
@NullMarked
module dev.softmax.duckdb {
  requires static org.jspecify;
  requires transitive dev.softmax.learn;
  requires java.sql;
  requires duckdb.jdbc;
  requires tools.jackson.core;

  exports dev.softmax.duckdb; // Parquet, JSON and queries as tables
}
