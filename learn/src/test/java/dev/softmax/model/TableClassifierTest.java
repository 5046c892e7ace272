package dev.softmax.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softmax.Progress;
import dev.softmax.data.DataWarning;
import dev.softmax.data.ReadOptions;
import dev.softmax.data.SharedData;
import dev.softmax.data.Table;
import dev.softmax.data.TableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableClassifierTest {
  @TempDir private Path folder;

  private static Table table(String path) {
    return TableReader.read(SharedData.file(path), ReadOptions.defaults());
  }

  /// A small test set moves by a few hundredths with the split, so several are averaged.
  @ParameterizedTest
  @CsvSource({
    "iris/iris.csv, species, 20, 0.95",
    "penguins/penguins.csv, species, 20, 0.97",
    "wine/wine.csv, c14, 20, 0.95",
    "optdigits/optdigits.tra, c65, 1, 0.94",
    "letter-recognition/letter-recognition.data, c1, 1, 0.76",
    "covertype/train.csv, Cover_Type, 1, 0.68",
  })
  void reachesTheAccuracyOfTheLiterature(String path, String target, int splits, double accuracy) {
    Table table = table(path);
    double sum = 0;
    for (int seed = 0; seed < splits; seed++) {
      TrainOptions options = TrainOptions.of(target).withSeed(seed);
      Trained trained = TableClassifier.train(table, options, Progress.NONE);
      assertThat(trained.fit().converged()).isTrue();
      sum += trained.heldOut().orElseThrow().accuracy();
    }
    assertThat(sum / splits).isGreaterThanOrEqualTo(accuracy);
  }

  @Test
  void aFileGivesTheSameBitsBack() throws IOException {
    Table penguins = table("penguins/penguins.csv");
    Trained trained =
        TableClassifier.train(penguins, TrainOptions.of("species").withSeed(7), Progress.NONE);
    TableClassifier model = trained.model().withTemperature(1.3);
    Path file = folder.resolve("penguins.safetensors");
    ModelFile.write(model, file);
    assertThat(ModelFile.read(file)).isInstanceOf(TableClassifier.class);
    TableClassifier back = (TableClassifier) ModelFile.read(file);
    assertThat(back.probabilities(penguins)).isEqualTo(model.probabilities(penguins));
    assertThat(back.labels().names()).isEqualTo(model.labels().names());
    assertThat(back.encoder().encodings()).isEqualTo(model.encoder().encodings());
    assertThat(back.training()).isEqualTo(model.training());
    assertThat(back.temperature()).isEqualTo(1.3);
    Path again = folder.resolve("again.safetensors");
    ModelFile.write(back, again);
    assertThat(Files.mismatch(file, again)).isEqualTo(-1);
  }

  @Test
  void theSameSeedMakesTheSameModel() {
    Table iris = table("iris/iris.csv");
    TrainOptions options = TrainOptions.of("species").withSeed(3);
    Trained one = TableClassifier.train(iris, options, Progress.NONE);
    Trained two = TableClassifier.train(iris, options, Progress.NONE);
    Trained other = TableClassifier.train(iris, options.withSeed(4), Progress.NONE);
    assertThat(two.model().regression().coefficients())
        .isEqualTo(one.model().regression().coefficients());
    assertThat(other.model().regression().coefficients())
        .isNotEqualTo(one.model().regression().coefficients());
  }

  @Test
  void aTestTableOfItsOwn() {
    Trained trained =
        TableClassifier.train(
            table("optdigits/optdigits.tra"),
            table("optdigits/optdigits.tes"),
            TrainOptions.of("c65"),
            Progress.NONE);
    assertThat(trained.heldOut().orElseThrow().rows()).isEqualTo(1797);
    assertThat(trained.heldOut().orElseThrow().accuracy()).isGreaterThanOrEqualTo(0.94);
    assertThat(trained.model().training().rows()).isEqualTo(3823);
    assertThat(trained.warnings()).extracting(DataWarning::column).containsExactly("c1", "c40");
  }
}
