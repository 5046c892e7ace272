package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `--report`: pages of tables and texts, and what must not be in them.
class ReportTest {
  private static final String IRIS = "../examples/data/iris.csv";

  @TempDir private Path folder = Path.of("");

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private Run train(String data, String... more) {
    return Run.of(List.of("train", data, "--model", at("m.safetensors")), more);
  }

  private String page(String name) throws IOException {
    return Files.readString(folder.resolve(name).resolve("index.html"));
  }

  private List<String> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void evaluateWritesAPageAndItsFigures() throws IOException {
    train(IRIS);
    Run run = Run.of("evaluate", at("m.safetensors"), IRIS, "--report", at("r"));
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains(at("r") + "/index.html", "95 %: ", "balanced accuracy");
    assertThat(files("r"))
        .containsExactly(
            "coefficients.png",
            "coefficients.svg",
            "confidence.png",
            "confidence.svg",
            "confusion.png",
            "confusion.svg",
            "index.html",
            "reliability.png",
            "reliability.svg");
    assertThat(page("r"))
        .startsWith("<!DOCTYPE html>")
        .contains("m.safetensors", "150 rows in 3 classes", "versicolor", "petal_length")
        .contains("iris.csv, line ", "Content-Security-Policy")
        .contains("<svg")
        .doesNotContain("https://", "before calibration")
        .doesNotContainPattern("(src|href)=\"(?!data:)");
    // The names of XML's vocabularies look like addresses, and nobody visits them.
    assertThat(page("r").replace("http://www.w3.org/", "")).doesNotContain("http://");
    assertThat(files("")).containsExactly("m.safetensors", "r");
  }

  @Test
  void coefficientsHaveIntervalsOrAReasonWhyNot() throws IOException {
    train(IRIS);
    Run.of("evaluate", at("m.safetensors"), IRIS, "--report", at("r"));
    assertThat(page("r"))
        .contains("95 % interval</th><th scope=\"col\">e to its power")
        .contains("at 150 rows of these data, as if they were the 120 of the training");
    train(IRIS, "--l1-ratio", "0.5", "--report", at("l"));
    assertThat(page("l"))
        .contains("There are no intervals of the coefficients: an L1 penalty")
        .doesNotContain("95 % interval</th><th scope=\"col\">e to its power");
  }

  @Test
  void sameRowsSamePage() throws IOException {
    train(IRIS);
    String model = at("m.safetensors");
    Run.of("evaluate", model, IRIS, "--report", at("a"));
    Run.of("evaluate", model, IRIS, "--report", at("b"));
    Run.of("evaluate", model, IRIS, "--report", at("c"), "--seed", "7");
    assertThat(page("a")).isEqualTo(page("b")).isNotEqualTo(page("c"));
  }

