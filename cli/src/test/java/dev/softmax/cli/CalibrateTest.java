package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `calibrate` on tables and texts.
class CalibrateTest {
  @TempDir private Path folder = Path.of("");
  private String model = "";
  private String out = "";

  @BeforeEach
  void nameModels() {
    model = folder.resolve("model.safetensors").toString();
    out = folder.resolve("out.safetensors").toString();
  }

  /// Two classes that overlap; a network learns the noise and becomes too sure.
  private String table(String name, int seed, int rows) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder lines = new StringBuilder("a,b,c,class\n");
    for (int row = 0; row < rows; row++) {
      double a = random.nextGaussian();
      String label = a + 1.5 * random.nextGaussian() > 0 ? "high" : "low";
      lines.append(
          "%s,%s,%s,%s\n".formatted(a, random.nextGaussian(), random.nextGaussian(), label));
    }
    return Files.writeString(folder.resolve(name), lines).toString();
  }

  private static double value(Map<String, ?> json, String part, String key) {
    Map<?, ?> object = (Map<?, ?>) Objects.requireNonNull(json.get(part));
    return ((Number) Objects.requireNonNull(object.get(key))).doubleValue();
  }

  @Test
  void aNetworkThatIsTooSureGetsAHigherTemperature() throws IOException {
    String data = table("held.csv", 2, 300);
    Run.of(
        "train",
        table("train.csv", 1, 60),
        "--hidden",
        "32",
        "--epochs",
        "80",
        "--validation",
        "0",
        "--split",
        "0",
        "--model",
        model);
    Map<String, ?> before = Run.of("evaluate", model, data, "--json").json().getFirst();
    Run run = Run.of("calibrate", model, data, "--model", out, "--json");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    Map<String, ?> json = run.json().getFirst();
    assertThat(json.keySet())
        .containsExactly("model", "method", "rows", "before", "after", "temperature", "setRows");
    assertThat(Run.number(json, "temperature")).isGreaterThan(1.2);
    assertThat(value(json, "before", "logLoss"))
        .isCloseTo(Run.number(before, "logLoss"), within(1e-9));
    assertThat(value(json, "before", "ece")).isCloseTo(Run.number(before, "ece"), within(1e-9));
    assertThat(value(json, "after", "logLoss")).isLessThan(value(json, "before", "logLoss"));
    // What the command says of the new model is what evaluate says, and the file keeps it.
    Map<String, ?> after = Run.of("evaluate", out, data, "--json").json().getFirst();
    assertThat(Run.number(after, "logLoss"))
        .isCloseTo(value(json, "after", "logLoss"), within(1e-9));
    assertThat(Run.number(after, "ece")).isCloseTo(value(json, "after", "ece"), within(1e-9));
    assertThat(after.get("accuracy")).isEqualTo(before.get("accuracy"));
    assertThat(Run.number(Run.of("inspect", out, "--json").json().getFirst(), "temperature"))
        .isEqualTo(Run.number(json, "temperature"));
    // Calibrated again by the same data, the model stays as it is.
    Run again = Run.of("calibrate", out, data, "--model", out, "--json");
    assertThat(Run.number(again.json().getFirst(), "temperature"))
        .isCloseTo(Run.number(json, "temperature"), within(1e-9));
    assertThat(Run.of("calibrate", model, data, "--model", out).out())
        .contains("before", "after", "log-loss", "ECE", "temperature", "held.csv: 300 rows");
  }

  @Test
  void textsAreCalibratedToo() throws IOException {
    StringBuilder lines = new StringBuilder();
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 80; i++) {
      boolean good = random.nextInt(10) < 5;
      boolean noise = random.nextInt(4) == 0;
      lines.append(good ? "pos\t" : "neg\t").append(good ^ noise ? "fine film\n" : "dull film\n");
    }
    String texts = Files.writeString(folder.resolve("texts.tsv"), lines).toString();
    Run trained = Run.of("train", texts, "--kind", "text", "--epochs", "20", "--model", model);
    assertThat(trained.status()).as(trained.err()).isZero();
    Run run = Run.of("calibrate", model, texts, "--model", out, "--json");
    assertThat(run.status()).as(run.err()).isZero();
    Map<String, ?> json = run.json().getFirst();
    assertThat(Run.number(json, "rows")).isEqualTo(80);
    assertThat(value(json, "after", "logLoss"))
        .isLessThanOrEqualTo(value(json, "before", "logLoss"));
    assertThat(Run.number(Run.of("inspect", out, "--json").json().getFirst(), "temperature"))
        .isEqualTo(Run.number(json, "temperature"));
  }

  @Test
  void whereAllIsRightThereIsAWarning() throws IOException {
    Path data =
        Files.writeString(
            folder.resolve("easy.csv"), "x,class\n" + "1,a\n2,a\n1.5,a\n7,b\n8,b\n9,b\n".repeat(4));
    Run.of("train", data.toString(), "--model", model);
    Run run = Run.of("calibrate", model, data.toString(), "--model", out, "--json");
    assertThat(run.status()).isZero();
    assertThat(run.err())
        .startsWith("softmax: warning: no temperature is the best on ")
        .hasLineCount(1);
    assertThat(Run.number(run.json().getFirst(), "temperature")).isLessThan(1e-4);
    assertThat(Run.of("predict", out, data.toString()).status()).isZero();
  }

  /// Three classes along two columns, told apart by a regression with noise.
  private String classes(String name, int seed, int rows) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder lines = new StringBuilder("a,b,class\n");
    for (int row = 0; row < rows; row++) {
      int k = random.nextInt(3);
      lines.append(
          "%s,%s,%s\n"
              .formatted(
                  (k == 0 ? 1.5 : 0) + random.nextGaussian(),
                  (k == 1 ? 1.5 : 0) + random.nextGaussian(),
                  "xyz".charAt(k)));
    }
    return Files.writeString(folder.resolve(name), lines).toString();
  }

  @Test
  void sigmoidsMendAModelThatIsNotSureEnoughAndGiveNoZeros() throws IOException {
    Run.of("train", classes("train.csv", 1, 90), "--split", "0", "--c", "0.001", "--model", model);
    String data = classes("held.csv", 2, 400);
    Run run =
        Run.of(
            "calibrate",
            model,
            data,
            "--method",
            "sigmoid",
            "--split",
            "0.5",
            "--model",
            out,
            "--json");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    Map<String, ?> json = run.json().getFirst();
    assertThat(value(json, "after", "logLoss")).isLessThan(value(json, "before", "logLoss") - 0.05);
    Map<String, ?> inspected = Run.of("inspect", out, "--json").json().getFirst();
    assertThat(inspected.get("calibration")).isEqualTo(json.get("calibration"));
    Run isotonic = Run.of("calibrate", model, data, "--method", "isotonic", "--model", out);
    assertThat(isotonic.status()).isZero();
    assertThat(isotonic.err())
        .contains("warning: isotonic calibration gives classes the probability 0")
        .hasLineCount(1);
  }

  @Test
  void setsWithChanceAreThoseOfTheSeed() throws IOException {
    Run.of("train", classes("train.csv", 1, 90), "--split", "0", "--model", model);
    Run.of("calibrate", model, classes("held.csv", 2, 400), "--model", out);
    String test = classes("test.csv", 3, 400);
    List<String> line =
        List.of("predict", out, test, "--coverage", "0.8", "--sets", "aps-random", "--seed");
    String first = Run.of(line, "1").out();
    assertThat(first).contains("{").isEqualTo(Run.of(line, "1").out());
    assertThat(Run.of(line, "2").out()).isNotEqualTo(first);
    Map<?, ?> coverage =
        (Map<?, ?>)
            Objects.requireNonNull(
                Run.of("evaluate", out, test, "--coverage", "0.8", "--sets", "aps-random", "--json")
                    .json()
                    .getFirst()
                    .get("coverage"));
    double error = 4 * Math.sqrt(0.8 * 0.2 * (1 / 400. + 1 / 400.));
    assertThat(((Number) Objects.requireNonNull(coverage.get("coverage"))).doubleValue())
        .isGreaterThan(0.8 - error);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vector", "matrix", "dirichlet", "isotonic"})
  void otherMethodsAreKeptInTheFile(String method) throws IOException {
    Run.of("train", classes("train.csv", 1, 90), "--split", "0", "--model", model);
    String data = classes("held.csv", 2, 400);
    String test = classes("test.csv", 3, 400);
    Run run =
        Run.of(
            "calibrate",
            model,
            data,
            "--method",
            method,
            "--split",
            "0.5",
            "--test",
            test,
            "--coverage",
            "0.8",
            "--sets",
            "aps",
            "--model",
            out,
            "--json");
    assertThat(run.status()).as(run.err()).isZero();
    Map<String, ?> json = run.json().getFirst();
    assertThat(json.get("method")).isEqualTo(method);
    assertThat(Run.number(json, "rows")).isEqualTo(200);
    assertThat(Run.number(json, "setRows")).isEqualTo(200);
    assertThat(json).containsKeys("calibration", "heldOut", "test");
    assertThat(value(json, "after", "logLoss"))
        .isLessThanOrEqualTo(value(json, "before", "logLoss"));
    Map<?, ?> tested = (Map<?, ?>) Objects.requireNonNull(json.get("test"));
    Map<?, ?> after = (Map<?, ?>) Objects.requireNonNull(tested.get("after"));
    Map<?, ?> coverage = (Map<?, ?>) Objects.requireNonNull(tested.get("coverage"));
    // What the command says of the new model is what evaluate says, and the file keeps it all.
    Map<String, ?> evaluated =
        Run.of("evaluate", out, test, "--coverage", "0.8", "--sets", "aps", "--json")
            .json()
            .getFirst();
    assertThat(evaluated.get("logLoss")).isEqualTo(after.get("logLoss"));
    assertThat(evaluated.get("coverage")).isEqualTo(coverage);
    // Binomial, with 200 rows to calibrate by and 400 to measure: four standard errors.
    double error = 4 * Math.sqrt(0.8 * 0.2 * (1 / 200. + 1 / 400.));
    double measured = ((Number) Objects.requireNonNull(coverage.get("coverage"))).doubleValue();
    assertThat(measured).isGreaterThan(0.8 - error);
    Map<String, ?> inspected = Run.of("inspect", out, "--json").json().getFirst();
    assertThat(inspected.get("calibration")).isEqualTo(json.get("calibration"));
    assertThat(Run.number(inspected, "setRows")).isEqualTo(200);
    assertThat(Run.of("inspect", out).out()).contains("calibration", method, "rows for sets");
    assertThat(Run.of("calibrate", out, data, "--split", "0.5", "--model", out).out())
        .contains("calibration", method, "held out: log-loss", " of them, ");
  }

  @Test
  void setsOfClassesArePredicted() throws IOException {
    Run.of("train", classes("train.csv", 1, 90), "--split", "0", "--model", model);
    String data = classes("held.csv", 2, 60);
    assertThat(Run.of("calibrate", model, data, "--method", "none", "--model", out).out())
        .contains("made by 60 rows");
    Run json = Run.of("predict", out, data, "--coverage", "0.9", "--json");
    assertThat(json.json()).hasSize(60);
    for (Map<String, ?> row : json.json()) {
      List<?> set = Run.list(row, "set");
      assertThat(set.getFirst()).isEqualTo(row.get("label"));
      assertThat(set).hasSizeBetween(1, 3).doesNotHaveDuplicates();
    }
    assertThat(json.json().stream().mapToInt(row -> Run.list(row, "set").size()).max().orElse(0))
        .isGreaterThan(1);
    List<String> csv =
        Run.of("predict", out, data, "--coverage", "0.9", "--csv").out().lines().toList();
    assertThat(csv.getFirst()).isEqualTo("input,label,probability,set,p_x,p_y,p_z");
    assertThat(csv.get(1)).matches("\".*\",[xyz],[.0-9]+,[xyz](\\|[xyz])*,.*");
    assertThat(Run.of("predict", out, data, "--coverage", "0.9", "--sets", "raps").out())
        .containsPattern("\\{[xyz](, [xyz])*\\}");
  }

  @Test
  void setsNeedEnoughRowsAndTheRightModel() throws IOException {
    Run.of("train", classes("train.csv", 1, 90), "--split", "0", "--model", model);
    String data = classes("held.csv", 2, 30);
    Run.of("calibrate", model, data, "--model", out);
    Run few = Run.of("predict", out, data, "--coverage", "0.99");
    assertThat(few.status()).isEqualTo(1);
    assertThat(few.err())
        .isEqualTo(
            "softmax: "
                + out
                + ": a coverage of 0.99 needs at least 99 rows to calibrate sets by, and there are"
                + " 30\n");
    Run none = Run.of("predict", model, data, "--coverage", "0.9");
    assertThat(none.status()).isEqualTo(1);
    assertThat(none.err()).contains("keeps no rows to make sets by");
    for (String coverage : List.of("0", "1", "-1", "1.5", "NaN")) {
      Run bad = Run.of("predict", out, data, "--coverage", coverage);
      assertThat(bad.status()).isEqualTo(2);
      assertThat(bad.err()).contains("is not between 0 and 1");
    }
    assertThat(Run.of("predict", out, data, "--coverage", "0.9", "--sets", "x").status())
        .isEqualTo(2);
    assertThat(Run.of("predict", out, data, "--sets", "lac").status()).isEqualTo(2);
    assertThat(Run.of("predict", out, data, "--coverage", "0.9", "--temperature", "2").status())
        .isEqualTo(2);
    assertThat(Run.of("calibrate", model, data, "--coverage", "0.9", "--model", out).status())
        .isEqualTo(2);
  }

  @Test
  void aClassWithoutRowsIsNamed() throws IOException {
    Run.of("train", classes("train.csv", 1, 90), "--split", "0", "--model", model);
    Path few = Files.writeString(folder.resolve("few.csv"), "a,b,class\n1,0,x\n0,1,y\n1,1,x\n");
    Run run = Run.of("calibrate", model, few.toString(), "--method", "vector", "--model", out);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "softmax: "
                + few
                + ": class 'z' has 0 rows to fit to, and this method needs 1 at least; --method"
                + " temperature needs none\n");
    Path one = Files.writeString(folder.resolve("one.csv"), "a,b,class\n1,0,x\n");
    assertThat(Run.of("calibrate", model, one.toString(), "--model", out).status()).isZero();
    Run split = Run.of("calibrate", model, one.toString(), "--split", "0.5", "--model", out);
    assertThat(split.status()).isEqualTo(1);
    assertThat(split.err()).contains("none of 1 rows can be held out").hasLineCount(1);
  }

  @Test
  void wrongMethodsAreRefused() {
    for (List<String> options :
        List.of(
            List.of("--method", "platt"),
            List.of("--penalty", "1"),
            List.of("--method", "vector", "--penalty", "0"),
            List.of("--ensemble", "1"),
            List.of("--method", "none", "--ensemble", "3"),
            List.of("--method", "none", "--split", "0.5"),
            List.of("--split", "1"))) {
      List<String> line = new ArrayList<>(List.of("calibrate", "m", "d.csv", "--model", out));
      line.addAll(options);
      Run run = Run.of(line);
      assertThat(run.status()).as(run.err()).isEqualTo(2);
      assertThat(run.err()).startsWith("softmax: --").hasLineCount(1);
    }
  }

  @Test
  void ensemblesNeedAsManyRowsAsMembers() throws IOException {
    String data = table("train.csv", 1, 60);
    Run.of("train", data, "--model", model);
    List<String> line = List.of("calibrate", model, data, "--model", out, "--ensemble");
    assertThat(Run.of(line, "61"))
        .isEqualTo(
            new Run(
                1,
                "",
                "softmax: %s: has 60 rows to fit to, and --ensemble 61 needs as many at least\n"
                    .formatted(data)));
    assertThat(Run.of(line, "31", "--split", "0.5").err()).contains("has 30 rows to fit to");
    assertThat(Path.of(out)).doesNotExist();
    assertThat(Run.of(line, "60").status()).isZero();
  }

  @Test
  void badDataLeavesNoFile() throws IOException {
    String data = table("train.csv", 1, 60);
    Run.of("train", data, "--model", model);
    Path other =
        Files.writeString(folder.resolve("other.csv"), "a,b,c,class\n1,2,3,high\n1,2,3,odd\n");
    for (List<String> line :
        List.of(
            List.of("calibrate", model, other.toString(), "--model", out),
            List.of("calibrate", model, "missing.csv", "--model", out),
            List.of("calibrate", "missing.safetensors", data, "--model", out),
            List.of("calibrate", model, data, "--model", folder + "/none/out"))) {
      Run run = Run.of(line);
      assertThat(run.status()).as(run.err()).isEqualTo(1);
      assertThat(run.err()).startsWith("softmax: ").hasLineCount(1);
      assertThat(Path.of(out)).doesNotExist();
    }
    assertThat(Run.of("calibrate", model, data, data, "--model", out).status()).isEqualTo(2);
    assertThat(Run.of("calibrate", model, data).status()).isEqualTo(2);
  }
}
