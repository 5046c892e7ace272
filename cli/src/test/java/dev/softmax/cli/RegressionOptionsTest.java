package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `train` with penalties, limits of coefficients, weights and soft targets.
class RegressionOptionsTest {
  private static final String IRIS = "../examples/data/iris.csv";

  @TempDir private Path folder = Path.of("");

  private Run train(String data, String... more) {
    return Run.of(List.of("train", data, "--model", at("m.safetensors")), more);
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private Map<String, ?> inspected() {
    return Run.of("inspect", at("m.safetensors"), "--json").json().getFirst();
  }

  private String setting(String name) {
    Map<?, ?> options = (Map<?, ?>) Objects.requireNonNull(inspected().get("options"));
    return String.valueOf(options.get(name));
  }

  private String file(String name, List<String> lines) throws IOException {
    return Files.write(folder.resolve(name), lines).toString();
  }

  private double logLoss(String data) {
    Run run = Run.of("evaluate", at("m.safetensors"), data, "--json");
    assertThat(run.status()).as(run.err()).isZero();
    return Run.number(run.json().getFirst(), "logLoss");
  }

  @Test
  void anL1PenaltyTakesItsOwnSolver() {
    Run run = train(IRIS, "--l1-ratio", "1", "--c", "0.1");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("proximal-newton");
    assertThat(setting("l1Ratio")).isEqualTo("1.0");
  }

  @Test
  void foldsNeedRowsOfEachClass() throws IOException {
    assertThat(train(IRIS, "--cv", "60"))
        .isEqualTo(
            new Run(
                1,
                "",
                "softmax: %s: class 'setosa' has 40 rows to learn from, fewer than the 60 folds of cross-validation\n"
                    .formatted(IRIS)));
    String rows = file("rows", List.of("x 1:1", "y 1:2", "x 1:3", "y 1:4", "x 1:5", "y 1:6"));
    assertThat(train(rows, "--cv", "3").err())
        .isEqualTo(
            "softmax: %s: class 'x' has 2 rows to learn from, fewer than the 3 folds of cross-validation\n"
                .formatted(rows));
  }

  private List<Map<?, ?>> tried(String... more) {
    Run run = train(IRIS, more);
    assertThat(run.status()).as(run.err()).isZero();
    return Run.list(run.json().getFirst(), "crossValidation").stream()
        .<Map<?, ?>>map(one -> (Map<?, ?>) Objects.requireNonNull(one))
        .toList();
  }

  private static double number(Map<?, ?> score, String key) {
    return ((Number) Objects.requireNonNull(score.get(key))).doubleValue();
  }

  private static double chosen(List<Map<?, ?>> scores) {
    List<Map<?, ?>> marked =
        scores.stream().filter(score -> Boolean.TRUE.equals(score.get("chosen"))).toList();
    assertThat(marked).hasSize(1);
    return number(marked.getFirst(), "c");
  }

  @Test
  void cIsChosenByCrossValidation() {
    List<Map<?, ?>> scores = tried("--cv", "3", "--json");
    Map<?, ?> best =
        scores.stream()
            .min(Comparator.comparingDouble(score -> number(score, "logLoss")))
            .orElseThrow();
    assertThat(chosen(scores)).isEqualTo(number(best, "c"));
    assertThat(Double.parseDouble(setting("c"))).isEqualTo(number(best, "c"));
    assertThat(setting("crossValidationFolds")).isEqualTo("3");
    assertThat(train(IRIS, "--cv", "3").out()).contains("mean log-loss", "chosen");
  }

  @Test
  void theStrongestPenaltyWithinOneStandardErrorIsTaken() {
    List<Map<?, ?>> scores = tried("--cv", "10", "--one-standard-error", "--json");
    Map<?, ?> best =
        scores.stream()
            .min(Comparator.comparingDouble(score -> number(score, "logLoss")))
            .orElseThrow();
    double limit = number(best, "logLoss") + number(best, "standardError");
    double strongest =
        scores.stream()
            .filter(score -> number(score, "logLoss") <= limit)
            .mapToDouble(score -> number(score, "c"))
            .min()
            .orElseThrow();
    assertThat(chosen(scores)).isEqualTo(strongest).isLessThanOrEqualTo(number(best, "c"));
    assertThat(Double.parseDouble(setting("c"))).isEqualTo(strongest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --l1-ratio 2                          | --l1-ratio 2.0 is not from 0 to 1
          --l1-ratio 1 --solver lbfgs           | --l1-ratio has a solver of its own
          --cv 1                                | --cv 1 is not at least 2 folds
          --cv 3 --c 1                          | give --c or --cv, not both
          --one-standard-error                  | --one-standard-error is for --cv
          --cv 3 --hidden 4                     | --cv is for softmax regression, not for networks
          --c 0                                 | --c 0 is not a number above 0
          --c -1                                | --c -1 is not a number above 0
          --c nan                               | --c nan is not a number above 0
          --bounds 1                            | --bounds takes two numbers
          --bounds 1,x                          | --bounds: 'x' is not a number
          --bounds 2,1                          | --bounds: no coefficient lies between 2.0 and 1.0
          --bounds 1,2 --reference setosa       | the coefficients of the reference class are 0
          --nonnegative --bounds 0,1            | give --bounds or --nonnegative, not both
          --nonnegative --solver newton         | --nonnegative has a solver of its own
          --reference setosa --hidden 4         | --reference is for softmax regression
          --weights petal_width --hidden 4      | --weights is for softmax regression
          --balanced --hidden 4                 | --balanced is not for networks on tables
          --target-probabilities petal_width    | must be two or more, all different
          """)
  void refusesOptionsThatMakeNoSense(String options, String sentence) {
    Run run = train(IRIS, options.split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("softmax: ").contains(sentence).hasLineCount(1);
    assertThat(folder.resolve("m.safetensors")).doesNotExist();
  }

  @Test
  void coefficientsKeepToTheirLimits() {
    train(IRIS, "--reference", "setosa", "--nonnegative");
    assertThat(setting("reference")).isEqualTo("setosa");
    assertThat(setting("bounds")).isEqualTo("0.0,Infinity");
    Run run = train(IRIS, "--reference", "rose");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("no class 'rose' to be the reference; there are setosa, versicolor, virginica")
        .hasLineCount(1);
  }

  @Test
  void aWeightOfTwoIsARowWrittenTwice() throws IOException {
    List<String> lines = Files.readAllLines(Path.of(IRIS));
    String[] weighted = new String[lines.size()];
    StringBuilder twice = new StringBuilder(lines.getFirst() + "\n");
    weighted[0] = "w," + lines.getFirst();
    for (int i = 1; i < weighted.length; i++) {
      int weight = i % 3;
      weighted[i] = weight + "," + lines.get(i);
      twice.append((lines.get(i) + "\n").repeat(weight));
    }
    String data = file("weighted.csv", Arrays.asList(weighted));
    Run run = train(data, "--weights", "w", "--split", "0", "--c", "inf", "--l1-ratio", "0");
    assertThat(run.status()).as(run.err()).isZero();
    double once = logLoss(IRIS);
    assertThat(setting("weights")).isEqualTo("w");
    train(
        Files.writeString(folder.resolve("twice.csv"), twice).toString(),
        "--split",
        "0",
        "--c",
        "inf");
    assertThat(logLoss(IRIS)).isCloseTo(once, within(1e-4));
    train(IRIS, "--split", "0", "--c", "inf");
    assertThat(logLoss(IRIS)).isLessThan(once - 1e-3);
  }

  @Test
  void certainProbabilitiesAreClasses() throws IOException {
    List<String> lines = Files.readAllLines(Path.of(IRIS));
    List<String> soft =
        lines.stream()
            .map(
                line ->
                    line.startsWith("sepal")
                        ? "setosa,versicolor,virginica," + line
                        : (line.endsWith("setosa")
                                ? "1,0,0,"
                                : line.endsWith("color") ? "0,1,0," : "0,0,1,")
                            + line)
            .toList();
    String data = file("soft.csv", soft);
    Run run =
        train(data, "--target-probabilities", "setosa,versicolor,virginica", "--target", "species");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("features  4", "setosa, versicolor, virginica");
    double loss = logLoss(IRIS);
    train(IRIS);
    assertThat(logLoss(IRIS)).isCloseTo(loss, within(1e-6));
    String unnamed =
        file("unnamed.csv", soft.stream().map(line -> line.replaceFirst(",[^,]*$", "")).toList());
    train(unnamed, "--target-probabilities", "setosa,versicolor,virginica");
    assertThat(logLoss(unnamed)).isCloseTo(loss, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          w,a,b;1,0.5,0.5;-1,0.5,0.5    | line 3: column 'w': the weight -1 is negative
          w,a,b;1,0.5,0.5;,0.5,0.5      | line 3: column 'w' has no weight
          w,a,b;0,0.5,0.5;0,0.5,0.5     | the weights in column 'w' are all 0
          w,a,b;1,0.5,0.5;x,0.5,0.5     | column 'w' is to hold a weight a row, and holds no numbers
          w,a,b;1,0.5,0.5;1,0.5,0.4     | line 3: the probabilities in columns a, b sum to 0.9, not to 1
          w,a,b;1,0.5,0.5;1,1.5,-0.5    | line 3: column 'b': the probability -0.5 is negative
          w,a,b;1,0.5,0.5;1,0.5,        | line 3: column 'b' has no probability
          v,a,b;1,0.5,0.5;1,0.5,0.5     | has no column 'w'
          w,a,c;1,0.5,0.5;1,0.5,0.5     | has no column 'b'
          w,a,b;1,0.5,0.5;1,0.5,0.5     | has no column besides
          """)
  void badWeightsAndProbabilitiesAreNamedWithTheirPlace(String rows, String sentence)
      throws IOException {
    String data = file("bad.csv", List.of(rows.split(";")));
    Run run = train(data, "--weights", "w", "--target-probabilities", "a,b");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).startsWith("softmax: ").contains("bad.csv", sentence).hasLineCount(1);
    assertThat(folder.resolve("m.safetensors")).doesNotExist();
  }

  @Test
  void warningsAreSaidAndInTheAnswer() throws IOException {
    Run run = train(IRIS, "--c", "inf", "--json");
    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("softmax: warning: class 'setosa' is told from the others");
    assertThat(Run.list(run.json().getFirst(), "warnings"))
        .anyMatch(one -> String.valueOf(one).contains("by 'petal_length' alone"));
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      lines.append("%d 1:0.%d 2:%d%n".formatted(i % 2, i + 10, 5000 * (i * 7 % 13) + 1));
    }
    Path sparse = Files.writeString(folder.resolve("rows.libsvm"), lines);
    Run scales = train(sparse.toString());
    assertThat(scales.err())
        .contains("warning: the features are of different scales: '2' varies")
        .doesNotContain("'1' varies");
    assertThat(train(sparse.toString(), "--standardise").err()).doesNotContain("scales");
  }
}
