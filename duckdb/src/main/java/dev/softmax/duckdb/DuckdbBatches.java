package dev.softmax.duckdb;

import dev.softmax.data.BatchOptions;
import dev.softmax.data.Column;
import dev.softmax.data.Table;
import dev.softmax.data.TableBatches;
import dev.softmax.io.InputException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/// The rows of a file or a query, as DuckDB finds them.
final class DuckdbBatches implements TableBatches {
  private final Statements statements;
  private final DuckdbOptions options;
  private final int rows;
  private final Session session;
  private final Statement statement;
  private final ResultSet result;
  private final List<CellReader> readers;
  private long before;

  private DuckdbBatches(
      Statements statements, DuckdbOptions options, Optional<BatchOptions> batches, Session session)
      throws SQLException {
    this.statements = statements;
    this.options = options;
    this.rows = batches.map(BatchOptions::rows).orElse(Integer.MAX_VALUE);
    this.session = session;
    statements.requireSelect(session);
    SequencedMap<String, String> types = types();
    batches.ifPresent(wanted -> wanted.require(statements.source(), types.keySet()));
    Set<String> names =
        batches.<Set<String>>map(wanted -> wanted.columns().keySet()).orElse(types.keySet());
    this.readers = readers(types, names);
    this.statement = session.connection().createStatement();
    this.result = statement.executeQuery(sql(names));
  }

  static DuckdbBatches open(
      Statements statements, DuckdbOptions options, Optional<BatchOptions> batches) {
    try {
      Session session = Session.open(options, threads(statements, options), true);
      try {
        return new DuckdbBatches(statements, options, batches, session);
      } catch (SQLException | RuntimeException e) {
        session.close();
        throw e;
      }
    } catch (SQLException e) {
      throw explained(statements, options, e);
    }
  }

  private static int threads(Statements statements, DuckdbOptions options) {
    return statements.from().isPresent() ? options.threads() : 1;
  }

  /// The columns' types by name, in order.
  private SequencedMap<String, String> types() throws SQLException {
    SequencedMap<String, String> types = new LinkedHashMap<>();
    try (PreparedStatement prepared = session.connection().prepareStatement(statements.sql())) {
      ResultSetMetaData data = prepared.getMetaData();
      for (int i = 1; i <= data.getColumnCount(); i++) {
        String name = data.getColumnName(i);
        if (types.put(name, data.getColumnTypeName(i)) != null) {
          throw new InputException(
              "%s: columns %d and %d have the same name %s; AS gives one another"
                  .formatted(
                      statements.source(),
                      1 + new ArrayList<>(types.keySet()).indexOf(name),
                      i,
                      InputException.quote(name)));
        }
      }
    }
    return types;
  }

  /// A file's columns can be chosen before it is read; a query's are all computed.
  private String sql(Set<String> names) {
    return statements
        .from()
        .map(
            from ->
                names.stream()
                    .map(Statements::name)
                    .collect(Collectors.joining(", "))
                    .transform(columns -> "SELECT " + columns + " FROM " + from))
        .orElse(statements.sql());
  }

  private List<CellReader> readers(SequencedMap<String, String> types, Set<String> names) {
    List<CellReader> all = new ArrayList<>();
    List<String> order = List.copyOf(statements.from().isPresent() ? names : types.keySet());
    for (int i = 0; i < order.size(); i++) {
      String name = order.get(i);
      if (names.contains(name)) {
        all.add(
            CellReader.of(name, i + 1, types.getOrDefault(name, ""))
                .orElseThrow(() -> refused(name, types)));
      }
    }
    return all;
  }

  private InputException refused(String name, Map<String, String> types) {
    return new InputException(
        "%s: column %s is of the type %s, which is no number, text or date; %s"
            .formatted(
                statements.source(),
                InputException.quote(name),
                types.get(name),
                statements.from().isPresent()
                    ? "a query leaves it out: \"sql:select … from '" + statements.source() + "'\""
                    : "leave it out or CAST it"));
  }

  @Override
  public String source() {
    return statements.source();
  }

  @Override
  public Optional<Table> next() {
    int count = 0;
    try {
      while (count < rows && result.next()) {
        for (CellReader reader : readers) {
          reader.read(result, this, before + count);
        }
        count++;
      }
    } catch (SQLException e) {
      throw explained(statements, options, e);
    }
    if (count == 0) {
      if (before == 0) {
        throw new InputException(source() + ": has no rows");
      }
      return Optional.empty();
    }
    SequencedMap<String, Column> columns = new LinkedHashMap<>();
    for (CellReader reader : readers) {
      columns.put(reader.name(), reader.take());
    }
    Table table = Table.of(new Table.Origin(source(), statements.file(), before), columns);
    before += count;
    return Optional.of(table);
  }

  /// An error in a streamed result does not say what it is. So the statement runs once more.
  private static InputException explained(
      Statements statements, DuckdbOptions options, SQLException e) {
    if (!ErrorText.isLost(e)) {
      return ErrorText.of(statements, e);
    }
    try (Session session = Session.open(options, threads(statements, options), false);
        Statement again = session.connection().createStatement();
        ResultSet whole = again.executeQuery(statements.sql())) {
      return new InputException(
          statements.source() + ": cannot be read" + (whole.next() ? "" : ": has no rows"), e);
    } catch (SQLException reason) {
      return ErrorText.of(statements, reason);
    }
  }

  @Override
  public void close() {
    try (session;
        statement) {
      result.close();
    } catch (SQLException e) {
      throw ErrorText.of(statements, e);
    }
  }
}
