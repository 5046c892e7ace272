package dev.softmax.cli;

import dev.softmax.calibration.Calibration;
import dev.softmax.calibration.CalibrationData;
import dev.softmax.calibration.CalibrationFit;
import dev.softmax.calibration.TemperatureCalibration;
import dev.softmax.model.Classifier;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What `calibrate` says: how sure the model was and is, on the rows it was fitted to and on others.
///
/// @param before the model as it was
/// @param result what came of it
/// @param scored the data
/// @param tested other data to measure on
/// @param covered what the new model's sets turn out to be on it, if these are measured
record CalibrationReport(
    Classifier before,
    CalibrationRun.Result result,
    KnownData.Scored scored,
    Optional<KnownData.Scored> tested,
    Optional<SetFlags.Covered> covered) {
  private static final String TEMPERATURE = TemperatureCalibration.NAME;

  /// Says on standard error what was not as it should be.
  void warn(Streams streams) {
    CalibrationFit fit = result.fit();
    if (fit.outcome() == CalibrationFit.Outcome.KEPT) {
      streams
          .err()
          .println(
              "softmax: warning: what was found has a higher log-loss on %s than what the model has, which it keeps"
                  .formatted(scored.source()));
    } else if (fit.outcome() == CalibrationFit.Outcome.BOUNDED) {
      boolean temperature = fit.calibration() instanceof TemperatureCalibration;
      streams
          .err()
          .println(
              "softmax: warning: no %s is the best on %s; the model's is now %s; more data would tell"
                  .formatted(
                      temperature ? TEMPERATURE : "calibration",
                      scored.source(),
                      fit.calibration() instanceof TemperatureCalibration(double value)
                          ? TextTable.number(value) + ", the end of what is tried"
                          : "where the search ended"));
    }
    if (fit.calibration().givesZeros()) {
      streams
          .err()
          .println(
              "softmax: warning: isotonic calibration gives classes the probability 0 beyond what"
                  + " it has seen, and one that turns out to be true costs a log-loss of 36 (that"
                  + " of 2^-52); --method sigmoid gives none");
    }
  }

  Map<String, @Nullable Object> json(Path file, String method) {
    Map<String, @Nullable Object> json =
        Json.object("model", file.toString(), "method", method, "rows", result.fitted().size());
    put(json, result.fitted());
    switch (result.fit().calibration()) {
      case TemperatureCalibration(double temperature) -> json.put(TEMPERATURE, temperature);
      case Calibration other -> json.put("calibration", CalibrationTexts.numbers(other));
    }
    result.fit().penalty().ifPresent(penalty -> json.put("penalty", penalty));
    result.model().conformalScores().ifPresent(scores -> json.put("setRows", scores.rows()));
    result
        .held()
        .ifPresent(
            held -> {
              Map<String, @Nullable Object> part = Json.object("rows", held.size());
              put(part, held);
              json.put("heldOut", part);
            });
    tested.ifPresent(
        other -> {
          CalibrationData data = other.data(before.labels().size());
          Map<String, @Nullable Object> part =
              Json.object("data", other.source(), "rows", data.size());
          put(part, data);
          covered.ifPresent(sets -> part.put("coverage", sets.json()));
          json.put("test", part);
        });
    return json;
  }

  private void put(Map<String, @Nullable Object> json, CalibrationData data) {
    json.put("before", ProbabilityScores.of(before.calibration(), data).json());
    json.put("after", ProbabilityScores.of(result.fit().calibration(), data).json());
  }

  void print(PrintStream out, Path file) {
    TextTable table = new TextTable("lrr").row("", "before", "after");
    rows(table, "", result.fitted());
    if (before.calibration() instanceof TemperatureCalibration(double was)
        && result.fit().calibration() instanceof TemperatureCalibration(double is)) {
      table.row(TEMPERATURE, TextTable.number(was), TextTable.number(is));
    } else {
      table.row("calibration", before.calibration().name(), result.fit().calibration().name());
    }
    result.held().ifPresent(held -> rows(table, "held out: ", held));
    tested.ifPresent(other -> rows(table, "test: ", other.data(before.labels().size())));
    table.print(out);
    out.append('\n');
    TextTable lines = new TextTable("ll");
    lines.row(
        "data", "%s: %d %s".formatted(scored.source(), scored.labels().length, scored.unit()));
    result
        .held()
        .ifPresent(
            held ->
                lines.row(
                    "held out",
                    "%d of them, %d fitted to".formatted(held.size(), result.fitted().size())));
    tested.ifPresent(
        other ->
            lines.row(
                "test",
                "%s: %d %s".formatted(other.source(), other.labels().length, other.unit())));
    result.fit().penalty().ifPresent(penalty -> lines.row("penalty", TextTable.plain(penalty)));
    result
        .model()
        .conformalScores()
        .ifPresent(
            scores -> lines.row("sets", "made by %d %s".formatted(scores.rows(), scored.unit())));
    covered.ifPresent(sets -> sets.rows(lines));
    lines.row("model", file.toString()).print(out);
  }

  private void rows(TextTable table, String what, CalibrationData data) {
    ProbabilityScores was = ProbabilityScores.of(before.calibration(), data);
    ProbabilityScores is = ProbabilityScores.of(result.fit().calibration(), data);
    table.row(what + "log-loss", TextTable.number(was.logLoss()), TextTable.number(is.logLoss()));
    table.row(what + "ECE", TextTable.number(was.ece()), TextTable.number(is.ece()));
  }
}
