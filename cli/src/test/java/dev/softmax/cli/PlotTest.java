package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlotTest {
  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "bars, png, '\u0089PNG'",
    "temperature, svg, T = 0.5",
    "sigmoid, svg, sigmoid(x)",
    "transforms, svg, entmax15",
    "sigmoid, pdf, %PDF-",
    "loss, svg, cross-entropy",
    "loss, png, '\u0089PNG'"
  })
  void drawsEachFigure(String kind, String ending, String mark) throws IOException {
    Path file = folder.resolve("figure." + ending);
    assertThat(Run.of("plot", kind, "--out", file.toString())).isEqualTo(new Run(0, "", ""));
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).contains(mark);
  }

  @Test
  void takesScoresLabelsAndSize() throws IOException {
    Path file = folder.resolve("figure.svg");
    Run run =
        Run.of(
            "plot",
            "bars",
            "2",
            "-1",
            "--labels",
            "cat,dog",
            "--title",
            "Pets",
            "--size",
            "500x300",
            "--out",
            file.toString(),
            "--json");
    assertThat(run.json().getFirst()).containsEntry("figure", file.toString());
    assertThat(Files.readString(file)).contains("cat", "dog", "Pets", "500", "300", "0.953");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2 | plot pie --out f.svg                    | there is no figure 'pie'; there are bars
          2 | plot bars                               | --out
          2 | plot bars --out f.gif                   | f.gif does not end in .png, .svg or .pdf
          2 | plot bars 1 2 --labels a --out f.svg    | 1 names for 2 scores
          2 | plot bars --size 9x9 --out f.svg        | --size 9x9
          2 | plot bars --scale 99 --out f.svg        | --scale 99
          2 | plot bars --temperature 1,2 --out f.svg | at most 1
          2 | plot loss 1 --out f.svg                 | takes no scores
          2 | plot bars --range 3 --out f.svg         | --range is for sigmoid, transforms and loss
          2 | plot loss --range 0 --out f.svg         | --range 0.0 is not
          1 | plot bars 1 x --out f.svg               | score 2: 'x' is not a number
          1 | plot bars -inf -inf --out f.svg         | row 1 rules out every class; there is nothing
          1 | plot temperature -inf -inf --out f.svg  | row 1 rules out every class; there is nothing
          1 | plot bars --out nowhere/f.svg           | nowhere
          """)
  void saysWhatIsWrongAndWritesNothing(int status, String line, String message) {
    Run run = Run.of(line.split(" "));
    assertThat(run.status()).isEqualTo(status);
    assertThat(run.err()).startsWith("softmax: ").contains(message).hasLineCount(1);
    assertThat(Path.of("f.svg")).doesNotExist();
  }
}
