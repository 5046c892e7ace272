package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        .containsExactly("model", "method", "rows", "before", "after", "temperature");
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

  @ParameterizedTest
  @ValueSource(strings = {"vector", "matrix", "dirichlet", "isotonic", "platt"})
  void otherMethodsAreNotThere(String method) {
    Run run = Run.of("calibrate", "m", "d.csv", "--model", out, "--method", method);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "softmax: --method "
                + method
                + ": there is only temperature; see softmax calibrate --help\n");
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
