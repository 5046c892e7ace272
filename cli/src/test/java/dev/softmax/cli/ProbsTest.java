package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbsTest {
  @Test
  void alignsAVector() {
    assertThat(Run.of("probs", "2", "1", "0.1"))
        .isEqualTo(
            new Run(
                0,
                """
                class  score  probability
                0          2     0.659001  █████████████████████
                1          1     0.242433  ████████
                2        0.1     0.098566  ███
                sum              1.000000
                """,
                ""));
  }

  @Test
  void jsonHoldsTheDocumentedKeysInFullPrecision() {
    var answer = Run.of("probs", "2", "1", "0.1", "--json").json().getFirst();
    assertThat(answer.keySet())
        .containsExactly("logits", "temperature", "probabilities", "sum", "argmax");
    assertThat(answer).containsEntry("logits", List.of(2.0, 1.0, 0.1)).containsEntry("argmax", 0);
    assertThat(Run.numbers(answer, "probabilities"))
        .containsExactly(
            new double[] {0.6590011388859679, 0.24243297070471392, 0.09856589040931818},
            Offset.offset(1e-15));
  }

  @Test
  void takesNegativeScoresAndRuledOutClasses() {
    var answer = Run.of("probs", "-1", "-2e0", "-.5", "-inf", "--json").json().getFirst();
    assertThat(answer).containsEntry("logits", Arrays.asList(-1.0, -2.0, -0.5, null));
    assertThat(Run.numbers(answer, "probabilities")).endsWith(0.0);
    assertThat(answer).containsEntry("argmax", 2);
  }

  @Test
  void logarithmsOfNothingAreNull() {
    var answer = Run.of("probs", "1", "-inf", "--log", "--json").json().getFirst();
    assertThat(answer).containsEntry("logProbabilities", Arrays.asList(0.0, null));
    assertThat(answer).containsEntry("sum", 1.0).doesNotContainKey("probabilities");
  }

  @Test
  void temperatureSharpens() {
    String cold = Run.of("probs", "2", "1", "0.1", "--temperature", "0", "--json").out();
    assertThat(cold).contains("\"temperature\":0.0", "\"probabilities\":[1.0,0.0,0.0]");
    String warm = Run.of("probs", "2", "1", "0.1", "--temperature", "0.5").out();
    assertThat(warm).contains("0.863777", "0.116900", "0.019323");
  }

  @Test
  void readsRowsFromStandardInputAndFiles(@TempDir Path folder) throws IOException {
    String rows = "\uFEFF2, 1, 0.1\r\n\r\n1\t2\t3\r\n";
    Run piped = Run.reading(rows, "probs", "--file", "-", "--json");
    assertThat(piped.json()).hasSize(2);
    assertThat(piped.json().get(1)).containsEntry("argmax", 2);
    Path file = Files.writeString(folder.resolve("rows of scores.csv"), rows);
    assertThat(Run.of("probs", "--file", file.toString(), "--json")).isEqualTo(piped);
  }

  @ParameterizedTest
  @CsvSource({
    "softmax, 0.6590011388859679, 0.24243297070471392, 0.09856589040931818",
    "softmin, 0.09611524968223523, 0.26126833664902405, 0.6426164136687408",
    "sparsemax, 1, 0, 0",
    "entmax15, 0.8307189138830738, 0.16928108611692623, 0",
    "entmax:2, 1, 0, 0",
    "spherical, 0.7984031936127745, 0.19960079840319361, 0.001996007984031936",
    "taylor, 0.5810575246949448, 0.2905287623474724, 0.1284137129575828",
    "taylor:20, 0.6590011388859679, 0.24243297070471392, 0.09856589040931818"
  })
  void transforms(String name, double first, double second, double third) {
    var answer = Run.of("probs", "2", "1", "0.1", "--transform", name, "--json").json().getFirst();
    assertThat(answer.keySet())
        .containsExactly("logits", "temperature", "probabilities", "sum", "argmax", "transform");
    assertThat(answer).containsEntry("transform", name);
    assertThat(Run.numbers(answer, "probabilities"))
        .containsExactly(new double[] {first, second, third}, Offset.offset(1e-9));
  }

  @Test
  void transformsTakeTemperaturesAndLogarithms() {
    assertThat(
            Run.of("probs", "2", "1", "0.1", "--transform", "sparsemax", "--temperature", "2")
                .out())
        .contains("0.750000", "0.250000", "sum              1.000000");
    assertThat(Run.of("probs", "2", "1", "--transform", "taylor", "--log").out())
        .contains("-0.405465", "-1.098612");
    assertThat(Run.of("probs", "2", "1", "--transform", "softmin", "--log").out())
        .contains("-1.313262", "-0.313262");
    assertThat(Run.of("probs", "2", "-inf", "--transform", "entmax15", "--temperature", "0").out())
        .contains("1.000000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hardmax                   | 2 | there is no transform 'hardmax'; there are softmax, softmin,
          entmax:0.5                | 2 | entmax: alpha 0.5 is not above 1
          taylor:3                  | 2 | order 3 is not one of 2, 4, 6
          taylor --temperature 0    | 2 | temperature 0.0 must be finite and above 0
          sparsemax --log           | 2 | --log: sparsemax gives 0 for score 2 of row 1, which has no logarithm
          """)
  void badTransformsAreOneSentence(String words, int status, String message) {
    Run run = Run.of(("probs 2 1 0.1 --transform " + words).split(" "));
    assertThat(run.status()).isEqualTo(status);
    assertThat(run.err()).startsWith("softmax: ").contains(message).hasLineCount(1);
  }

  @Test
  void ratiosRefuseRuledOutClasses() {
    Run run = Run.of("probs", "1", "-inf", "--transform", "taylor");
    assertThat(run)
        .isEqualTo(
            new Run(
                1,
                "",
                "softmax: taylor has no answer for score 1 of row 1: scores must be finite, and not"
                    + " all be 0\n"));
  }

  @Test
  void alignsRows() {
    assertThat(Run.reading("2 1\n1 20\n", "probs", "--file", "-", "--labels", "a,b").out())
        .isEqualTo(
            """
            row           a         b  largest
              1    0.731059  0.268941  a
              2  5.6028e-09  1.000000  b
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          probs 2 x 1              | score 2: 'x' is not a number
          probs NaN                | score 1: 'NaN' is not a number
          probs 1 0x10             | score 2: '0x10' is not a number
          probs 1 1e999            | score 2: '1e999' is larger than any double
          probs 1.2.3              | score 1: '1.2.3' is not a number
          probs                    | there are no scores
          probs --file nowhere.csv | nowhere.csv: no such file or folder
          probs --file .           | is a folder
          """)
  void badScoresAreOneSentenceAndStatus1(String line, String message) {
    Run run = Run.of(line.split(" "));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("softmax: ").contains(message).hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ","})
  void aWordWithoutAScoreIsNone(String word) {
    Run run = Run.of("probs", "2", word, "3");
    assertThat(run)
        .isEqualTo(new Run(1, "", "softmax: score 2: '%s' is not a number\n".formatted(word)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 2\n3 4 5\n", "1 2\n3\n"})
  void raggedRowsNameTheLine(String input) {
    Run run = Run.reading(input, "probs", "--file", "-");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("standard input, line 2: ", "but the rows before have 2");
  }

  @Test
  void textInAFileNamesLineAndColumn() {
    Run run = Run.reading("1 2\n3 four\n", "probs", "--file", "-");
    assertThat(run)
        .isEqualTo(
            new Run(1, "", "softmax: standard input, line 2, column 2: 'four' is not a number\n"));
    assertThat(Run.reading("\n \n", "probs", "--file", "-").err())
        .isEqualTo("softmax: standard input: there are no scores in it\n");
  }

  @Test
  void hostileTextStaysOnOneShortLine() {
    Run run = Run.reading("\u001b[31m\u0007" + "x".repeat(100_000), "probs", "--file", "-");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).hasLineCount(1).hasSizeLessThan(200).doesNotContain("\u001b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          probs 1 2 --labels a     | --labels: 1 names for 2 scores
          probs 1 --temperature -1 | --temperature -1.0 is not
          probs 1 --temperature x  | Invalid value for option '--temperature'
          probs 1 --file f         | give scores or --file, not both
          probs 1 --temprature 2   | did you mean --temperature?
          probs 1 -x               | unknown argument '-x'
          probs 1 --size 600x400   | --size is for --plot F
          probs 1 --scale 2        | --scale is for --plot F
          probs 1 --title x        | --title is for --plot F
          probs 1 --plot f.jpg     | f.jpg does not end in .png, .svg or .pdf
          """)
  void wrongCommandLinesAreStatus2(String line, String message) {
    Run run = Run.of(line.split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message, "; see softmax probs --help").hasLineCount(1);
  }

  @Test
  void drawsItsRow(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("bars.svg");
    Run run = Run.of("probs", "2", "1", "--labels", "cat,dog", "--plot", file.toString());
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("cat");
    assertThat(Files.readString(file)).contains("<svg", "cat", "dog", "0.731");
  }

  @Test
  void drawsNoRowWithoutProbabilities(@TempDir Path folder) throws IOException {
    String plot = folder.resolve("bars.svg").toString();
    Path file = Files.writeString(folder.resolve("rows"), "1 2\n-inf -inf\n");
    assertThat(Run.of("probs", "--file", file.toString(), "--plot", plot))
        .isEqualTo(
            new Run(
                1,
                "",
                "softmax: %s, row 2 rules out every class; there is nothing to draw\n"
                    .formatted(file)));
    assertThat(Run.of("probs", "-inf", "-inf", "--plot", plot).err())
        .isEqualTo("softmax: row 1 rules out every class; there is nothing to draw\n");
    assertThat(Run.of("probs", "1", "-inf", "--transform", "softmin", "--plot", plot).err())
        .isEqualTo("softmax: row 1 has no probabilities; there is nothing to draw\n");
    assertThat(Path.of(plot)).doesNotExist();
  }
}
