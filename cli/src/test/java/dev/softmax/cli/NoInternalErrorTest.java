package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever stands on a command line and in its files, no answer is an internal error.
class NoInternalErrorTest {
  private static final Path IRIS = Path.of("../examples/data/iris.csv");

  /// Data of all sorts; the first word is the name of the file, `|` ends a line.
  private static final List<String> DATA =
      List.of(
          "empty",
          "blank ||",
          "header a,b,c",
          "one a,b|1,x",
          "two a,b|1,x|2,y",
          "labels x|y|x|y|x|y",
          "constant a,b,c|1,2,x|1,2,y|1,2,x|1,2,y|1,2,x|1,2,y",
          "missing a,b|,x|,y|,x|,y|2,|,x",
          "few a,b|1,x|2,x|3,y|4,y|5,z|6,z|1,x|3,y|5,z",
          "rows x 1:2 3:1|y 2:1|x 1:1|y 2:3|x|y 3:-1",
          "far x 1:1|y 2147483000:1|x 1:2|y 1:3",
          "words x\tgood|y\tbad|x\tfine|y\tworse|x\tbetter|y\tworst",
          "marked __label__x good|__label__y bad|__label__x fine|__label__y worse",
          "scores 1 2 3|-inf -inf -inf|0 0 0",
          "huge a,b|1e300,x|-1e300,y|1e308,x|-1e308,y|1,x|2,y");

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void write() throws IOException {
    for (String one : DATA) {
      String[] parts = one.split(" ", 2);
      String text = parts.length == 1 ? "" : parts[1].replace('|', '\n') + "\n";
      Files.writeString(folder.resolve(parts[0]), text);
    }
    Files.write(folder.resolve("bytes"), "\0\1\2\3\377".getBytes(StandardCharsets.ISO_8859_1));
    Files.copy(IRIS, folder.resolve("iris"));
    Files.createDirectory(folder.resolve("folder"));
  }

  private List<String> files() {
    return Arrays.stream(folder.toFile().list()).sorted().toList();
  }

  /// Words before which an `@` stands are files.
  private Run run(String line) {
    return Run.of(
        Arrays.stream(line.strip().split(" +"))
            .map(word -> word.equals("''") ? "" : word.replace("@", folder + "/"))
            .toArray(String[]::new));
  }

  private void assertAnswered(String line) {
    Run run = run(line);
    assertThat(run.err()).as(line).doesNotContain("internal error", "\tat ");
    assertThat(run.status()).as(line).isBetween(0, 2);
    if (run.status() != 0) {
      assertThat(run.err()).as(line).contains("softmax: ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--split 0",
        "--cv 3",
        "--balanced",
        "--kind table --hidden 4 --epochs 1",
        "--kind table --hidden 65536,65536 --epochs 1",
        "--kind table --hidden 4 --epochs 1 --learning-rate 1e30",
        "--kind sparse",
        "--kind sparse --split 0 --cv 3",
        "--kind text --epochs 1 --width 4",
        "--kind text --form libsvm --epochs 1 --width 4",
        "--text a --epochs 1 --width 4",
        "--kind image",
        "--kind language --epochs 1 --width 4 --context 4 --batch 2 --sample 0"
      })
  void training(String options) {
    for (String file : files()) {
      assertAnswered("train @" + file + " --model @folder/m " + options);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"iris", "iris --hidden 4 --epochs 1", "rows", "words --kind text --epochs 1"})
  void models(String training) {
    assertThat(run("train @" + training + " --model @model").status()).isZero();
    assertAnswered("inspect @model");
    for (String file : files()) {
      for (String options : List.of("", "--json", "--csv", "--top 9", "--coverage 0.9")) {
        assertAnswered("predict @model @" + file + " " + options);
      }
      assertAnswered("evaluate @model @" + file);
      for (String options :
          List.of(
              "",
              "--method none",
              "--method matrix",
              "--ensemble 2",
              "--ensemble 1000",
              "--method isotonic --ensemble 2",
              "--split 0.5",
              "--split 0.5 --ensemble 4")) {
        assertAnswered("calibrate @model @" + file + " --model @folder/c " + options);
      }
    }
  }

  @Test
  void ensemblesOfAnySize() {
    assertThat(run("train @few --split 0 --model @model").status()).isZero();
    for (String method : List.of("temperature", "vector", "dirichlet", "isotonic", "sigmoid")) {
      // Sets are made by folds of 8 of the 10 rows.
      for (int folds : new int[] {2, 8, 9, 10, 11}) {
        String line = "calibrate @model @few --model @folder/c --ensemble " + folds;
        assertAnswered(line + " --method " + method);
      }
    }
  }

  @Test
  void otherFiles() {
    for (String file : files()) {
      assertAnswered("summary @" + file + " --target b");
      assertAnswered("summary @" + file + " --target 2 --robust");
      assertAnswered("inspect @" + file);
      assertAnswered("predict @" + file + " @iris");
      assertAnswered("evaluate @" + file + " @iris --tokenizer @" + file);
      assertAnswered("generate @" + file);
      assertAnswered("import @" + file + " --model @folder/i");
      assertAnswered("export @" + file + " --weights @folder/e");
      assertAnswered("rl grid --steps 10 --map @" + file);
      assertAnswered("plot attention --file @" + file + " --out @folder/f.svg");
      assertAnswered("plot attention --scores --file @" + file + " --out @folder/f.svg");
      for (String options : List.of("", "--json", "--log", "--plot @folder/p.svg")) {
        assertAnswered("probs --file @" + file + " " + options);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "''",
        "0 0",
        "1 -inf",
        "-inf -inf",
        "-inf 1e308 -1e308",
        "1e-320 -0",
        "1 nan",
        "1 1e999",
        "2,1 0.1"
      })
  void scores(String scores) {
    for (String temperature : List.of("", "--temperature 0", "--temperature 1e-300")) {
      for (String transform :
          List.of("", "softmin", "sparsemax", "entmax15", "entmax:1.2", "spherical", "taylor:4")) {
        String way = transform.isEmpty() ? "" : "--transform " + transform;
        for (String form : List.of("", "--log", "--json", "--plot @folder/f.svg")) {
          assertAnswered(String.join(" ", "probs", scores, temperature, way, form));
        }
      }
      assertAnswered("plot bars " + scores + " " + temperature + " --out @folder/f.svg");
      assertAnswered("plot temperature " + scores + " --out @folder/f.svg");
    }
    String values = scores.replace(' ', ',');
    assertAnswered("policy --draws 3 --q=" + values);
    assertAnswered("policy --draws 3 --epsilon 0.5 --allowed 0 --q=" + values);
    assertAnswered("explain --at=" + values);
  }
}
