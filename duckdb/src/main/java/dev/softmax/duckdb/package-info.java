/// Tables from Parquet files, JSON lines and arrays, and SQL queries, read by DuckDB in memory of its own.
///
/// DuckDB is native code: its jar has a library for Linux, macOS and Windows, which it writes to the folder
/// of temporary files (72 MB) and loads when the first table is read; an orderly exit removes it. The JVM
/// warns of that unless it is started with `--enable-native-access=duckdb.jdbc`, or `ALL-UNNAMED` on a class
/// path.
///
/// A query may read every local file that its user may read, by name or pattern (`from 'x.parquet'`,
/// `read_csv('*.csv')`). It must be a `SELECT`, so it writes, installs and loads nothing; DuckDB's
/// extensions are neither fetched nor loaded, so nothing is read from a network.
package dev.softmax.duckdb;
