package dev.softmax.duckdb;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/// Files written by DuckDB itself.
final class Database {
  private Database() {}

  /// Writes the rows of a query to a file, in the format of its name.
  static Path write(Path file, String query) throws SQLException {
    try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
        Statement statement = connection.createStatement()) {
      statement.execute("COPY (" + query + ") TO '" + file + "'");
    }
    return file;
  }
}
