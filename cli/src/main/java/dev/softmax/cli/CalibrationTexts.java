package dev.softmax.cli;

import dev.softmax.calibration.Calibration;
import dev.softmax.calibration.DirichletCalibration;
import dev.softmax.calibration.EnsembleCalibration;
import dev.softmax.calibration.IsotonicCalibration;
import dev.softmax.calibration.MatrixCalibration;
import dev.softmax.calibration.SigmoidCalibration;
import dev.softmax.calibration.TemperatureCalibration;
import dev.softmax.calibration.VectorCalibration;
import dev.softmax.model.Classifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a classifier makes of its logits, in words and as JSON.
final class CalibrationTexts {
  private CalibrationTexts() {}

  /// What `inspect` says of a model: a temperature by its number, another calibration by its name.
  static Map<String, @Nullable Object> inspected(Classifier model, boolean json) {
    Map<String, @Nullable Object> said = Json.object();
    switch (model.calibration()) {
      case TemperatureCalibration(double temperature) -> said.put("temperature", temperature);
      case Calibration other -> {
        said.put("calibration", json ? numbers(other) : other.name() + shape(other));
      }
    }
    model
        .conformalScores()
        .ifPresent(scores -> said.put(json ? "setRows" : "rows for sets", scores.rows()));
    return said;
  }

  /// A calibration as JSON: its name and all its numbers.
  static Map<String, @Nullable Object> numbers(Calibration calibration) {
    Map<String, @Nullable Object> json = Json.object("name", calibration.name());
    switch (calibration) {
      case TemperatureCalibration(double temperature) -> json.put("temperature", temperature);
      case VectorCalibration vector -> {
        json.put("weights", vector.weights());
        json.put("biases", vector.biases());
      }
      case MatrixCalibration matrix -> {
        json.put("weights", rows(matrix.weights(), matrix.biases().length));
        json.put("biases", matrix.biases());
      }
      case DirichletCalibration dirichlet -> {
        json.put("weights", rows(dirichlet.weights(), dirichlet.biases().length));
        json.put("biases", dirichlet.biases());
      }
      case IsotonicCalibration isotonic -> {
        json.put("scores", isotonic.scores());
        json.put("values", isotonic.values());
        json.put("offsets", isotonic.offsets());
      }
      case SigmoidCalibration sigmoid -> {
        json.put("slopes", sigmoid.slopes());
        json.put("offsets", sigmoid.offsets());
      }
      case EnsembleCalibration(List<Calibration> members) ->
          json.put("members", members.stream().map(CalibrationTexts::numbers).toList());
    }
    return json;
  }

  private static List<double[]> rows(double[] matrix, int columns) {
    List<double[]> rows = new ArrayList<>();
    for (int from = 0; from < matrix.length; from += columns) {
      rows.add(Arrays.copyOfRange(matrix, from, from + columns));
    }
    return rows;
  }

  /// How many numbers it has.
  private static String shape(Calibration calibration) {
    return switch (calibration) {
      case IsotonicCalibration isotonic -> ", %d points".formatted(isotonic.scores().length);
      case EnsembleCalibration(List<Calibration> members) ->
          ", %d of %s".formatted(members.size(), members.getFirst().name());
      default -> "";
    };
  }
}