  @Test
  void trainReportsTheRowsHeldOut() throws IOException {
    Run run = train(IRIS, "--report", at("r"), "--json");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.json().getFirst()).containsEntry("report", at("r") + "/index.html");
    assertThat(page("r")).contains("30 rows in 3 classes");
    train(IRIS, "--test", IRIS, "--report", at("s"));
    assertThat(page("s")).contains("150 rows in 3 classes");
  }

  @Test
  void aCalibratedModelIsShownBeforeAndAfter() throws IOException {
    train(IRIS);
    Run run = Run.of("calibrate", at("m.safetensors"), IRIS, "--model", at("c.safetensors"));
    assertThat(run.status()).as(run.err()).isZero();
    Run.of("evaluate", at("c.safetensors"), IRIS, "--report", at("r"));
    assertThat(files("r")).contains("reliability-before.svg");
    assertThat(page("r")).contains("before calibration", "after calibration");
  }

  @Test
  void namesFromDataAreHarmless() throws IOException {
    StringBuilder rows = new StringBuilder("\"<svg onload=alert(1)>\",\"a\"\"b\",class\n");
    var random = new SplittableRandom(3);
    String[] names = {"<script>alert(2)</script>", "'\"><img src=x>", "]]></style>\u202E<b>"};
    for (int row = 0; row < 90; row++) {
      rows.append(random.nextDouble() + row % 3).append(",</td>").append(row % 5).append(',');
      rows.append('"').append(names[row % 3].replace("\"", "\"\"")).append("\"\n");
    }
    Path data = Files.writeString(folder.resolve("<i>.csv"), rows);
    Run run = train(data.toString(), "--report", at("r"));
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(page("r"))
        .contains("&lt;script&gt;alert(2)&lt;/script&gt;", "&lt;i&gt;.csv", "&lt;/td&gt;")
        .doesNotContain("<script", "<img src=x", "<svg onload", "<i>.csv", "</td>1", "\u202E");
    assertThat(page("r").split("</style>", -1)).hasSize(2);
  }

  @Test
  void textsAreShownWithTheirPlace() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int line = 0; line < 80; line++) {
      // One in ten has the other's words.
      boolean even = (line % 2 == 0) != (line % 10 == 0);
      lines.append(line % 2 == 0 ? "__label__even" : "__label__odd");
      lines.append(even ? " <b>two</b> four six" : " one three five").append(" n").append(line);
      lines.append('\n');
    }
    Path data = Files.writeString(folder.resolve("texts.txt"), lines);
    Run run = train(data.toString(), "--kind", "text", "--epochs", "20");
    assertThat(run.status()).as(run.err()).isZero();
    run = Run.of("evaluate", at("m.safetensors"), data.toString(), "--report", at("r"));
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(page("r"))
        .contains("80 texts in 2 classes", "texts.txt, line ", "one three five n")
        .doesNotContain("<b>two");
    assertThat(files("r")).doesNotContain("coefficients.svg");
  }

  @Test
  void refusesFoldersThatCannotBe() throws IOException {
    train(IRIS);
    Path full = Files.createDirectory(folder.resolve("full"));
    Files.writeString(full.resolve("mine.txt"), "kept");
    Path file = Files.writeString(folder.resolve("file"), "kept");
    for (Map.Entry<String, String> bad :
        Map.of(
                full.toString(), "is not empty",
                file.toString(), "is not a folder",
                at("no/such"), "there is no folder")
            .entrySet()) {
      for (Run run :
          List.of(
              Run.of("evaluate", at("m.safetensors"), IRIS, "--report", bad.getKey()),
              Run.of("train", IRIS, "--model", at("n"), "--report", bad.getKey()))) {
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("softmax: ").contains(bad.getValue()).hasLineCount(1);
      }
    }
    assertThat(folder.resolve("n")).doesNotExist();
    assertThat(files("full")).containsExactly("mine.txt");
  }

  @Test
  void anEmptyFolderIsTaken() throws IOException {
    train(IRIS);
    Files.createDirectory(folder.resolve("r"));
    Run run = Run.of("evaluate", at("m.safetensors"), IRIS, "--report", at("r"), "--json");
    assertThat(run.json().getFirst()).containsKey("report");
    assertThat(files("r")).contains("index.html");
  }

  @Test
  void refusesWhatMakesNoSense() {
    train(IRIS);
    assertThat(train(IRIS, "--split", "0", "--report", at("r")).err()).contains("--split 0");
    Run none = Run.of("evaluate", at("m.safetensors"), IRIS, "--top", "0");
    assertThat(none.status()).isEqualTo(2);
    assertThat(none.err()).contains("--top 0");
    assertThat(Run.of("evaluate", at("m.safetensors"), IRIS, "--top", "4").err())
        .contains("--top 4 of 3 classes");
  }

  @Test
  void topKIsCounted() {
    train(IRIS);
    var two = Run.of("evaluate", at("m.safetensors"), IRIS, "--top", "3", "--json").json();
    assertThat(two.getFirst().get("topK")).isEqualTo(Map.of("k", 3, "accuracy", 1.0));
    assertThat(Run.of("evaluate", at("m.safetensors"), IRIS, "--top", "2").out())
        .containsPattern("top-2 accuracy +1\\.0");
  }
}
