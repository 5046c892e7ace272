package dev.softmax.duckdb;

import dev.softmax.io.InputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What messages call a source, and the SQL that reads it.
///
/// @param source what messages call it
/// @param file the file, if it is one
/// @param from what stands after `FROM` to read a file; empty for a query
/// @param sql the statement that gives all columns
record Statements(String source, Optional<Path> file, Optional<String> from, String sql) {
  /// Characters of a query in a message.
  private static final int SHOWN = 60;

  /// Parses a query without running it.
  private static final String PARSE =
      """
      SELECT j->>'$.error' AS error, j->>'$.error_message' AS message, j->>'$.position' AS position,
        coalesce(json_array_length(j, '$.statements'), 0) AS statements
      FROM (SELECT json_serialize_sql(?::VARCHAR) AS j)
      """;

  /// The statements for a source.
  ///
  /// @throws InputException when a file is not there, or is none
  static Statements of(DuckdbSource source) {
    return switch (source) {
      case DuckdbSource.Query(String sql) ->
          new Statements(named(sql), Optional.empty(), Optional.empty(), sql);
      case DuckdbSource.Parquet(Path path) -> {
        require(path);
        if (Files.isDirectory(path)) {
          yield ofFile(path, "read_parquet(" + text(pattern(path) + "/*.parquet") + ")");
        }
        ParquetFile.requireWhole(path);
        yield ofFile(path, "read_parquet(" + text(pattern(path)) + ")");
      }
      case DuckdbSource.Json(Path path) -> {
        require(path);
        // All rows are looked at to find the columns' types: a later row of another type would be
        // an
        // error otherwise.
        yield ofFile(
            path, "read_json(" + text(pattern(path)) + ", records = true, sample_size = -1)");
      }
    };
  }

  private static Statements ofFile(Path path, String from) {
    return new Statements(
        path.toString(), Optional.of(path), Optional.of(from), "SELECT * FROM " + from);
  }

  private static void require(Path path) {
    if (!Files.exists(path)) {
      throw InputException.unreadable(path, new NoSuchFileException(path.toString()));
    }
  }

  private static String named(String sql) {
    String line = sql.replaceAll("\\s+", " ");
    if (line.isEmpty()) {
      return "the empty query";
    }
    int end = Math.min(line.length(), SHOWN);
    return DuckdbSource.QUERY + line.substring(0, end) + (end < line.length() ? "…" : "");
  }

  /// A path in which no character stands for others.
  private static String pattern(Path path) {
    return path.toString().replaceAll("([\\[*?])", "[$1]");
  }

  private static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  /// A column's name as SQL has it.
  static String name(String column) {
    return '"' + column.replace("\"", "\"\"") + '"';
  }

  /// Sees that a query is one `SELECT`, before anything of it runs: DuckDB's driver would run other
  /// statements, too, and complain afterwards.
  ///
  /// @throws InputException when it is none
  void requireSelect(Session session) throws SQLException {
    if (from.isPresent()) {
      return;
    }
    try (PreparedStatement parse = session.connection().prepareStatement(PARSE)) {
      parse.setString(1, sql);
      try (ResultSet parsed = parse.executeQuery()) {
        parsed.next();
        if (parsed.getString("error").equals("false")) {
          requireOne(parsed.getInt("statements"));
        } else {
          throw refusal(parsed.getString("message"), parsed.getString("position"));
        }
      }
    }
  }

  private void requireOne(int statements) {
    if (statements != 1) {
      throw new InputException(
          "%s: %s; there must be one SELECT"
              .formatted(
                  source,
                  statements == 0 ? "has no statement" : "has " + statements + " statements"));
    }
  }

  private InputException refusal(String message, @Nullable String position) {
    if (message.startsWith("Only SELECT")) {
      return new InputException(
          source + ": is not a SELECT, and nothing else may be run (WITH, FROM and VALUES may)");
    }
    String place = position == null ? "" : " (" + place(Integer.parseInt(position)) + ")";
    return new InputException(source + ": " + message + place);
  }

  /// A place in the query: its line and column, from 1.
  private String place(int position) {
    String before = sql.substring(0, Math.min(position, sql.length()));
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    return "line " + line + ", column " + (before.length() - before.lastIndexOf('\n'));
  }
}
