package dev.softmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Progress;
import dev.softmax.calibration.Calibration;
import dev.softmax.calibration.CalibrationData;
import dev.softmax.calibration.CalibrationMethod;
import dev.softmax.calibration.ConformalScores;
import dev.softmax.calibration.SetScore;
import dev.softmax.calibration.TemperatureCalibration;
import dev.softmax.calibration.VectorCalibration;
import dev.softmax.data.ReadOptions;
import dev.softmax.data.SharedData;
import dev.softmax.data.StratifiedSplit;
import dev.softmax.data.Table;
import dev.softmax.data.TableReader;
import dev.softmax.io.InputException;
import dev.softmax.io.Safetensors;
import dev.softmax.io.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Calibrations and scores for sets in model files.
class CalibrationFileTest {
  @TempDir private Path folder = Path.of("");

  private Table table() throws IOException {
    StringBuilder lines = new StringBuilder("a,b,class\n");
    SplittableRandom random = new SplittableRandom(1);
    for (int row = 0; row < 120; row++) {
      int k = random.nextInt(3);
      lines.append(
          "%s,%s,%s\n"
              .formatted(k + random.nextGaussian(), random.nextGaussian(), "xyz".charAt(k)));
    }
    return TableReader.read(
        Files.writeString(folder.resolve("table.csv"), lines), ReadOptions.defaults());
  }

  private static TableClassifier train(Table table) {
    return TableClassifier.train(table, TrainOptions.of("class").withSplit(0), Progress.NONE)
        .model();
  }

  static List<CalibrationMethod> methods() {
    return List.of(
        new CalibrationMethod.Temperature(),
        new CalibrationMethod.Vector(),
        new CalibrationMethod.Matrix(),
        new CalibrationMethod.Dirichlet(),
        new CalibrationMethod.Isotonic(),
        new CalibrationMethod.Sigmoid(),
        new CalibrationMethod.Ensemble(new CalibrationMethod.Vector(), 3, 1));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void comesBackAsItWas(CalibrationMethod method) throws IOException {
    Table table = table();
    TableClassifier model = train(table);
    int[] labels = model.labels().label(table).classes();
    CalibrationData data = new CalibrationData(model.logits(table), labels, 3);
    TableClassifier calibrated = model.withTrust(Trust.of(method.fit(data).calibration()));
    Classifier kept =
        calibrated.withConformalScores(
            ConformalScores.of(calibrated.probabilities(table), labels, 3));
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(kept, file);
    TableClassifier back = (TableClassifier) ModelFile.read(file);
    assertThat(back.probabilities(table)).isEqualTo(calibrated.probabilities(table));
    assertThat(back.calibration().name()).isEqualTo(calibrated.calibration().name());
    assertThat(back.conformalScores().orElseThrow().sets(0.9, new SetScore.Aps()))
        .isEqualTo(kept.conformalScores().orElseThrow().sets(0.9, new SetScore.Aps()));
    Path again = folder.resolve("again.safetensors");
    ModelFile.write(back, again);
    assertThat(Files.mismatch(file, again)).isEqualTo(-1);
    // Scores are those of the calibration, and go with it.
    assertThat(back.withCalibration(TemperatureCalibration.NONE).conformalScores()).isEmpty();
    assertThat(back.withTemperature(2).calibration()).isEqualTo(new TemperatureCalibration(2));
  }

  @Test
  void aCalibrationOfOtherClassesIsRefused() throws IOException {
    TableClassifier model = train(table());
    Calibration two = new VectorCalibration(new double[] {1, 1}, new double[2]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.withCalibration(two))
        .withMessage("a calibration (vector) of 2 classes, but 3 classes");
  }

  @Test
  void damagedCalibrationsAreNamed() throws IOException {
    TableClassifier model = train(table());
    Path file = folder.resolve("model.safetensors");
    double[] ones = {1, 1, 1};
    ModelFile.write(model.withCalibration(new VectorCalibration(ones, new double[3])), file);
    Map<String, String> texts;
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    try (Safetensors stored = Safetensors.open(file)) {
      texts = new LinkedHashMap<>(stored.metadata());
      for (String name : stored.names()) {
        tensors.put(
            name, StoredTensor.of(stored.tensor(name).toDoubles(), stored.tensor(name).shape()));
      }
    }
    assertThat(texts).doesNotContainKey("temperature");
    Path bad = folder.resolve("bad.safetensors");
    texts.put("calibration", "{\"name\":\"magic\"}");
    Safetensors.write(bad, texts, tensors);
    assertThatThrownBy(() -> ModelFile.read(bad))
        .isInstanceOf(InputException.class)
        .hasMessage(
            bad + ": is damaged: the calibration cannot be used: 'magic' is not known here");
    texts.put("calibration", "{\"name\":\"vector\"}");
    tensors.put("calibration.biases", StoredTensor.of(new double[2], 2));
    Safetensors.write(bad, texts, tensors);
    assertThatThrownBy(() -> ModelFile.read(bad))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the calibration cannot be used: vector calibration: 3 weights");
  }

  /// 20000 letters: fitted, calibrated and measured on rows of their own.
  @Test
  void coverageOfLettersIsWhatIsPromised() throws IOException {
    Path letters = SharedData.file("letter-recognition/letter-recognition.data");
    List<String> lines = Files.readAllLines(letters);
    Path named = folder.resolve("letters.csv");
    StringBuilder header = new StringBuilder("letter");
    for (int i = 0; i < 16; i++) {
      header.append(",x").append(i);
    }
    lines.addFirst(header.toString());
    Files.write(named, lines);
    Table all = TableReader.read(named, ReadOptions.defaults());
    TrainOptions options = TrainOptions.of("letter").withSplit(0);
    int[] train = new int[3000];
    for (int i = 0; i < train.length; i++) {
      train[i] = i;
    }
    TableClassifier model = TableClassifier.train(all.rows(train), options, Progress.NONE).model();
    int[] rest = new int[all.rows() - train.length];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = train.length + i;
    }
    Table held = all.rows(rest);
    CalibrationData data =
        new CalibrationData(model.logits(held), model.labels().label(held).classes(), 26);
    StratifiedSplit parts = StratifiedSplit.of(data.labels(), 26, 0.7, new SplittableRandom(5));
    CalibrationData fresh = data.rows(parts.test());
    StratifiedSplit halves =
        StratifiedSplit.of(data.rows(parts.train()).labels(), 26, 0.5, new SplittableRandom(6));
    CalibrationData fit = data.rows(parts.train()).rows(halves.train());
    CalibrationData kept = data.rows(parts.train()).rows(halves.test());
    Calibration calibration = new CalibrationMethod.Temperature().fit(fit).calibration();
    ConformalScores scores =
        ConformalScores.of(calibration.probabilities(kept.logits(), 26), kept.labels(), 26);
    double[] probabilities = calibration.probabilities(fresh.logits(), 26);
    for (double coverage : new double[] {0.8, 0.9, 0.95}) {
      // Both halves draw: the rows that were kept, and those that are measured. Four standard
      // errors.
      double error =
          4 * Math.sqrt(coverage * (1 - coverage) * (1. / kept.size() + 1. / fresh.size()));
      for (SetScore score :
          List.of(new SetScore.Lac(), new SetScore.Aps(), new SetScore.Raps(0.01, 5))) {
        assertThat(
                scores.sets(coverage, score).measure(probabilities, fresh.labels(), 26).coverage())
            .as(score + " " + coverage)
            .isCloseTo(coverage, within(error));
      }
    }
  }
}
