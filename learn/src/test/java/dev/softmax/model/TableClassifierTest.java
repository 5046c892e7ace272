package dev.softmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Progress;
import dev.softmax.calibration.TemperatureCalibration;
import dev.softmax.data.DataWarning;
import dev.softmax.data.ReadOptions;
import dev.softmax.data.SharedData;
import dev.softmax.data.Table;
import dev.softmax.data.TableBatches;
import dev.softmax.data.TableReader;
import dev.softmax.io.FileHash;
import dev.softmax.io.InputException;
import dev.softmax.metrics.ClassificationMetrics;
import dev.softmax.training.Monitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
      Trained<TableClassifier> trained = TableClassifier.train(table, options, Progress.NONE);
      assertThat(trained.course().converged()).isTrue();
      sum += trained.heldOut().orElseThrow().accuracy();
    }
    assertThat(sum / splits).isGreaterThanOrEqualTo(accuracy);
  }

  @Test
  void aFileGivesTheSameBitsBack() throws IOException {
    Table penguins = table("penguins/penguins.csv");
    Trained<TableClassifier> trained =
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
    assertThat(back.calibration()).isEqualTo(new TemperatureCalibration(1.3));
    Path again = folder.resolve("again.safetensors");
    ModelFile.write(back, again);
    assertThat(Files.mismatch(file, again)).isEqualTo(-1);
  }

  @Test
  void theSameSeedMakesTheSameModel() {
    Table iris = table("iris/iris.csv");
    TrainOptions options = TrainOptions.of("species").withSeed(3);
    Trained<TableClassifier> one = TableClassifier.train(iris, options, Progress.NONE);
    Trained<TableClassifier> two = TableClassifier.train(iris, options, Progress.NONE);
    Trained<TableClassifier> other =
        TableClassifier.train(iris, options.withSeed(4), Progress.NONE);
    assertThat(coefficients(two)).isEqualTo(coefficients(one));
    assertThat(coefficients(other)).isNotEqualTo(coefficients(one));
  }

  @Test
  void aTestTableOfItsOwn() {
    Trained<TableClassifier> trained =
        TableClassifier.train(
            table("optdigits/optdigits.tra"),
            Optional.of(table("optdigits/optdigits.tes")),
            TrainOptions.of("c65"),
            Monitor.NONE);
    assertThat(trained.heldOut().orElseThrow().rows()).isEqualTo(1797);
    assertThat(trained.heldOut().orElseThrow().accuracy()).isGreaterThanOrEqualTo(0.94);
    assertThat(trained.model().training().rows()).isEqualTo(3823);
    assertThat(trained.warnings())
        .extracting(DataWarning::columns)
        .containsExactly(List.of("c1"), List.of("c40"));
  }

  @Test
  void dataThatCannotBeLearned() throws IOException {
    TrainOptions options = TrainOptions.of("y");
    fails("x,y\n1,a\n2,a\n", options, "one class only, 'a'");
    fails("x,y\n1,a\n2,b\n", TrainOptions.of("z"), "no column 'z'", "'x', 'y'");
    fails("x,y\n1,a\n2,b\n", options, "no row can be held out of 2 rows in 2 classes");
    fails("x,y\n1,a\n1,b\n1,a\n1,b\n", options, "no column is left", "'x' is '1'");
    fails("y\na\nb\n", options, "no column besides the target 'y'");
  }

  private void fails(String csv, TrainOptions options, String... words) throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), csv);
    Table table = TableReader.read(file, ReadOptions.defaults());
    assertThatThrownBy(() -> TableClassifier.train(table, options, Progress.NONE))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContainingAll(words);
  }

  @Test
  void rowsWithoutTargetAndClassesWithOneRow() throws IOException {
    StringBuilder csv = new StringBuilder("x,y\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i % 7).append(i % 2 == 0 ? ",a\n" : ",b\n");
    }
    csv.append("3,\n1e300,once\n");
    Path file = Files.writeString(folder.resolve("t.csv"), csv);
    Table table = TableReader.read(file, ReadOptions.defaults());
    Trained<TableClassifier> trained =
        TableClassifier.train(table, TrainOptions.of("y"), Progress.NONE);
    assertThat(trained.warnings())
        .extracting(DataWarning::kind)
        .containsExactly(DataWarning.Kind.MISSING_TARGET, DataWarning.Kind.SINGLE_ROW_CLASS);
    assertThat(trained.model().labels().names()).containsExactly("a", "b", "once");
    assertThat(trained.heldOut().orElseThrow().perClass().get(2).support()).isZero();
    assertThat(trained.model().training().rows()).isEqualTo(33);
    double[] probabilities = trained.model().probabilities(table);
    // The row of 1e300 is told apart from all others.
    assertThat(probabilities[41 * 3 + 2]).isGreaterThan(0.5);
    assertThat(trained.model().evaluate(table).rows()).isEqualTo(41);
    assertThat(trained.model().training().sha256()).isEqualTo(FileHash.sha256(file)).hasSize(64);
    assertThat(trained.model().training().source()).isEqualTo("t.csv");
  }

  private static double[] coefficients(Trained<TableClassifier> trained) {
    return ((Scorer.Regression) trained.model().scorer()).model().coefficients();
  }

  @Test
  void aTableInPartsIsWorthTheSame() throws IOException {
    Table penguins = table("penguins/penguins.csv");
    TableClassifier model =
        TableClassifier.train(penguins, TrainOptions.of("species"), Progress.NONE).model();
    ClassificationMetrics whole = model.evaluate(penguins);
    for (int rows : new int[] {7, 100, 1000}) {
      try (TableBatches batches =
          TableReader.open(
              SharedData.file("penguins/penguins.csv"),
              ReadOptions.defaults(),
              model.labelledBatches(rows))) {
        ClassificationMetrics parts = model.evaluate(batches);
        assertThat(parts.rows()).isEqualTo(344);
        assertThat(parts.confusion()).isEqualTo(whole.confusion());
        assertThat(parts.logLoss()).isCloseTo(whole.logLoss(), within(1e-12));
        assertThat(parts.ece()).isCloseTo(whole.ece(), within(1e-12));
      }
    }
    Path unlabelled = folder.resolve("t.csv");
    Files.writeString(
        unlabelled,
        """
        island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,year,species
        Biscoe,1,2,3,4,male,2007,NA
        """);
    try (TableBatches batches =
        TableReader.open(unlabelled, ReadOptions.defaults(), model.labelledBatches(7))) {
      assertThatThrownBy(() -> model.evaluate(batches))
          .isInstanceOf(InputException.class)
          .hasMessage(unlabelled + ": no row has a value of the target 'species'");
    }
  }
}
