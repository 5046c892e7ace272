package dev.softmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Progress;
import dev.softmax.data.ReadOptions;
import dev.softmax.data.Table;
import dev.softmax.data.TableReader;
import dev.softmax.io.InputException;
import dev.softmax.linear.Coefficient;
import dev.softmax.linear.InferenceOptions.Covariance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tables to coefficients; the numbers are statsmodels' (golden/inference).
class TableInferenceTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/inference/anes96.txt");

  @TempDir private Path folder = Path.of("");

  private Table table(String text) throws IOException {
    Path file = folder.resolve("t.csv");
    Files.writeString(file, text);
    return TableReader.read(file, ReadOptions.defaults());
  }

  private static TableInference.Question question(String target, String reference) {
    return new TableInference.Question(target, reference, Covariance.OBSERVED, 0.95);
  }

  @Test
  void theColumnsOwnUnits() throws IOException {
    StringBuilder csv = new StringBuilder("party,logpopul,selfLR,age,educ,income\n");
    try (var lines = Files.lines(GOLDEN)) {
      lines
          .filter(line -> line.startsWith("row "))
          .forEach(
              line -> csv.append("p").append(line.substring(4).replace(' ', ',')).append('\n'));
    }
    TableInference judged =
        TableInference.of(table(csv.toString()), question("party", ""), Progress.NONE);
    assertThat(judged.features()).containsExactly("logpopul", "selfLR", "age", "educ", "income");
    assertThat(judged.leftOut()).isEmpty();
    Coefficient income = judged.inference().coefficients().getLast();
    assertThat(income.classIndex()).isEqualTo(6);
    assertThat(income.feature()).isEqualTo(OptionalInt.of(4));
    assertThat(income.estimate()).isCloseTo(0.10889408328647962, within(1e-7));
    assertThat(income.standardError()).isCloseTo(0.025300888026469518, within(1e-7));
    assertThat(judged.inference().logLikelihood()).isCloseTo(-1461.9227472481462, within(1e-7));
  }

  @Test
  void categoriesAreComparedWithTheFirst() throws IOException {
    StringBuilder csv = new StringBuilder("y,colour,size,twice\n");
    String[] colours = {"blue", "green", "red"};
    for (int i = 0; i < 120; i++) {
      csv.append(i * 7 % 5 < 2 + i % 2 ? "yes" : "no");
      int size = i * 13 % 17;
      csv.append(',').append(colours[i % 3]).append(',').append(size).append(',');
      csv.append(2 * size).append('\n');
    }
    TableInference judged =
        TableInference.of(table(csv.toString()), question("y", "yes"), Progress.NONE);
    assertThat(judged.features()).containsExactly("colour=green", "colour=red", "size");
    assertThat(judged.leftOut()).containsExactly("colour=blue", "twice");
    assertThat(judged.inference().coefficients()).hasSize(4);
    assertThat(judged.inference().coefficients().getFirst().feature()).isEmpty();
    assertThat(judged.findings()).isEmpty();
  }

  @Test
  void saysWhatNoRowsTell() throws IOException {
    Table split = table("y,x\na,1.5\na,2\na,0.5\na,4\na,4\nb,6\nb,9\nb,8.5\nb,7\nb,6\n");
    // Of two classes each is told as the other is.
    assertThat(TableInference.of(split, question("y", ""), Progress.NONE).findings())
        .first()
        .asString()
        .startsWith("class 'b' is always told from the others by 'x' alone");
    assertThatThrownBy(() -> TableInference.of(split, question("y", "c"), Progress.NONE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no class 'c'; there are a, b");
  }
}
