package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bad tables and bad models: one sentence, status 1, no file.
class BadInputTest {
  private static final String IRIS = "../examples/data/iris.csv";

  @TempDir private Path folder = Path.of("");

  private Run train(String table, String... more) throws IOException {
    Path data = Files.writeString(folder.resolve("data.csv"), table);
    String model = folder.resolve("m").toString();
    return Run.of(List.of("train", data.toString(), "--model", model), more);
  }

  private void assertRefused(Run run, String... parts) {
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("softmax: ").contains(parts).hasLineCount(1);
    assertThat(folder.resolve("m")).doesNotExist();
    String[] left = Objects.requireNonNullElse(folder.toFile().list(), new String[0]);
    assertThat(left).isSubsetOf("data.csv", "good.safetensors", "bad.safetensors", "new.csv");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                    | is empty
          a,b,c                 | has a header but no rows
          a,b;1,x;2,x           | has one class only, 'x'
          a,b;1,x;2             | data.csv, line 3: has 1 cell
          a,b;1,"x;2,y          | line 2: a quote is opened and never closed
          a,b;,x;,y;,x;,y;,x;,y | no column
          a,b;3,x;3,y;3,x;3,y;3,x;3,y | no column
          a,b;1,x;2,y           | no row can be held out
          """)
  void refusesTablesThatTeachNothing(String table, String message) throws IOException {
    String text = table.isEmpty() ? "" : table.replace(';', '\n') + "\n";
    assertRefused(train(text), "data.csv", message);
  }

  @Test
  void refusesATargetThatIsNotThere() throws IOException {
    assertRefused(train("a,b\n1,x\n2,y\n", "--target", "c"), "has no column 'c'", "'a', 'b'");
    assertRefused(train("a,b\n1,x\n2,y\n", "--target", "3"), "there is no column 3 among 2");
  }

  @Test
  void refusesABinaryFile() throws IOException {
    byte[] bytes = new byte[20_000];
    new Random(1).nextBytes(bytes);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    assertRefused(train(text), "data.csv", "binary file");
  }

  @Test
  void refusesPathsThatCannotBe() {
    String model = folder.resolve("m").toString();
    assertRefused(Run.of("train", "nowhere.csv", "--model", model), "nowhere.csv", "no such file");
    assertRefused(Run.of("train", IRIS, "--model", "no/such/m"), "there is no folder");
    assertRefused(Run.of("predict", "nowhere.safetensors", IRIS), "nowhere.safetensors", "no such");
    assertRefused(Run.of("inspect", folder.toString()), "it is not a regular file");
  }

  @Test
  void warnsOfColumnsThatItLeavesOut() throws IOException {
    String rows =
        IntStream.range(0, 40)
            .mapToObj(i -> "7,," + i % 4 + "," + (i % 4 < 2 ? "x" : "y"))
            .collect(Collectors.joining("\n", "constant,missing,a,b\n", "\nz,,1,lonely\n"));
    Run run = train(rows.replace("z,,", "7,,"));
    assertThat(run.status()).isZero();
    assertThat(run.err())
        .contains(
            "warning: ", "'constant' is '7' in every row", "'missing' has no value", "lonely");
  }

  @Test
  void learnsFromEnormousNumbersAndManyColumns() throws IOException {
    String rows =
        IntStream.range(0, 40)
            .mapToObj(i -> (i % 2 == 0 ? "1e300," : "-1e300,") + i % 3 + (i % 2 == 0 ? ",x" : ",y"))
            .collect(Collectors.joining("\n", "a,b,c\n", "\n"));
    assertThat(train(rows, "--json").json().getFirst()).containsEntry("accuracy", 1.0);

    String header =
        IntStream.range(0, 9_999).mapToObj(i -> "f" + i).collect(Collectors.joining(","));
    String wide =
        IntStream.range(0, 20)
            .mapToObj(i -> (i % 2 + ",").repeat(9_999) + (i % 2 == 0 ? "x" : "y"))
            .collect(Collectors.joining("\n", header + ",c\n", "\n"));
    assertThat(train(wide, "--json").json().getFirst()).containsEntry("accuracy", 1.0);
  }

  @Test
  void refusesHostileModels() throws IOException {
    byte[] good = model();
    refuse(Arrays.copyOf(good, 100), "cut off");
    refuse(Arrays.copyOf(good, good.length - 8), "");
    byte[] noise = new byte[5000];
    new Random(2).nextBytes(noise);
    refuse(noise, "is not a safetensors file");
    refuse(new byte[0], "is not a safetensors file");
    refuse(header(1L << 63, "{}", 0), "9223372036854775808 bytes");
    refuse(header(Long.MAX_VALUE, "{}", 0), "9223372036854775807 bytes");
    refuse(
        file(
            """
            {"a":{"dtype":"F64","shape":[2],"data_offsets":[0,16]},\
            "b":{"dtype":"F64","shape":[2],"data_offsets":[8,24]}}""",
            24),
        "overlaps");
    refuse(file("{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[16,32]}}", 16), "'a'");
    refuse(
        file(
            "{\"a\":{\"dtype\":\"F64\",\"shape\":[1099511627776,1099511627776],"
                + "\"data_offsets\":[0,16]}}",
            16),
        "impossible shape");
    refuse(file("{\"a\":" + "[".repeat(500_000) + "]".repeat(500_000) + "}", 0), "'a'");
    refuse(
        file("{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]}}", 16),
        "tensors of no network");
  }

  private byte[] model() throws IOException {
    Path good = folder.resolve("good.safetensors");
    assertThat(Run.of("train", IRIS, "--model", good.toString()).status()).isZero();
    return Files.readAllBytes(good);
  }

  private static byte[] file(String header, int data) {
    return header(header.length(), header, data);
  }

  private static byte[] header(long length, String header, int data) {
    return ByteBuffer.allocate(8 + header.length() + data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(header.getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  private void refuse(byte[] bytes, String message) throws IOException {
    Path bad = Files.write(folder.resolve("bad.safetensors"), bytes);
    for (String[] line :
        new String[][] {
          {"predict", bad.toString(), IRIS},
          {"evaluate", bad.toString(), IRIS},
          {"inspect", bad.toString()}
        }) {
      assertRefused(Run.of(line), "bad.safetensors", message);
    }
  }

  @Test
  void refusesTablesThatDoNotFitTheModel() throws IOException {
    model();
    String model = folder.resolve("good.safetensors").toString();
    Path few = Files.writeString(folder.resolve("new.csv"), "petal_length\n1\n2\n");
    assertRefused(
        Run.of("predict", model, few.toString()), "new.csv", "lacks the columns 'sepal_length'");
    Path text =
        Files.writeString(
            folder.resolve("new.csv"),
            "sepal_length,sepal_width,petal_length,petal_width,species\n1,2,3,4,rose\n");
    assertRefused(
        Run.of("evaluate", model, text.toString()),
        "new.csv, line 2: column 'species': 'rose' is none of the model's classes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          train d.csv                             | --model
          train d.csv --model m --split 1         | --split 1.0
          train d.csv --model m --split .1 --test t | not both
          train d.csv --model m --c 0             | --c 0
          train d.csv --model m --c x             | --c x
          train d.csv --model m --solver magic    | magic
          train d.csv --model m --epochs 0        | --epochs 0
          train d.csv --model m --learning-rate 1 | --learning-rate is for
          train d.csv --model m --threads 0       | --threads 0
          predict m                               | INPUT
          predict m d.csv --csv --json            | not both
          predict m d.csv --top 0                 | --top 0
          predict m d.csv --temperature 0         | --temperature 0.0
          evaluate m                              | DATA
          """)
  void wrongCommandLinesAreStatus2(String line, String message) {
    Run run = Run.of(line.split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message, "--help").hasLineCount(1);
  }
}
