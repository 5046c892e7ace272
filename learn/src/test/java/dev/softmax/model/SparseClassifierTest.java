package dev.softmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Progress;
import dev.softmax.calibration.TemperatureCalibration;
import dev.softmax.data.LibsvmOptions;
import dev.softmax.data.LibsvmReader;
import dev.softmax.data.SharedData;
import dev.softmax.data.SparseRows;
import dev.softmax.io.InputException;
import dev.softmax.io.Safetensors;
import dev.softmax.linear.Options;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparseClassifierTest {
  private static final SparseTrainOptions ALL = SparseTrainOptions.defaults().withSplit(0);

  @TempDir private Path folder;

  private SparseRows rows(String name, String text) throws IOException {
    return LibsvmReader.read(Files.writeString(folder.resolve(name), text));
  }

  private SparseRows fruit() throws IOException {
    return rows("fruit", "apple 1:1 3:0.5\npear 2:2 3:0.5\napple 1:2\npear 2:1 5:1\n".repeat(10));
  }

  @Test
  void learnsRowsAndIsMeasuredOnOthers() throws IOException {
    Trained<SparseClassifier> trained =
        SparseClassifier.train(
            fruit(), Optional.empty(), SparseTrainOptions.defaults(), Progress.NONE);
    SparseClassifier model = trained.model();
    assertThat(model.labels().names()).containsExactly("apple", "pear");
    assertThat(trained.heldOut().orElseThrow().accuracy()).isEqualTo(1);
    assertThat(trained.heldOut().orElseThrow().rows()).isEqualTo(8);
    assertThat(model.training().rows()).isEqualTo(32);
    assertThat(model.training().sha256()).hasSize(64);
    assertThat(model.training().settings())
        .containsEntry("converged", "true")
        .containsEntry("standardise", "false");
    assertThat(model.regression().features()).isEqualTo(5);
  }

  @Test
  void balancedClassesCountTheSame() throws IOException {
    SparseRows uneven = rows("uneven", "a 1:1\n".repeat(30) + "b 1:1\n".repeat(10));
    SparseClassifier plain =
        SparseClassifier.train(uneven, Optional.empty(), ALL, Progress.NONE).model();
    SparseClassifier balanced =
        SparseClassifier.train(uneven, Optional.empty(), ALL.withBalanced(true), Progress.NONE)
            .model();
    SparseRows one = rows("one", "a 1:1\n");
    assertThat(plain.probabilities(one)).containsExactly(new double[] {0.75, 0.25}, within(1e-4));
    assertThat(balanced.probabilities(one)).containsExactly(new double[] {0.5, 0.5}, within(1e-4));
  }

  @Test
  void aFileGivesTheSameBitsBack() throws IOException {
    SparseClassifier model =
        SparseClassifier.train(fruit(), Optional.empty(), ALL, Progress.NONE)
            .model()
            .withTemperature(1.4);
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(model, file);
    SparseClassifier back = (SparseClassifier) ModelFile.read(file);
    assertThat(back.calibration()).isEqualTo(new TemperatureCalibration(1.4));
    assertThat(back.training()).isEqualTo(model.training());
    assertThat(back.probabilities(fruit())).containsExactly(model.probabilities(fruit()));
    Path again = folder.resolve("again.safetensors");
    ModelFile.write(back, again);
    assertThat(again).hasSameBinaryContentAs(file);
  }

  @Test
  void theFirstIndexGoesWithTheModel() throws IOException {
    SparseRows zero = rows("zero", "a 0:1 2:1\nb 1:1\n".repeat(5));
    SparseClassifier model =
        SparseClassifier.train(zero, Optional.empty(), ALL, Progress.NONE).model();
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(model, file);
    SparseClassifier back = (SparseClassifier) ModelFile.read(file);
    assertThat(back.reading(false))
        .isEqualTo(new LibsvmOptions(LibsvmOptions.FirstIndex.ZERO, false));
    Path without = Files.writeString(folder.resolve("without"), "1:1\n");
    double[] p = back.probabilities(LibsvmReader.read(without, back.reading(false)));
    assertThat(p[1]).isGreaterThan(p[0]);
  }

  @Test
  void featuresThatTrainingNeverHadCountForNothing() throws IOException {
    SparseClassifier model =
        SparseClassifier.train(fruit(), Optional.empty(), ALL, Progress.NONE).model();
    SparseRows known = rows("known", "pear 2:1\n");
    SparseRows more = rows("more", "pear 2:1 6:3 900:1\n");
    SparseRows fewer = rows("fewer", "pear 2:1\n");
    assertThat(model.probabilities(more)).containsExactly(model.probabilities(known));
    assertThat(fewer.features()).isEqualTo(2);
    assertThat(model.evaluate(more).accuracy()).isEqualTo(1);
  }

  @Test
  void whatCannotBeLearnedIsSaid() throws IOException {
    SparseRows huge = rows("huge", "a 1:1\nb 2000000000:1\n".repeat(3));
    assertThatThrownBy(() -> SparseClassifier.train(huge, Optional.empty(), ALL, Progress.NONE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            "its largest index is 2000000000, which with 2 classes makes 4000000000");
    SparseRows same = rows("same", "a 1:1\na 2:1\n");
    assertThatThrownBy(() -> SparseClassifier.train(same, Optional.empty(), ALL, Progress.NONE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("one class only");
    SparseRows other = rows("other", "plum 1:1\n");
    assertThatThrownBy(
            () -> SparseClassifier.train(fruit(), Optional.of(other), ALL, Progress.NONE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("other, line 1")
        .hasMessageContaining("'plum' is none of the model's classes");
  }

  @Test
  void damagedFilesAreErrors() throws IOException {
    SparseClassifier model =
        SparseClassifier.train(fruit(), Optional.empty(), ALL, Progress.NONE).model();
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(model, file);
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertThat(bytes).contains("\"indexBase\":\"1\"");
    Files.writeString(
        file,
        bytes.replace("\"indexBase\":\"1\"", "\"indexBase\":\"7\""),
        StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is damaged: the first index cannot be used");
    assertThat(Safetensors.open(file).metadata()).containsEntry("kind", "sparse");
  }

  /// Objectives of scikit-learn, from `golden/sparse/real.py`.
  @Test
  void realRowsReachTheObjectiveOfScikitLearn() throws IOException {
    int files = 0;
    for (String line : golden()) {
      if (!line.startsWith("#")) {
        String[] words = line.split(" ", -1);
        assertObjective(
            LibsvmReader.read(SharedData.file(words[0])),
            Double.parseDouble(words[1]),
            Double.parseDouble(words[2]));
        files++;
      }
    }
    assertThat(files).isEqualTo(3);
  }

  private static List<String> golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            SparseClassifierTest.class.getResourceAsStream("/golden/sparse/real.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static void assertObjective(SparseRows rows, double c, double objective) {
    Options options = Options.defaults().withC(c).withTolerance(1e-7);
    SparseClassifier model =
        SparseClassifier.train(rows, Optional.empty(), ALL.withRegression(options), Progress.NONE)
            .model();
    double reached = Double.parseDouble(model.training().settings().getOrDefault("objective", ""));
    assertThat(reached).isCloseTo(objective, within(1e-7 * objective));
  }
}
