package dev.softmax.duckdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;

/// A database in memory that reaches nothing but local files, and a folder for what does not fit into
/// memory.
///
/// @param connection the database
/// @param folder the folder, removed in the end
record Session(Connection connection, Path folder) implements AutoCloseable {
  /// Opens one.
  ///
  /// @param streamed whether results come as they are computed; if not, they are computed first, and errors
  ///     say what they are
  static Session open(DuckdbOptions options, int threads, boolean streamed) throws SQLException {
    Path folder;
    try {
      folder = Files.createTempDirectory("softmax-duckdb");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Properties properties = new Properties();
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    properties.setProperty("allow_community_extensions", "false");
    properties.setProperty("threads", Integer.toString(threads));
    properties.setProperty("memory_limit", options.memory() + "B");
    properties.setProperty("temp_directory", folder.toString());
    properties.setProperty("jdbc_stream_results", Boolean.toString(streamed));
    Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", properties);
    Session session = new Session(connection, folder);
    try (Statement statement = connection.createStatement()) {
      // The machine's zone and chance would make other rows of the same query.
      for (String setting :
          List.of("SET TimeZone = 'UTC'", "SELECT setseed(0.5)", "SET lock_configuration = true")) {
        statement.execute(setting);
      }
      return session;
    } catch (SQLException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    try (Stream<Path> left = Files.walk(folder)) {
      for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
