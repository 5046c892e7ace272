package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `train`, `evaluate`, `predict` and `inspect` on iris.
class TableCommandsTest {
  private static final String IRIS = "../examples/data/iris.csv";

  @TempDir private Path folder = Path.of("");
  private String model = "";

  @BeforeEach
  void nameModel() {
    model = folder.resolve("iris.safetensors").toString();
  }

  private Run train(String... more) {
    return Run.of(List.of("train", IRIS, "--model", model), more);
  }

  @Test
  void trainsAndSaysHowGoodTheModelIs() {
    Run run = train("--target", "species", "--json");
    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    var answer = run.json().getFirst();
    assertThat(answer.keySet())
        .containsExactly(
            "model", "rows", "classes", "accuracy", "logLoss", "ece", "seconds", "warnings");
    assertThat(Run.list(answer, "warnings")).isEmpty();
    assertThat(answer).containsEntry("model", model).containsEntry("rows", 150);
    assertThat(Run.number(answer, "accuracy")).isGreaterThanOrEqualTo(0.95);
    assertThat(Run.number(answer, "logLoss")).isBetween(0.0, 0.3);
    assertThat(train().out()).contains("held out  30 rows", "setosa, versicolor, virginica");
  }

  @Test
  void sameSeedSameFile() throws IOException {
    train("--seed", "7", "--threads", "1");
    byte[] first = Files.readAllBytes(Path.of(model));
    train("--seed", "7", "--threads", "2");
    assertThat(Files.readAllBytes(Path.of(model))).isEqualTo(first);
    train("--seed", "8");
    assertThat(Files.readAllBytes(Path.of(model))).isNotEqualTo(first);
  }

  @Test
  void theTargetIsANameANumberOrAPlace() {
    for (String target : List.of("species", "5", "last")) {
      train("--target", target);
      assertThat(Run.of("inspect", model, "--json").json().getFirst())
          .containsEntry("target", "species");
    }
  }

  @Test
  void withoutASplitNothingIsMeasured() {
    var answer = train("--split", "0", "--json").json().getFirst();
    assertThat(answer).containsEntry("accuracy", null).containsEntry("ece", null);
    assertThat(Run.of("inspect", model).out()).contains("150 rows").doesNotContain("accuracy");
  }

  @Test
  void anotherTableMeasures() {
    var answer = train("--test", IRIS, "--json").json().getFirst();
    assertThat(Run.number(answer, "accuracy")).isGreaterThan(0.95);
    assertThat(Run.of("inspect", model).out()).contains("iris.csv, 150 rows", "held out");
  }

  @Test
  void everySolverFindsTheSameModelAndGradientDescentComesNear() {
    double newton = loss("--solver", "newton");
    assertThat(loss("--solver", "lbfgs")).isCloseTo(newton, Offset.offset(1e-5));
    assertThat(loss("--solver", "sdca")).isCloseTo(newton, Offset.offset(1e-5));
    Run free = train("--solver", "sdca", "--c", "inf");
    assertThat(free.status()).isEqualTo(2);
    assertThat(free.err()).contains("--solver sdca needs a penalty: a finite --c");
    assertThat(loss("--solver", "gradient-descent", "--learning-rate", "0.5", "--epochs", "3000"))
        .isCloseTo(newton, Offset.offset(1e-2));
    Run few = train("--solver", "gradient-descent", "--epochs", "3");
    assertThat(few.status()).isZero();
    assertThat(few.err())
        .contains("warning: the fit stopped after 3 steps before it was done: the gradient is 0.")
        .contains("where 1.0e-06 was asked for; --epochs allows more");
  }

  private double loss(String... options) {
    train(options);
    return Run.number(evaluation(), "logLoss");
  }

  private Map<String, ?> evaluation() {
    return Run.of("evaluate", model, IRIS, "--json").json().getFirst();
  }

  @Test
  void evaluatesWithTheDocumentedKeys() {
    train();
    var answer = evaluation();
    assertThat(answer.keySet())
        .startsWith("rows", "accuracy", "logLoss", "brier", "ece", "perClass", "confusion")
        .contains(
            "intervals", "balancedAccuracy", "matthews", "kappa", "macro", "micro", "weighted")
        .contains("rocAuc", "averagePrecision", "topK", "calibrationError", "brierParts");
    assertThat(answer.get("rows")).isEqualTo(150);
    List<?> perClass = Run.list(answer, "perClass");
    assertThat(perClass).hasSize(3);
    assertThat(perClass.getFirst())
        .hasToString(
            "{label=setosa, precision=1.0, recall=1.0, f1=1.0, support=50, rocAuc=1.0,"
                + " averagePrecision=1.0}");
    assertThat(Run.list(answer, "confusion").getFirst()).isEqualTo(List.of(50, 0, 0));
    assertThat(Run.of("evaluate", model, IRIS).out())
        .contains("accuracy", "Brier", "precision", "true \\ predicted  setosa");
  }

  @Test
  void predictsWithTheDocumentedKeys() {
    train();
    Run run = Run.of("predict", model, IRIS, "--top", "2", "--json");
    assertThat(run.json()).hasSize(150);
    var first = run.json().getFirst();
    assertThat(first.keySet()).containsExactly("input", "label", "probability", "top");
    assertThat(first).containsEntry("label", "setosa").containsEntry("input", IRIS + ", line 2");
    assertThat(Run.list(first, "top")).hasSize(2);
    double warm =
        Run.number(
            Run.of("predict", model, IRIS, "--temperature", "10", "--json").json().getFirst(),
            "probability");
    assertThat(warm).isLessThan(Run.number(first, "probability")).isGreaterThan(1.0 / 3);
    assertThat(Run.of("predict", model, IRIS).out().lines()).hasSize(150);
  }

  @Test
  void predictsCsvThatIsATableAgain() throws IOException {
    train();
    Run run = Run.of("predict", model, IRIS, IRIS, "--csv");
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(301);
    assertThat(lines.getFirst())
        .isEqualTo("input,label,probability,p_setosa,p_versicolor,p_virginica");
    Path table = Files.writeString(folder.resolve("answers.csv"), run.out());
    Run again = Run.of("train", table.toString(), "--target", "label", "--model", model);
    assertThat(again.status()).as(again.err()).isZero();
  }

  @Test
  void otherColumnsMissingValuesAndAnyOrderAreFine() throws IOException {
    train();
    Path table =
        Files.writeString(
            folder.resolve("new.csv"),
            """
            petal_width,note,petal_length,sepal_width,sepal_length
            0.2,"a, b",1.4,3.5,5.1
            ,,,,
            """);
    Run run = Run.of("predict", model, table.toString());
    assertThat(run.status()).isZero();
    assertThat(run.out().lines().toList().getFirst()).contains("new.csv, line 2  setosa");
    assertThat(run.out().lines()).hasSize(2);
  }

  @Test
  void inspectShowsWhatTheFileHolds() {
    train();
    var answer = Run.of("inspect", model, "--json").json().getFirst();
    assertThat(answer)
        .containsEntry("kind", "table")
        .containsEntry("classes", List.of("setosa", "versicolor", "virginica"))
        .containsKeys("features", "shapes", "temperature", "options", "metrics", "provenance");
    assertThat(Run.of("inspect", model).out())
        .contains("(3, 4)", "iris.csv, 120 rows", "sepal_length  number  mean");
  }
}
