package dev.softmax.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.data.BatchOptions;
import dev.softmax.data.Column;
import dev.softmax.data.ColumnUse;
import dev.softmax.data.DateColumn;
import dev.softmax.data.NumericColumn;
import dev.softmax.data.Table;
import dev.softmax.data.TableBatches;
import dev.softmax.io.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What DuckDB reads is what was written, whole and in batches.
class DuckdbTablesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/duckdb");
  private static final DuckdbOptions OPTIONS = DuckdbOptions.defaults();

  @TempDir private Path folder = Path.of("");

  private static Table read(String word) {
    return DuckdbTables.read(DuckdbSource.of(word).orElseThrow(), OPTIONS);
  }

  private static List<String> texts(Column column) {
    List<String> texts = new ArrayList<>();
    for (int row = 0; row < column.rows(); row++) {
      texts.add(column.isMissing(row) ? "-" : column.text(row));
    }
    return texts;
  }

  /// What pandas reads of the same file.
  private static Map<String, List<JsonValue>> golden(String kind) throws IOException {
    Map<String, List<JsonValue>> columns = new LinkedHashMap<>();
    JsonValue.parse(Files.readString(GOLDEN.resolve("kinds.json")))
        .object()
        .need(kind)
        .object()
        .values()
        .forEach((name, values) -> columns.put(name, values.list()));
    assertThat(columns).isNotEmpty();
    return columns;
  }

  private static boolean isMissing(JsonValue value) {
    return value instanceof JsonValue.Text(String text) && text.equals("-");
  }

  @Test
  void parquetOfPandas() throws IOException {
    Table table = read(GOLDEN.resolve("kinds.parquet").toString());
    for (String kind : List.of("numbers", "times")) {
      golden(kind)
          .forEach(
              (name, values) -> {
                NumericColumn column = (NumericColumn) table.column(name);
                for (int row = 0; row < values.size(); row++) {
                  double expected =
                      isMissing(values.get(row)) ? Double.NaN : values.get(row).number();
                  assertThat(Double.compare(column.value(row), expected)).as(name).isZero();
                }
              });
    }
    for (String kind : List.of("texts", "flags")) {
      golden(kind)
          .forEach(
              (name, values) ->
                  assertThat(texts(table.column(name)))
                      .as(name)
                      .isEqualTo(values.stream().map(JsonValue::text).toList()));
    }
    golden("seconds")
        .forEach(
            (name, values) -> {
              DateColumn column = (DateColumn) table.column(name);
              for (int row = 0; row < values.size(); row++) {
                assertThat(column.micros(row))
                    .as(name)
                    .isEqualTo(
                        isMissing(values.get(row))
                            ? DateColumn.MISSING
                            : Math.round(values.get(row).number() * 1e6));
              }
            });
    assertThat(table.column("day").text(0)).isEqualTo("2024-02-29");
    assertThat(table.column("zoned").text(0)).isEqualTo("2024-02-29T11:30:00");
    assertThat(table.place(2)).endsWith("kinds.parquet, row 3");
    assertThat(table.file()).isPresent();
  }

  @Test
  void jsonLinesAndArrays() throws IOException {
    String lines =
        """
        {"a": 1, "b": "x", "c": null, "d": "2026-01-31", "e": 1.5, "f": true}
        {"a": 2.5, "b": " ", "d": "2026-02-01", "e": "é"}
        """;
    for (String name : List.of("t.jsonl", "t.ndjson", "t[1]*.json")) {
      String text =
          name.endsWith(".json") ? "[" + lines.strip().replace("}\n", "},\n") + "]" : lines;
      Table table = read(Files.writeString(folder.resolve(name), text).toString());
      assertThat(table.names()).as(name).containsExactly("a", "b", "c", "d", "e", "f");
      assertThat(texts(table.column("a"))).containsExactly("1", "2.5");
      assertThat(texts(table.column("b"))).containsExactly("x", "-");
      assertThat(texts(table.column("c"))).containsExactly("-", "-");
      assertThat(table.column("d")).isInstanceOf(DateColumn.class);
      assertThat(texts(table.column("e"))).containsExactly("1.5", "é");
      assertThat(texts(table.column("f"))).containsExactly("true", "-");
    }
  }

  @Test
  void queriesAreRepeatable() throws SQLException {
    Path file = Database.write(folder.resolve("t.csv"), "SELECT range AS n FROM range(10000)");
    String query =
        "sql: SELECT n % 7 AS k, sum(n / 3) AS s, random() AS r FROM '" + file + "' GROUP BY k;";
    Table once = read(query);
    assertThat(once.rows()).isEqualTo(7);
    Table twice = read(query);
    for (String name : once.names()) {
      assertThat(texts(twice.column(name))).isEqualTo(texts(once.column(name)));
    }
    assertThat(read("sql:SELECT 7 // 2 AS half").column("half").text(0)).isEqualTo("3");
    assertThat(once.place(0)).startsWith("sql:SELECT n % 7").contains("…, row 1");
  }

  @Test
  void batchesAreTheTableInParts() throws SQLException {
    Path file =
        Database.write(
            folder.resolve("t.parquet"),
            "SELECT range AS n, 'k' || range % 3 AS \"a \"\"b\", [1] AS l, DATE '2026-01-01' +"
                + " range::INT AS d FROM range(7000)");
    SequencedMap<String, ColumnUse> columns = new LinkedHashMap<>();
    columns.put("a \"b", ColumnUse.TEXT);
    columns.put("n", ColumnUse.NUMBER);
    BatchOptions options = new BatchOptions(3000, columns);
    DuckdbSource source = DuckdbSource.of(file.toString()).orElseThrow();
    List<String> read = new ArrayList<>();
    try (TableBatches batches = DuckdbTables.open(source, OPTIONS, options)) {
      for (var part = batches.next(); part.isPresent(); part = batches.next()) {
        Table table = part.get();
        assertThat(table.names()).containsExactly("a \"b", "n");
        assertThat(table.rows()).isLessThanOrEqualTo(3000);
        for (int row = 0; row < table.rows(); row++) {
          assertThat(table.place(row)).endsWith(", row " + (read.size() + 1));
          assertThat(table.column("n").text(row)).isEqualTo(Integer.toString(read.size()));
          read.add(table.column("a \"b").text(row));
        }
      }
    }
    assertThat(read).hasSize(7000).startsWith("k0", "k1", "k2", "k0").endsWith("k0");
    assertThatThrownBy(
            () -> DuckdbTables.open(source, OPTIONS, options.with("x", ColumnUse.NUMBER)))
        .hasMessage(file + ": lacks the column 'x' that the model needs");
    assertThatThrownBy(() -> read(file.toString()))
        .hasMessageStartingWith(file + ": column 'l' is of the type INTEGER[]");
  }

  @Test
  void whatASourceIs() throws IOException, SQLException {
    Path parquet = Database.write(folder.resolve("t.parquet"), "SELECT 1 AS a");
    Path hidden = Files.copy(parquet, folder.resolve("data"));
    assertThat(DuckdbSource.of(hidden.toString())).contains(new DuckdbSource.Parquet(hidden));
    assertThat(DuckdbSource.of("SQL: select 1")).contains(new DuckdbSource.Query("select 1"));
    assertThat(DuckdbSource.of("A.JSONL.gz"))
        .contains(new DuckdbSource.Json(Path.of("A.JSONL.gz")));
    assertThat(DuckdbSource.of("a.csv")).isEmpty();
    assertThat(DuckdbSource.of("no\0file")).isEmpty();
    Path many = Files.createDirectory(folder.resolve("many.parquet"));
    Database.write(many.resolve("1.parquet"), "SELECT 1 AS a");
    Database.write(many.resolve("2.parquet"), "SELECT 2 AS a");
    assertThat(texts(read(many + "/").column("a"))).containsExactly("1", "2");
  }

  @Test
  void leavesNothingBehind() throws IOException {
    Path temporary = Objects.requireNonNull(Files.createTempFile("here", "").getParent());
    long before = sessions(temporary);
    read("sql:SELECT range FROM range(10)");
    assertThat(sessions(temporary)).isEqualTo(before);
  }

  private static long sessions(Path temporary) throws IOException {
    try (var files = Files.list(temporary)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("softmax-duckdb"))
          .count();
    }
  }
}
