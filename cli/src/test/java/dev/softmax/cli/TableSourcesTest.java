package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tables that are no CSV, tables of every kind of column, and long ones.
class TableSourcesTest {
  private static final String IRIS = "../examples/data/iris.csv";
  private static final Path KINDS =
      Path.of("../duckdb/src/test/resources/golden/duckdb/kinds.parquet");

  @TempDir private Path folder = Path.of("");
  private String model = "";

  @BeforeEach
  void nameModel() {
    model = folder.resolve("m").toString();
  }

  private Run train(String data, String... more) {
    return Run.of(List.of("train", data, "--model", model), more);
  }

  private static String withoutInputs(Run run) {
    assertThat(run.status()).as(run.err()).isZero();
    return run.out().replaceAll("(?m)^(\"[^\"]*\"|[^,]*),", "");
  }

  @Test
  void everySourceGivesTheSameModelAndTheSamePredictions() throws IOException {
    String query = "sql:select * from '" + IRIS + "'";
    StringBuilder lines = new StringBuilder();
    for (String line : Files.readAllLines(Path.of(IRIS)).subList(1, 151)) {
      String[] cells = line.split(",", -1);
      lines.append(
          "{\"sepal_length\":%s,\"sepal_width\":%s,\"petal_length\":%s,\"petal_width\":%s,\"species\":\"%s\"}\n"
              .formatted((Object[]) cells));
    }
    String json = Files.writeString(folder.resolve("iris.jsonl"), lines).toString();
    String tabs =
        Files.write(
                folder.resolve("iris.tsv"),
                Files.readString(Path.of(IRIS))
                    .replace(',', '\t')
                    .getBytes(StandardCharsets.UTF_16))
            .toString();
    assertThat(train(IRIS).status()).isZero();
    String expected = withoutInputs(Run.of("predict", model, IRIS, "--csv"));
    String measured = Run.of("evaluate", model, IRIS).out();
    for (String source : List.of(query, json, tabs)) {
      assertThat(train(source, "--target", "species", "--split", "0.2").err()).isEmpty();
      assertThat(withoutInputs(Run.of("predict", model, source, "--csv")))
          .as(source)
          .isEqualTo(expected);
      assertThat(Run.of("evaluate", model, source).out()).as(source).isEqualTo(measured);
    }
    assertThat(Run.of("predict", model, json).out()).contains("iris.jsonl, row 150");
    assertThat(Run.of("inspect", model, "--json").json().getFirst().get("provenance"))
        .asString()
        .contains("iris.tsv");
    // A test set that is a query keeps its commas.
    Run tested =
        train(
            query,
            "--test",
            "sql:select sepal_length, sepal_width, petal_length, petal_width, species from '"
                + IRIS
                + "' limit 100");
    assertThat(tested.out()).as(tested.err()).contains("held out  100 rows");
  }

  @Test
  void inspectShowsWhatWasDoneToEachColumn() throws IOException {
    StringBuilder rows = new StringBuilder("id,when,member,size,colour,same,y\n");
    for (int row = 0; row < 60; row++) {
      rows.append(
          "n%d,2024-01-%02dT%02d:30,%s,%s,%s,1,%s\n"
              .formatted(
                  row,
                  1 + row % 28,
                  row % 24,
                  row % 2 == 0 ? "yes" : "no",
                  row % 4 == 0 ? "" : row * 7 % 11,
                  row % 3 == 0 ? "red" : "blue",
                  row % 5 < 2 ? "a" : "b"));
    }
    Run trained =
        train(Files.writeString(folder.resolve("t.csv"), rows).toString(), "--split", "0");
    assertThat(trained.err()).hasLineCount(2).contains("'id'", "'same'");
    assertThat(Run.of("inspect", model).out())
        .containsPattern("id +left out +has 60 different texts in 60 rows")
        .containsPattern("when +date +days since 1970, mean 197.*time of the week, of the day")
        .containsPattern("member +flag +yes is 1, no is 0; mean 0.500000")
        .containsPattern("size +number +mean .* and whether missing \\(25.0 %\\)")
        .containsPattern("colour +categories +blue, red")
        .containsPattern("same +left out +is '1' in every row");
    var columns = Run.list(Run.of("inspect", model, "--json").json().getFirst(), "columns");
    assertThat(columns).hasSize(6);
    assertThat((Map<?, ?>) columns.get(3))
        .extracting("column", "as", "missing", "features")
        .containsExactly("size", "number", 0.25, 2);
  }

