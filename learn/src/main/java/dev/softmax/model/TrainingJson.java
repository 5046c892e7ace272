package dev.softmax.model;

import dev.softmax.io.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A [TrainingSummary] as a model file keeps it.
final class TrainingJson {
  private TrainingJson() {}

  static JsonValue write(TrainingSummary training) {
    JsonValue.Fields json =
        JsonValue.fields()
            .with("source", new JsonValue.Text(training.source()))
            .with("sha256", new JsonValue.Text(training.sha256()))
            .with("rows", JsonValue.of(training.rows()))
            .with("settings", JsonValue.of(training.settings()));
    return training.heldOut().map(scores -> json.with("heldOut", write(scores))).orElse(json);
  }

  private static JsonValue write(TrainingSummary.HeldOut scores) {
    return JsonValue.fields()
        .with("rows", JsonValue.of(scores.rows()))
        .with("accuracy", JsonValue.of(scores.accuracy()))
        .with("logLoss", JsonValue.of(scores.logLoss()))
        .with("brier", JsonValue.of(scores.brier()))
        .with("ece", JsonValue.of(scores.ece()));
  }

  /// @throws IllegalArgumentException when it is no summary
  static TrainingSummary read(JsonValue json) {
    JsonValue.Fields fields = json.object();
    Map<String, String> settings = new LinkedHashMap<>();
    fields
        .need("settings")
        .object()
        .values()
        .forEach((name, value) -> settings.put(name, value.text()));
    return new TrainingSummary(
        fields.need("source").text(),
        fields.need("sha256").text(),
        fields.need("rows").count(),
        settings,
        Optional.ofNullable(fields.values().get("heldOut")).map(TrainingJson::heldOut));
  }

  private static TrainingSummary.HeldOut heldOut(JsonValue json) {
    JsonValue.Fields scores = json.object();
    return new TrainingSummary.HeldOut(
        scores.need("rows").count(),
        scores.need("accuracy").number(),
        scores.need("logLoss").number(),
        scores.need("brier").number(),
        scores.need("ece").number());
  }
}
