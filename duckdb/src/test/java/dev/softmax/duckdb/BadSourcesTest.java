package dev.softmax.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One sentence for each source that is none, and nothing of a statement runs that is no query.
class BadSourcesTest {
  @TempDir private Path folder = Path.of("");

  private static void assertRefused(String word, String message) {
    assertThatThrownBy(
            () -> DuckdbTables.read(DuckdbSource.of(word).orElseThrow(), DuckdbOptions.defaults()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n", "LINE 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sql:                                | has no statement
          sql:selec 1                         | sql:selec 1: syntax error at or near "selec" (line 1, column 1)
          sql:select 1; select 2              | has 2 statements; there must be one SELECT
          sql:select foo from range(3)        | "foo" not found in FROM clause; Candidate bindings: "range" (line 1, column 8)
          sql:select 1 as a, 2 as b, 3 as a   | columns 1 and 3 have the same name 'a'
          sql:select 1 as a where false       | has no rows
          sql:select cast('x' as int)         | Could not convert string 'x' to INT32
          sql:select cast(if(range < 9999, '1', 'x') as int) from range(10000) | Could not convert string 'x' to INT32
          sql:select 1 as b, 'inf'::double a  | row 1: column 'a': 'inf' is not a finite number
          sql:select 'infinity'::date as a    | is not a finite date
          sql:select {'x': 1} as a            | column 'a' is of the type STRUCT(x INTEGER)
          sql:select interval 1 day as a      | column 'a' is of the type INTERVAL
          sql:select 'x'::blob as a           | column 'a' is of the type BLOB
          sql:from 'https://example.org/x.parquet' | only local files are read
          sql:from 'nowhere.parquet'          | No files found
          sql:install httpfs                  | is not a SELECT
          sql:load 'x.duckdb_extension'       | is not a SELECT
          sql:set threads = 9                 | is not a SELECT
          nowhere.parquet                     | nowhere.parquet: cannot be read: there is no such file
          """)
  void refuses(String word, String message) {
    assertRefused(word, message);
  }

  @Test
  void runsNothingButQueries() {
    Path target = folder.resolve("out.csv");
    assertRefused("sql:copy (select 1) to '" + target + "'", "is not a SELECT");
    assertRefused("sql:attach '" + target + "' as x", "is not a SELECT");
    assertRefused("sql:copy (select 1) to '" + target + "'; select 1", "is not a SELECT");
    assertThat(target).doesNotExist();
  }

  @Test
  void damagedParquet() throws IOException, SQLException {
    Path whole =
        Database.write(
            folder.resolve("t.parquet"), "SELECT range AS a, random() AS b FROM range(5000)");
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut.parquet");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length - 9));
    assertRefused(cut.toString(), cut + ": is cut short");
    Files.write(cut, "PAR1".getBytes(StandardCharsets.US_ASCII));
    assertRefused(cut.toString(), cut + ": is cut short");
    Files.writeString(cut, "a,b\n1,2\n");
    assertRefused(cut.toString(), cut + ": is no Parquet file");
    Arrays.fill(bytes, bytes.length - 60, bytes.length - 8, (byte) 0x7F);
    Files.write(cut, bytes);
    assertRefused(cut.toString(), cut + ": ");
    Path none = Database.write(folder.resolve("none.parquet"), "SELECT 1 AS a WHERE false");
    assertRefused(none.toString(), none + ": has no rows");
  }

  @Test
  void badJson() throws IOException {
    Path file = Files.writeString(folder.resolve("t.jsonl"), "{\"a\": null}\n{\"a\": \n");
    assertRefused(file.toString(), file + ", line 2: is not valid JSON");
    Files.writeString(file, "");
    assertRefused(file.toString(), file + ": is empty");
    Files.writeString(file, "[1, 2]\n[3, 4]\n");
    assertRefused(file.toString(), file + ": holds JSON, but no objects");
    Files.writeString(file, "{\"a\": {\"b\": 1}}\n");
    assertRefused(file.toString(), "column 'a' is of the type STRUCT(b BIGINT)");
  }
}
