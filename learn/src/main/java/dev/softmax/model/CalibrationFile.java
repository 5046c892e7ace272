package dev.softmax.model;

import dev.softmax.calibration.Calibration;
import dev.softmax.calibration.DirichletCalibration;
import dev.softmax.calibration.EnsembleCalibration;
import dev.softmax.calibration.IsotonicCalibration;
import dev.softmax.calibration.MatrixCalibration;
import dev.softmax.calibration.SigmoidCalibration;
import dev.softmax.calibration.TemperatureCalibration;
import dev.softmax.calibration.VectorCalibration;
import dev.softmax.io.JsonValue;
import dev.softmax.io.StoredTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Calibrations as a model file has them: a JSON object with the name and what is a single number, and the arrays as
/// tensors after a prefix.
final class CalibrationFile {
  /// What the names of the tensors begin with.
  static final String PREFIX = "calibration.";

  private static final String NAME = "name";
  private static final String MEMBERS = "members";

  private CalibrationFile() {}

  /// The JSON object; puts the tensors under their names.
  static JsonValue write(
      Calibration calibration, String prefix, Map<String, StoredTensor> tensors) {
    JsonValue.Fields json = JsonValue.fields().with(NAME, new JsonValue.Text(calibration.name()));
    switch (calibration) {
      case TemperatureCalibration(double temperature) -> {
        return json.with(TemperatureCalibration.NAME, JsonValue.of(temperature));
      }
      case VectorCalibration vector -> {
        put(tensors, prefix + "weights", vector.weights());
        put(tensors, prefix + "biases", vector.biases());
      }
      case MatrixCalibration matrix -> {
        putSquare(tensors, prefix + "weights", matrix.weights());
        put(tensors, prefix + "biases", matrix.biases());
      }
      case DirichletCalibration dirichlet -> {
        putSquare(tensors, prefix + "weights", dirichlet.weights());
        put(tensors, prefix + "biases", dirichlet.biases());
      }
      case IsotonicCalibration isotonic -> {
        put(tensors, prefix + "scores", isotonic.scores());
        put(tensors, prefix + "values", isotonic.values());
        put(
            tensors,
            prefix + "offsets",
            Arrays.stream(isotonic.offsets()).asDoubleStream().toArray());
      }
      case SigmoidCalibration sigmoid -> {
        put(tensors, prefix + "slopes", sigmoid.slopes());
        put(tensors, prefix + "offsets", sigmoid.offsets());
      }
      case EnsembleCalibration(List<Calibration> members) -> {
        List<JsonValue> of = new ArrayList<>();
        for (Calibration member : members) {
          of.add(write(member, prefix + of.size() + ".", tensors));
        }
        return json.with(MEMBERS, new JsonValue.Array(of));
      }
    }
    return json;
  }

  /// The calibration of a JSON object.
  ///
  /// @throws IllegalArgumentException when it is none; call it within [StoredModel#part]
  static Calibration read(StoredModel stored, JsonValue json, String prefix) {
    JsonValue.Fields fields = json.object();
    String name = fields.need(NAME).text();
    return switch (name) {
      case TemperatureCalibration.NAME ->
          new TemperatureCalibration(fields.need(TemperatureCalibration.NAME).number());
      case VectorCalibration.NAME ->
          new VectorCalibration(
              doubles(stored, prefix + "weights"), doubles(stored, prefix + "biases"));
      case MatrixCalibration.NAME ->
          new MatrixCalibration(
              doubles(stored, prefix + "weights"), doubles(stored, prefix + "biases"));
      case DirichletCalibration.NAME ->
          new DirichletCalibration(
              doubles(stored, prefix + "weights"), doubles(stored, prefix + "biases"));
      case IsotonicCalibration.NAME ->
          new IsotonicCalibration(
              doubles(stored, prefix + "scores"),
              doubles(stored, prefix + "values"),
              Arrays.stream(doubles(stored, prefix + "offsets"))
                  .mapToInt(offset -> (int) offset)
                  .toArray());
      case SigmoidCalibration.NAME ->
          new SigmoidCalibration(
              doubles(stored, prefix + "slopes"), doubles(stored, prefix + "offsets"));
      case EnsembleCalibration.NAME -> {
        List<Calibration> members = new ArrayList<>();
        for (JsonValue member : fields.need(MEMBERS).list()) {
          members.add(read(stored, member, prefix + members.size() + "."));
        }
        yield new EnsembleCalibration(members);
      }
      default -> throw new IllegalArgumentException("'" + name + "' is not known here");
    };
  }

  private static double[] doubles(StoredModel stored, String name) {
    return stored.tensor(name).toDoubles();
  }

  private static void put(Map<String, StoredTensor> tensors, String name, double[] values) {
    tensors.put(name, StoredTensor.of(values, values.length));
  }

  private static void putSquare(Map<String, StoredTensor> tensors, String name, double[] values) {
    long order = Math.round(Math.sqrt(values.length));
    tensors.put(name, StoredTensor.of(values, order, order));
  }
}
