package dev.softmax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvParseException;
import dev.softmax.io.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.StringJoiner;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableReaderTest {
  @TempDir private Path folder;

  private Table read(String text) throws IOException {
    return read(text, ReadOptions.defaults());
  }

  private Table read(String text, ReadOptions options) throws IOException {
    return TableReader.read(Files.writeString(folder.resolve("t.csv"), text), options);
  }

  private Table read(byte[] bytes) throws IOException {
    return TableReader.read(Files.write(folder.resolve("t.csv"), bytes), ReadOptions.defaults());
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static double number(Table table, String column, int row) {
    return ((NumericColumn) table.column(column)).value(row);
  }

  private void fails(String text, String... words) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(folder.resolve("t.csv").toString())
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("\n");
  }

  @Test
  void typesAndMissingValues() throws IOException {
    Table table = read("a,b,c\n1,x,\n2.5e1,NA,n/a\n?,\"y, \"\"z\"\"\nw\",null\n-.5,x,NaN\n");
    assertThat(table.rows()).isEqualTo(4);
    assertThat(number(table, "a", 0)).isEqualTo(1);
    assertThat(number(table, "a", 1)).isEqualTo(25);
    assertThat(number(table, "a", 2)).isNaN();
    assertThat(number(table, "a", 3)).isEqualTo(-0.5);
    assertThat(table.column("b").isMissing(1)).isTrue();
    assertThat(table.column("b").text(2)).isEqualTo("y, \"z\"\nw");
    assertThat(table.column("c")).isInstanceOf(NumericColumn.class);
    assertThat(table.column("c").isMissing(0)).isTrue();
    // The quoted line end counts.
    assertThat(table.place(3)).endsWith("t.csv, line 6");
    assertThat(table.rows(new int[] {3, 0}).place(0)).endsWith("t.csv, line 6");
  }

  @Test
  void aTextAfterNumbersMakesTheColumnTextAsItWasWritten() throws IOException {
    Table table = read("a,b\n007,1\n1.0,2\nx,3\n");
    assertThat(table.column("a").text(0)).isEqualTo("007");
    assertThat(table.column("a").text(1)).isEqualTo("1.0");
    Table forced =
        read("a,b\n01,1\n02,2\n", ReadOptions.defaults().withTextColumns(Set.of("a", "zz")));
    assertThat(forced.column("a").text(0)).isEqualTo("01");
    assertThat(forced.column("b")).isInstanceOf(NumericColumn.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b\r\n1,x\r\n2,y\r\n\r\n\r\n",
        "a;b\n1;x\n2;y\n",
        "a\tb\n1\tx\n2\ty",
        "a|b\n1|x\n\n2|y\n   \n",
        "\uFEFFa,b\n1,x\n2,y\n",
        "\n\na,b\n1 , x\n 2,\"y\"\n",
        "a, \"b\" \n1, \"x\"\n2, y\n",
      })
  void theSameTableInOtherClothes(String text) throws IOException {
    Table table = read(text);
    assertThat(table.names()).containsExactly("a", "b");
    assertThat(table.rows()).isEqualTo(2);
    assertThat(number(table, "a", 1)).isEqualTo(2);
    assertThat(table.column("b").text(1)).isEqualTo("y");
  }

  @Test
  void encodings() throws IOException {
    String text = "naïve,größe\n1,é\n2,ü\n";
    for (String name : new String[] {"UTF-8", "windows-1252", "UTF-16"}) {
      Table table = read(text.getBytes(Charset.forName(name)));
      assertThat(table.names()).as(name).containsExactly("naïve", "größe");
      assertThat(table.column("größe").text(1)).isEqualTo("ü");
    }
    byte[] little = ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE);
    assertThat(read(little).names()).containsExactly("naïve", "größe");
    Table late = read(("a,b\n" + "1,x\n".repeat(50_000) + "2,é\n").getBytes(Dialect.WINDOWS_1252));
    assertThat(late.column("b").text(50_000)).isEqualTo("é");
    assertThat(read(gzip(text.getBytes(StandardCharsets.UTF_8))).rows()).isEqualTo(2);
  }

  @Test
  void decimalCommasWithSemicolonsOnly() throws IOException {
    Table table = read("x;y\n1,5;2,25\n-3,5;1e2\n");
    assertThat(number(table, "x", 0)).isEqualTo(1.5);
    assertThat(number(table, "y", 0)).isEqualTo(2.25);
    Table tabs = read("x\ty\n1,5\t2\n");
    assertThat(tabs.column("x")).isInstanceOf(TextColumn.class);
  }

  @Test
  void headers() throws IOException {
    assertThat(read("1,2\n3,4\n").names()).containsExactly("c1", "c2");
    assertThat(read("x,1,2\ny,3,4\n").names()).containsExactly("c1", "c2", "c3");
    assertThat(read("label,0,1,2\n5,0,0,7\n").names()).containsExactly("label", "0", "1", "2");
    assertThat(read("p,x,x\ne,y,x\n").names()).containsExactly("c1", "c2", "c3");
    assertThat(read("a,b\nNA,x\n").names()).containsExactly("a", "b");
    assertThat(read("5,?,x\n6,1,y\n").rows()).isEqualTo(2);
    Table texts = read("a,b\nc,d\n", ReadOptions.defaults().withHeader(Header.NO));
    assertThat(texts.rows()).isEqualTo(2);
    Table numbers = read("1,2\n3,4\n", ReadOptions.defaults().withHeader(Header.YES));
    assertThat(numbers.names()).containsExactly("1", "2");
    Table one = read("1,2,3\n");
    assertThat(one.rows()).isEqualTo(1);
  }

  @Test
  void numbersAreReadExactly() throws IOException {
    String[] cells = {
      "0.1",
      "1e-320",
      "9007199254740993",
      "123456789012345678901234567890",
      "1e23",
      "-0",
      "4.9e-324",
      "0.000000000000000000000000123",
      "1.7976931348623157e308",
      "+7.",
      "3E+05",
    };
    Table table = read("a\n" + String.join("\n", cells) + "\n");
    for (int row = 0; row < cells.length; row++) {
      assertThat(number(table, "a", row)).as(cells[row]).isEqualTo(Double.parseDouble(cells[row]));
    }
    for (String text : new String[] {"1f", "0x10", "1e", "1_0", ".", "-", "e5", "1.2.3", "1 2"}) {
      assertThat(Cell.number(text)).as(text).isNaN();
    }
  }

  @Test
  void raggedRows() {
    fails("a,b\n1,2\n3\n", "line 3", "1 cell,", "the header has 2");
    fails("a,b\n1,2\n3,4,5\n", "line 3", "3 cells", "the header has 2");
    fails("a,b\n1,2,3\n", "line 2", "3 cells");
    fails("1,2\n3,4\n5\n", "line 3", "the first row has 2");
  }

  @Test
  void emptyFilesAndHeaders() {
    fails("", "is empty");
    fails("\n  \n\n", "is empty");
    fails("a,b,c\n", "has a header but no rows");
    fails("a,b,a\n1,2,3\n", "line 1", "columns 1 and 3", "'a'");
    fails("a,,c\n1,2,3\n", "line 1", "column 2", "empty name");
  }

  @Test
  void quotes() {
    fails("a,b\n1,\"x\n2,y\n3,z\n", "line 2", "quote", "never closed");
    fails("a,b\n1,\"x\"y\n", "line 2", "closing quote");
    fails("a,b\n1,x\n2," + "y".repeat(17_000_000) + "\n", "line 3", "longer than 16777216");
  }

  /// As the parser says it: to fill the memory here would take it from other tests.
  @Test
  void aTableLargerThanMemoryIsSaidWithItsLine() throws IOException {
    CsvParseException thrown =
        new CsvParseException(
            "Exception when reading record that started in line 7", new OutOfMemoryError());
    assertThat(CsvFile.explain(Source.of(Path.of("t.csv")), thrown))
        .hasMessageMatching(
            "t\\.csv, line 7: the table is larger than the \\d+ MB of memory that Java may use");
  }

  @Test
  void infiniteNumbers() throws IOException {
    fails("a,b\n1,2\n3,inf\n", "line 3", "column 'b'", "'inf'", "finite");
    fails("a,b\n1,2\n3,-1e999\n", "line 3", "column 'b'", "'-1e999'");
    assertThat(read("a,b\n1,inf\n3,x\n").column("b").text(0)).isEqualTo("inf");
  }

  @Test
  void binaryFiles() {
    assertThatThrownBy(() -> read(new byte[] {1, 0, 0, 0, 44, 10, 7}))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("t.csv", "binary");
    fails("PK\u0003\u0004stuff", "ZIP", "Excel");
    fails("PAR1xyz", "Parquet");
    fails("a,b\n1,x\n2,y\u0000z\n", "line 3", "U+0000");
    String late = "a,b\n" + "1,x\n".repeat(50_000) + "2,y\u0001\n";
    fails(late, "line 50002", "column 2", "U+0001");
  }

  @Test
  void filesThatAreNotThere() {
    assertThatThrownBy(() -> TableReader.read(folder.resolve("no.csv"), ReadOptions.defaults()))
        .isInstanceOf(InputException.class)
        .hasMessage(folder.resolve("no.csv") + ": cannot be read: there is no such file or folder");
    assertThatThrownBy(() -> TableReader.read(folder, ReadOptions.defaults()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("train-images");
  }

  @Test
  void damagedGzip() throws IOException {
    byte[] whole = gzip("a,b\n1,2\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
    byte[] cut = Arrays.copyOf(whole, whole.length - 12);
    assertThatThrownBy(() -> read(cut))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("t.csv", "end too early");
    byte[] damaged = whole.clone();
    damaged[whole.length - 6] ^= 0x55;
    assertThatThrownBy(() -> read(damaged))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("t.csv", "damaged");
  }

  @Test
  void tenThousandColumns() throws IOException {
    StringJoiner header = new StringJoiner(",");
    StringJoiner row = new StringJoiner(",");
    for (int i = 0; i < 10_000; i++) {
      header.add("a_rather_long_name_" + i);
      row.add(Integer.toString(i % 10));
    }
    Table table = read(header + "\n" + (row + "\n").repeat(20));
    assertThat(table.names()).hasSize(10_000);
    assertThat(table.rows()).isEqualTo(20);
    assertThat(number(table, "a_rather_long_name_9999", 19)).isEqualTo(9);
    fails("a" + ",b".repeat(300_000) + "\n1\n", "more than 200000 columns");
  }
}
