package dev.softmax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A table in batches is the table, row by row and place by place.
class TableBatchesTest {
  @TempDir private Path folder = Path.of("");

  private static BatchOptions options(int rows, Object... namesAndUses) {
    SequencedMap<String, ColumnUse> columns = new LinkedHashMap<>();
    for (int i = 0; i < namesAndUses.length; i += 2) {
      columns.put((String) namesAndUses[i], (ColumnUse) namesAndUses[i + 1]);
    }
    return new BatchOptions(rows, columns);
  }

  private static List<String> rows(Table table, List<String> names) {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      StringBuilder line = new StringBuilder(table.place(row));
      for (String name : names) {
        line.append('|').append(table.column(name).text(row));
      }
      rows.add(line.toString());
    }
    return rows;
  }

  private static List<String> rows(Path file, BatchOptions options) {
    List<String> rows = new ArrayList<>();
    try (TableBatches batches = TableReader.open(file, ReadOptions.defaults(), options)) {
      for (var part = batches.next(); part.isPresent(); part = batches.next()) {
        assertThat(part.get().rows()).isBetween(1, options.rows());
        rows.addAll(rows(part.get(), List.copyOf(options.columns().keySet())));
      }
      assertThat(batches.next()).isEmpty();
    }
    return rows;
  }

  private static String text(String delimiter, int rows) {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder text = new StringBuilder(String.join(delimiter, "n", "größe", "note", "y\n"));
    for (int row = 0; row < rows; row++) {
      String note =
          row % 5 == 0 ? "\"two\nlines, \"\"quoted\"\"" + delimiter + "\"" : "é" + row % 7;
      String number = row % 11 == 0 ? "NA" : Double.toString(random.nextDouble());
      text.append(String.join(delimiter, number, Integer.toString(row), note, "c" + row % 3));
      text.append(row % 13 == 0 ? "\r\n\n" : "\n");
    }
    return text.toString();
  }

  @Test
  void partsAreTheWhole() throws IOException {
    BatchOptions all =
        options(
            97,
            "note",
            ColumnUse.TEXT,
            "n",
            ColumnUse.NUMBER,
            "größe",
            ColumnUse.NUMBER,
            "y",
            ColumnUse.TEXT);
    for (String delimiter : List.of(",", "\t", ";", "|")) {
      for (String charset : List.of("UTF-8", "UTF-16", "windows-1252")) {
        Path file =
            Files.write(
                folder.resolve("t.csv"), text(delimiter, 500).getBytes(Charset.forName(charset)));
        Table whole = TableReader.read(file, ReadOptions.defaults());
        List<String> expected = rows(whole, List.copyOf(all.columns().keySet()));
        for (int batch : new int[] {1, 97, 500, 10_000}) {
          assertThat(rows(file, all.withRows(batch)))
              .as("%s %s %d", delimiter, charset, batch)
              .isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void anEncodingThatShowsLate() throws IOException {
    byte[] text = ("a,b\n" + "1,x\n".repeat(50_000) + "2,é\n").getBytes(Dialect.WINDOWS_1252);
    Path file = Files.write(folder.resolve("t.csv"), text);
    assertThat(rows(file, options(1000, "b", ColumnUse.TEXT)))
        .hasSize(50_001)
        .endsWith(file + ", line 50002|é");
  }

  @Test
  void typesAreThoseWanted() throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), "a,b,c\n01,1,x\n02,y,z\n3,,z\n");
    assertThat(rows(file, options(2, "a", ColumnUse.TEXT, "c", ColumnUse.TEXT)))
        .containsExactly(file + ", line 2|01|x", file + ", line 3|02|z", file + ", line 4|3|z");
    assertThatThrownBy(() -> rows(file, options(2, "b", ColumnUse.NUMBER)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file + ", line 3: column 'b': 'y' is not a finite number, which the model needs");
    assertThatThrownBy(() -> rows(file, options(2, "d", ColumnUse.TEXT, "a", ColumnUse.TEXT)))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ": lacks the column 'd' that the model needs");
  }

  @Test
  void whatIsNoTable() throws IOException {
    Path file = folder.resolve("t.csv");
    BatchOptions options = options(2, "a", ColumnUse.TEXT);
    String[][] cases = {
      {"", "is empty"},
      {"a,b\n", "has a header but no rows"},
      {"a,b\n1,2\n1,2\n1,2\n3\n", "line 5: has 1 cell"},
      {"a,b\n1,2\n1,2\n1,\"2\n", "a quote is opened and never closed"},
    };
    for (String[] one : cases) {
      Files.writeString(file, one[0]);
      assertThatThrownBy(() -> rows(file, options))
          .isInstanceOf(InputException.class)
          .hasMessageContainingAll("t.csv", one[1]);
    }
    Files.writeString(file, "5");
    assertThat(rows(file, options(2, "c1", ColumnUse.TEXT))).containsExactly(file + ", line 1|5");
    Files.write(file, "PAR1....PAR1".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> rows(file, options)).hasMessageContaining("a Parquet file");
  }

  @Test
  void aTableInMemory() {
    Table table = Table.of("t", Map.of("a", NumericColumn.of(1, 2, 3)));
    TableBatches batches = TableBatches.of(table, options(2, "a", ColumnUse.NUMBER));
    assertThat(rows(batches.next().orElseThrow(), List.of("a")))
        .containsExactly("t, row 1|1", "t, row 2|2");
    assertThat(rows(batches.next().orElseThrow(), List.of("a"))).containsExactly("t, row 3|3");
    assertThat(batches.next()).isEmpty();
    assertThatThrownBy(() -> TableBatches.of(table, options(2, "b", ColumnUse.NUMBER)))
        .hasMessage("t: lacks the column 'b' that the model needs");
  }
}
