package dev.softmax.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softmax.Progress;
import dev.softmax.data.LibsvmOptions;
import dev.softmax.data.LibsvmReader;
import dev.softmax.data.ReadOptions;
import dev.softmax.data.SparseRows;
import dev.softmax.data.Table;
import dev.softmax.data.TableReader;
import dev.softmax.linear.Diagnosis;
import dev.softmax.linear.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What trainings of tables and sparse rows find out about their fits.
class FindingsTest {
  private static final Options FREE = Options.defaults().withC(Double.POSITIVE_INFINITY);

  @TempDir private Path folder = Path.of("");

  /// Rows of two numbers and a colour in three classes; `tell` makes x tell class c, `island` the colour.
  private Table table(boolean tell, boolean island) throws IOException {
    var random = new SplittableRandom(4);
    StringBuilder rows = new StringBuilder("x,y,colour,class\n");
    for (int i = 0; i < 120; i++) {
      String label = i % 3 == 0 ? "a" : i % 3 == 1 ? "b" : "c";
      double x = random.nextDouble() + (tell && i % 3 == 2 ? 3 : 0);
      String colour = random.nextBoolean() ? "red" : island && i % 3 > 0 ? "red" : "blue";
      rows.append(x + "," + random.nextDouble() + "," + colour + "," + label + "\n");
    }
    Path file = Files.writeString(folder.resolve("rows.csv"), rows);
    return TableReader.read(file, ReadOptions.defaults());
  }

  private Findings of(Table table, Options regression) {
    TrainOptions options = TrainOptions.of("class").withSplit(0).withRegression(regression);
    return TableClassifier.train(table, options, Progress.NONE).findings();
  }

  private Findings of(String lines, SparseTrainOptions options) throws IOException {
    Path file = Files.writeString(folder.resolve("rows.libsvm"), lines);
    SparseRows rows = LibsvmReader.read(file, LibsvmOptions.defaults());
    return SparseClassifier.train(rows, Optional.empty(), options.withSplit(0), Progress.NONE)
        .findings();
  }

  @Test
  void whereNothingIsWrongNothingIsSaid() throws IOException {
    assertThat(of(table(false, false), FREE).sentences()).isEmpty();
    assertThat(of(table(true, true), Options.defaults()).sentences()).isEmpty();
  }

  @Test
  void aSeparatedClassIsNamedWithItsFeature() throws IOException {
    Findings found = of(table(true, false), FREE);
    assertThat(found.all()).contains(new Diagnosis.Separated(2, OptionalInt.of(0), true));
    assertThat(found.sentences())
        .contains(
            "class 'c' is told from the others without error by 'x' alone: without a penalty its"
                + " coefficients have no end");
  }

  @Test
  void soIsAQuasiSeparatedOne() throws IOException {
    // Only class a is ever blue, which parts the others from it as well.
    assertThat(of(table(false, true), FREE).sentences())
        .hasSize(3)
        .contains(
            "class 'a' and the others share a single value of 'colour=blue' (quasi-separation):"
                + " without a penalty its coefficients have no end");
  }

  @Test
  void featuresTogetherSeparateToo() throws IOException {
    StringBuilder rows = new StringBuilder("x,y,class\n");
    var random = new SplittableRandom(1);
    for (int i = 0; i < 60; i++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      rows.append("%s,%s,%s%n".formatted(x, y + (x < y ? 0.1 : -0.1), x < y ? "up" : "down"));
    }
    Table table =
        TableReader.read(
            Files.writeString(folder.resolve("line.csv"), rows), ReadOptions.defaults());
    assertThat(of(table, FREE).all())
        .contains(new Diagnosis.Separated(0, OptionalInt.empty(), true));
    assertThat(of(table, Options.defaults()).sentences()).isEmpty();
  }

  @Test
  void aClassInDisguiseIsNamedInSpiteOfAPenalty() throws IOException {
    StringBuilder rows = new StringBuilder("y,code,class\n");
    var random = new SplittableRandom(1);
    for (int i = 0; i < 60; i++) {
      rows.append(random.nextDouble() + "," + (i % 2) + "," + (i % 2 == 0 ? "no" : "yes") + "\n");
    }
    Table table =
        TableReader.read(
            Files.writeString(folder.resolve("leak.csv"), rows), ReadOptions.defaults());
    assertThat(of(table, Options.defaults()).sentences())
        .containsExactly(
            "every class is told from the others without error by a single feature, 'yes' by"
                + " 'code'; is that known when predicting?");
  }

  @Test
  void sparseFeaturesOfOtherSizesAreNamedByTheirIndices() throws IOException {
    StringBuilder lines = new StringBuilder();
    var random = new SplittableRandom(2);
    for (int i = 0; i < 40; i++) {
      lines.append(
          "%d 1:%s 4:%s 7:1%n"
              .formatted(i % 2, random.nextDouble(), 5000 * random.nextDouble() + 1));
    }
    Findings found = of(lines.toString(), SparseTrainOptions.defaults());
    assertThat(found.sentences().getFirst())
        .startsWith("the features are of different scales: '4' varies")
        .endsWith("times as much as '1'; standardise them");
    assertThat(found.sentences().getLast()).isEqualTo("a feature is the same in every row: '7'");
    Options standardised = Options.defaults().withStandardise(true);
    assertThat(
            of(lines.toString(), SparseTrainOptions.defaults().withRegression(standardised))
                .sentences())
        .hasSize(1);
  }

  @Test
  void classesWithFewRowsAreListedTogether() throws IOException {
    String lines =
        """
        1 1:1
        1 2:1
        1 1:2
        1 2:2
        1 1:1 2:1
        2 1:2
        2 2:1
        3 1:1
        3 2:4
        4 1:1
        4 2:1
        5 2:2
        5 1:3
        """;
    assertThat(of(lines, SparseTrainOptions.defaults()).sentences())
        .containsExactly(
            "classes have few rows to learn from: '2' (2), '3' (2), '4' (2) and 1 more");
  }

  @Test
  void aFitThatWasCutOffSaysHowFarItWas() throws IOException {
    List<Diagnosis> found = of(table(false, false), FREE.withMaxIterations(1)).all();
    assertThat(found.getFirst())
        .isInstanceOfSatisfying(
            Diagnosis.NotConverged.class,
            one -> {
              assertThat(one.gradientNorm()).isGreaterThan(one.tolerance());
              assertThat(one.iterations()).isEqualTo(1);
            });
  }
}