  @Test
  void fewCategoriesAreKeptWhenAsked() throws IOException {
    StringBuilder rows = new StringBuilder("s,y\n");
    for (int row = 0; row < 400; row++) {
      rows.append("s").append(row % 13 * (row % 2)).append(row % 3 == 0 ? ",a\n" : ",b\n");
    }
    String data = Files.writeString(folder.resolve("t.csv"), rows).toString();
    assertThat(train(data, "--max-levels", "3").out()).containsPattern("features +4\n");
    assertThat(Run.of("inspect", model).out()).contains("3 of 13 texts: ", "; all others together");
    assertThat(train(data, "--max-levels", "0").status()).isEqualTo(2);
  }

  @Test
  void longTablesArePredictedInParts() throws IOException {
    assertThat(train(IRIS).status()).isZero();
    List<String> lines = Files.readAllLines(Path.of(IRIS));
    Path long0 = folder.resolve("long.csv");
    StringBuilder text = new StringBuilder(lines.getFirst() + "\n");
    for (int i = 0; i < 400; i++) {
      lines.subList(1, 151).forEach(line -> text.append(line).append('\n'));
    }
    Files.writeString(long0, text);
    List<String> few = Run.of("predict", model, IRIS, "--csv").out().lines().toList();
    List<String> many = Run.of("predict", model, long0.toString(), "--csv").out().lines().toList();
    assertThat(many).hasSize(60_001);
    for (int i = 1; i < many.size(); i += 997) {
      assertThat(many.get(i).replaceAll("^\"[^\"]*\"", ""))
          .isEqualTo(few.get(1 + (i - 1) % 150).replaceAll("^\"[^\"]*\"", ""));
      assertThat(many.get(i)).contains("line " + (i + 1) + "\"");
    }
    assertThat(Run.of("predict", model, long0.toString()).out().lines()).hasSize(60_000);
    var metrics = Run.of("evaluate", model, long0.toString(), "--json").json().getFirst();
    assertThat(metrics).containsEntry("rows", 60_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sql:select 1 as a; drop table x  | sql:select 1 as a; drop table x: is not a SELECT
          sql:selec                        | syntax error at or near "selec" (line 1, column 1)
          sql:select 1 as a, 2 as a        | columns 1 and 2 have the same name 'a'
          sql:select 1 as a where false    | has no rows
          nowhere.parquet                  | nowhere.parquet: cannot be read: there is no such file
          nowhere.jsonl                    | nowhere.jsonl: cannot be read: there is no such file
          """)
  void refusesBadSources(String source, String message) {
    Run run = train(source);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("softmax: ").contains(message).hasLineCount(1);
    assertThat(folder.resolve("m")).doesNotExist();
  }

  @Test
  void refusesWhatAModelCannotUse() throws IOException {
    Path cut = folder.resolve("cut.parquet");
    byte[] whole = Files.readAllBytes(KINDS);
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    assertThat(train(cut.toString()).err())
        .isEqualTo(
            "softmax: "
                + cut
                + ": is cut short: a Parquet file ends with PAR1, this one does not\n");
    assertThat(train(IRIS).status()).isZero();
    Run other = Run.of("predict", model, KINDS.toString());
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err())
        .hasLineCount(1)
        .contains("kinds.parquet: lacks the columns 'sepal_length'");
    Run text =
        Run.of(
            "predict",
            model,
            "sql:select 1 as sepal_length, 2 as sepal_width, 'x' as petal_length, 4 as"
                + " petal_width");
    assertThat(text.err())
        .contains(
            ", row 1: column 'petal_length': 'x' is not a finite number, which the model needs");
  }
}
