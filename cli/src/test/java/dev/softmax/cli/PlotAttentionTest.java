package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlotAttentionTest {
  @TempDir private Path folder = Path.of("");

  /// The drawing of a table, as text.
  private String drawn(String table, String... more) throws IOException {
    Path file = folder.resolve("attention.svg");
    List<String> line = new ArrayList<>(List.of("plot", "attention", "--out", file.toString()));
    line.addAll(List.of("--file", "-"));
    line.addAll(List.of(more));
    assertThat(Run.reading(table, line.toArray(String[]::new))).isEqualTo(new Run(0, "", ""));
    return Files.readString(file);
  }

  @Test
  void withoutAFileTheExampleByHand() throws IOException {
    Path file = folder.resolve("example.svg");
    assertThat(Run.of("plot", "attention", "--out", file.toString()).status()).isZero();
    assertThat(Files.readString(file))
        .contains(">0.37<", ">0.30<", ">0.32<", "(\u22121, 0.5)", "attention weight");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",the,cat\nle,0.9,0.1\nchat,0.25,0.75\n",
        "\uFEFF\"\",\"the\",\"cat\"\r\n\"le\",0.9,0.1\r\n\r\n\"chat\",0.25,0.75",
        "the\tcat\nle\t0.9\t0.1\nchat\t0.25\t0.75\n",
        "the cat\nle 0.9 0.1\nchat 0.25 0.75\n"
      })
  void namesOfTheFile(String table) throws IOException {
    assertThat(drawn(table)).contains(">the<", ">cat<", ">le<", ">chat<", ">0.90<", ">0.75<");
  }

  @Test
  void namesMayBeNumbersUnderACorner() throws IOException {
    assertThat(drawn(",7,8\n5,0.9,0.1\n")).contains(">7<", ">8<", ">0.90<").doesNotContain("8.00");
  }

  @Test
  void namesOfTheCommandLine() throws IOException {
    assertThat(drawn("0.9;0.1\n0.25;0.75", "--labels", "the,cat", "--row-labels", "le,chat"))
        .contains(">the<", ">cat<", ">le<", ">chat<");
    assertThat(drawn("0.9 0.1\n0.25 0.75", "--title", "Translation"))
        .contains(">1<", ">2<", "Translation");
  }

  @Test
  void softmaxOfScores() throws IOException {
    assertThat(drawn("2 1 0.1\n0 -inf 0\n-inf -inf -inf", "--scores"))
        .contains(">0.66<", ">0.24<", ">0.10<", ">0.50<", ">0.00<");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 | ''              | --file -                    | there are no weights in it
          1 | ',the,cat'      | --file -                    | names in it, but no weights
          1 | '0.1 0.9#0.3'   | --file -                    | line 2: 1 weights, but the rows before have 2
          1 | 'a b c#0.1 0.9' | --file -                    | line 1: 3 names, but the rows below have 2
          1 | '0.1 0.9#1 x'   | --file -                    | line 2, column 2: 'x' is not a number
          1 | '0.1 -inf'      | --file -                    | --scores
          1 | ''              | --file nowhere.csv          | nowhere.csv
          2 | '0.1 0.9'       | --file - --labels a         | --labels: 1 names for 2 columns
          2 | '0.1 0.9'       | --file - --row-labels a,b   | --row-labels: 2 names for 1 rows
          2 | ''              | --scores                    | --scores needs --file
          2 | ''              | --range 3                   | --range is for sigmoid, transforms and loss
          """)
  void saysWhatIsWrongAndWritesNothing(int status, String table, String line, String message) {
    Path file = folder.resolve("f.svg");
    String all = "plot attention --out " + file + " " + line;
    Run run = Run.reading(table.replace('#', '\n'), all.split(" ", -1));
    assertThat(run.status()).isEqualTo(status);
    assertThat(run.err()).startsWith("softmax: ").contains(message).hasLineCount(1);
    assertThat(file).doesNotExist();
  }

  @Test
  void otherFiguresTakeNoFile() {
    Run run = Run.of("plot", "bars", "--file", "f.csv", "--out", "f.svg");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--file, --row-labels and --scores are for attention");
  }
}
