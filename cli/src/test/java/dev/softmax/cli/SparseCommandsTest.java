package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rows of LIBSVM's form from the file to probabilities.
class SparseCommandsTest {
  private static final String ROWS = "+1 1:0.5 3:2\n-1 2:1.5 3:2\n+1 1:1\n-1 2:1 5:1\n";

  @TempDir private Path folder;

  private String data = "";
  private String model = "";

  @BeforeEach
  void writeRows() throws IOException {
    data = write("data.dat", ROWS.repeat(10));
    model = folder.resolve("model.safetensors").toString();
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private Run train(String... more) {
    return Run.of(List.of("train", data, "--model", model), more);
  }

  @Test
  void aFileIsRecognisedByItsContentLearnedAndMeasured() {
    Run run = train("--json");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.json().getFirst())
        .containsEntry("rows", 40)
        .containsEntry("classes", 2)
        .containsEntry("accuracy", 1.0);
    assertThat(train().out()).contains("features  5", "newton", "held out  8 rows");
    Run inspected = Run.of("inspect", model, "--json");
    assertThat(inspected.json().getFirst())
        .containsEntry("kind", "sparse")
        .containsEntry("features", 5)
        .containsEntry("indexBase", 1)
        .containsEntry("classes", List.of("-1", "1"));
    assertThat(Run.of("inspect", model).out())
        .contains("largest coefficients", "-1     2: ", "(2, 5)");
  }

  @Test
  void filesOfAnotherFormAreRefused() throws IOException {
    train("--split", "0");
    String labels = write("labels", "a\nb\na\n");
    for (String file : List.of("../examples/data/iris.csv", labels)) {
      String other = folder.resolve("other").toString();
      for (List<String> line :
          List.of(
              List.of("train", file, "--kind", "sparse", "--model", other),
              List.of("predict", model, file),
              List.of("evaluate", model, file),
              List.of("calibrate", model, file, "--model", other))) {
        assertThat(Run.of(line))
            .isEqualTo(
                new Run(
                    1,
                    "",
                    "softmax: %s: no row has an index:value, as rows of LIBSVM's form have\n"
                        .formatted(file)));
      }
      assertThat(folder.resolve("other")).doesNotExist();
    }
    assertThat(Run.of("predict", model, write("some", "1\n1 2:3\n")).status()).isZero();
  }

  @Test
  void rowsArePredictedWithAndWithoutLabels() throws IOException {
    train("--split", "0");
    String rows = write("new", "1:1\n0 2:1\n");
    Run run = Run.of("predict", model, rows, "--csv");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("input,label,probability,p_-1,p_1"),
            line -> assertThat(line).startsWith("\"" + rows + ", line 1\",1,0."),
            line -> assertThat(line).contains(", line 2\",-1,0."));
    Run json = Run.of("predict", model, rows, "--json", "--top", "2", "--temperature", "2");
    double p = Run.number(json.json().getFirst(), "probability");
    assertThat(p)
        .isBetween(
            0.5,
            Run.number(Run.of("predict", model, rows, "--json").json().getFirst(), "probability"));
    assertThat(Run.list(json.json().getFirst(), "top")).hasSize(2);
  }

  @Test
  void modelsAreEvaluatedAndCalibrated() throws IOException {
    train("--split", "0");
    String noisy = write("noisy", (ROWS + "-1 1:1\n").repeat(4));
    Run run = Run.of("evaluate", model, noisy, "--json");
    assertThat(Run.number(run.json().getFirst(), "accuracy")).isCloseTo(0.8, within(1e-12));
    String calibrated = folder.resolve("calibrated.safetensors").toString();
    Run fitted = Run.of("calibrate", model, noisy, "--model", calibrated, "--json");
    assertThat(fitted.status()).as(fitted.err()).isZero();
    Map<String, @Nullable Object> after =
        Run.of("evaluate", calibrated, noisy, "--json").json().getFirst();
    assertThat(Run.number(after, "logLoss"))
        .isLessThan(Run.number(run.json().getFirst(), "logLoss"));
  }

  @Test
  void testDataAreReadAsTheTrainingData() throws IOException {
    data = write("zero", "a 0:1\nb 1:1\n".repeat(10));
    String test = write("test", "b 1:1\na 7:1\n");
    Run run = train("--test", test, "--json");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("1 of 2 entries have indices above 1, the largest of the training data");
    assertThat(Run.number(run.json().getFirst(), "accuracy")).isBetween(0.5, 1.0);
    assertThat(Run.of("inspect", model, "--json").json().getFirst()).containsEntry("indexBase", 0);
  }

  @Test
  void optionsOfTheFitReachIt() {
    assertThat(train("--c", "0.01", "--standardise", "--balanced", "--solver", "lbfgs").status())
        .isZero();
    Object options = Run.of("inspect", model, "--json").json().getFirst().get("options");
    Map<?, ?> settings = (Map<?, ?>) Objects.requireNonNull(options);
    assertThat(settings.get("c")).isEqualTo("0.01");
    assertThat(settings.get("standardise")).isEqualTo("true");
    assertThat(settings.get("balanced")).isEqualTo("true");
    assertThat(settings.get("solver")).isEqualTo("lbfgs");
  }

  @Test
  void theKindIsAskedForOrOtherwise() throws IOException {
    data = write("counts", "1 1:1 4:2\n2 2:1 4:1\n".repeat(20));
    assertThat(train("--kind", "sparse").status()).isZero();
    assertThat(train("--form", "libsvm").status()).isZero();
    assertThat(Run.of("inspect", model, "--json").json().getFirst())
        .containsEntry("kind", "sparse");
    Run text = train("--kind", "text", "--form", "libsvm", "--epochs", "1", "--width", "4");
    assertThat(text.status()).as(text.err()).isZero();
    assertThat(Run.of("inspect", model, "--json").json().getFirst()).containsEntry("kind", "text");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--width 5 | --width is not for rows of LIBSVM's form (but see --kind text)",
        "--index-base 2 | --index-base 2 is not 0 or 1",
        "--kind sparse --form tab | --kind sparse reads LIBSVM's form, not --form tab",
        "--split 0.2 --test x | give --split or --test, not both",
        "--c 0 | --c 0 is not a number above 0, nor inf",
        "--kind table --standardise | --standardise is for rows of LIBSVM's form: --kind sparse",
      })
  void wrongOptionsAreSaid(String line, String message) {
    Run run = train(line.split(" ", -1));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "1 3:1 2:1 | '2:1' comes after index 3; indices must ascend",
        "1 3:1 3:1 | '3:1' comes after index 3; indices must ascend",
        "1 3:nan | '3:nan' has a value that is no finite number",
        "1 3 | '3' is no index:value",
        "1 5000000000:1 | '5000000000:1' has an index that is too large",
      })
  void wrongRowsAreNamed(String row, String message) throws IOException {
    data = write("wrong", ROWS.repeat(10) + row + "\n");
    Run run = train();
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("wrong, line 41: " + message);
  }

  @Test
  void aFirstIndexOfZeroIsAnErrorWhereItIsSaidToBeOne() throws IOException {
    data = write("zero", "a 0:1\nb 1:1\n".repeat(10));
    Run run = train("--index-base", "1");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("zero, line 1: '0:1' has the index 0, but the first is 1");
  }

  @Test
  void aModelOfRowsTakesNoOptionsOfTexts() {
    train();
    Run run = Run.of("predict", model, data, "--explain");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--explain is for texts");
    assertThat(Run.of("evaluate", model, data, "--encoding", "UTF-8").err())
        .contains("--encoding is for models of texts");
  }
}
