package dev.softmax.model;

import dev.softmax.calibration.Calibration;
import dev.softmax.calibration.ConformalScores;
import dev.softmax.calibration.TemperatureCalibration;
import dev.softmax.io.StoredTensor;
import java.util.Arrays;
import java.util.Map;

/// Calibration and scores of a classifier as its file has them, whatever its kind. A temperature is the text
/// `temperature`, as it has always been; a file has that or the text `calibration`, so that a reader which knows temperatures
/// alone refuses other calibrations.
final class TrustFile {
  private static final String TEMPERATURE = "temperature";
  private static final String CALIBRATION = "calibration";
  private static final String PROBABILITY = "conformal.probability";
  private static final String ABOVE = "conformal.above";
  private static final String RANK = "conformal.rank";

  private TrustFile() {}

  static void write(
      Classifier model, Map<String, String> texts, Map<String, StoredTensor> tensors) {
    if (model.calibration() instanceof TemperatureCalibration(double temperature)) {
      texts.put(TEMPERATURE, Double.toString(temperature));
    } else {
      texts.put(
          CALIBRATION,
          CalibrationFile.write(model.calibration(), CalibrationFile.PREFIX, tensors).json());
    }
    model
        .conformalScores()
        .ifPresent(
            scores -> {
              int rows = scores.rows();
              double[] ranks = Arrays.stream(scores.rank()).asDoubleStream().toArray();
              tensors.put(PROBABILITY, StoredTensor.of(scores.probability(), rows));
              tensors.put(ABOVE, StoredTensor.of(scores.above(), rows));
              tensors.put(RANK, StoredTensor.of(ranks, rows));
            });
  }

  /// The model with what the file says of its probabilities.
  static Classifier read(StoredModel stored, Classifier model) {
    Calibration calibration =
        stored.has(CALIBRATION)
            ? stored.part(
                "the calibration",
                () ->
                    CalibrationFile.read(stored, stored.json(CALIBRATION), CalibrationFile.PREFIX))
            : stored.part(
                "the temperature", () -> new TemperatureCalibration(stored.number(TEMPERATURE)));
    Classifier calibrated = stored.part("the model", () -> model.withCalibration(calibration));
    return stored.tensors().contains(PROBABILITY)
        ? calibrated.withConformalScores(scores(stored))
        : calibrated;
  }

  private static ConformalScores scores(StoredModel stored) {
    long rows = stored.tensor(PROBABILITY).size();
    double[] probability = stored.doubles(PROBABILITY, rows);
    double[] above = stored.doubles(ABOVE, rows);
    int[] ranks = Arrays.stream(stored.doubles(RANK, rows)).mapToInt(rank -> (int) rank).toArray();
    return stored.part("the scores of sets", () -> ConformalScores.of(probability, above, ranks));
  }
}
