package dev.softmax.cli;

import dev.softmax.data.Table;
import dev.softmax.metrics.ClassificationMetrics;
import dev.softmax.model.Trained;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `train` says at its end.
///
/// @param trained the model and its scores
/// @param table the data
/// @param file where the model is
/// @param seconds since the command began
record TrainReport(Trained trained, Table table, Path file, double seconds) {

  /// The documented keys; the scores are `null` where nothing was held out.
  Map<String, @Nullable Object> json() {
    var held = trained.heldOut();
    return Json.object(
        "model", file.toString(),
        "rows", table.rows(),
        "classes", trained.model().labels().size(),
        "accuracy", held.map(ClassificationMetrics::accuracy).orElse(Double.NaN),
        "logLoss", held.map(ClassificationMetrics::logLoss).orElse(Double.NaN),
        "ece", held.map(ClassificationMetrics::ece).orElse(Double.NaN),
        "seconds", seconds);
  }

  /// The same for people.
  TextTable lines() {
    var model = trained.model();
    var fit = trained.fit();
    TextTable lines = new TextTable("ll");
    lines.row("data", table.source() + ": " + table.rows() + " rows");
    lines.row("target", model.labels().target() + ", " + Texts.classes(model.labels().names()));
    lines.row("features", Integer.toString(model.encoder().features()));
    lines.row(
        "fitted",
        "%d rows, %s, %d steps".formatted(model.training().rows(), fit.solver(), fit.iterations()));
    trained
        .heldOut()
        .ifPresent(
            held ->
                lines
                    .row("held out", held.rows() + " rows")
                    .row("accuracy", TextTable.number(held.accuracy()))
                    .row("log-loss", TextTable.number(held.logLoss()))
                    .row("ECE", TextTable.number(held.ece())));
    return lines.row("seconds", TextTable.number(seconds)).row("model", file.toString());
  }
}
