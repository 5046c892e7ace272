package dev.softmax.cli;

import dev.softmax.data.ColumnEncoding;
import dev.softmax.model.Model;
import dev.softmax.model.ModelFile;
import dev.softmax.model.TableClassifier;
import dev.softmax.model.TrainingSummary;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// What a model file holds.
@Command(
    name = "inspect",
    sortOptions = false,
    description =
        "Shows what a model file holds: kind, classes, columns, options, scores, provenance.",
    footer = {
      "",
      "Examples:",
      "  softmax inspect iris.safetensors",
      "  softmax inspect iris.safetensors --json"
    })
final class Inspect implements Callable<Integer> {
  /// More columns than this are left to `--json`.
  private static final int MOST_COLUMNS = 40;

  private final Streams streams;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model from softmax train.")
  private @Nullable Path file;

  @Mixin private final CommonOptions common = new CommonOptions();

  Inspect(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    Model model = ModelFile.read(Objects.requireNonNull(file));
    switch (model) {
      case TableClassifier table -> {
        if (common.json) {
          Json.print(streams.out(), json(table));
        } else {
          print(table);
        }
      }
    }
    return Main.DONE;
  }

  private Map<String, @Nullable Object> json(TableClassifier model) {
    TrainingSummary training = model.training();
    int classes = model.labels().size();
    int features = model.encoder().features();
    return Json.object(
        "model", String.valueOf(file),
        "kind", model.kind(),
        "target", model.labels().target(),
        "classes", model.labels().names(),
        "features", model.encoder().featureNames(),
        "shapes",
            Json.object(
                "coefficients", new int[] {classes, features}, "intercepts", new int[] {classes}),
        "temperature", model.temperature(),
        "options", training.settings(),
        "metrics",
            training
                .heldOut()
                .map(
                    held ->
                        Json.object(
                            "rows", held.rows(),
                            "accuracy", held.accuracy(),
                            "logLoss", held.logLoss(),
                            "brier", held.brier(),
                            "ece", held.ece()))
                .orElse(Map.of()),
        "provenance",
            Json.object(
                "source", training.source(),
                "sha256", training.sha256(),
                "rows", training.rows()));
  }

  private void print(TableClassifier model) {
    TrainingSummary training = model.training();
    int classes = model.labels().size();
    int features = model.encoder().features();
    TextTable lines = new TextTable("ll");
    lines
        .row("kind", model.kind())
        .row("target", model.labels().target() + ", " + Texts.classes(model.labels().names()))
        .row("coefficients", "(" + classes + ", " + features + "), intercepts (" + classes + ")")
        .row("temperature", TextTable.plain(model.temperature()))
        .row("trained on", training.source() + ", " + training.rows() + " rows");
    if (!training.sha256().isEmpty()) {
      lines.row("SHA-256", training.sha256());
    }
    training
        .heldOut()
        .ifPresent(
            held ->
                lines
                    .row("held out", held.rows() + " rows")
                    .row("accuracy", TextTable.number(held.accuracy()))
                    .row("log-loss", TextTable.number(held.logLoss()))
                    .row("Brier", TextTable.number(held.brier()))
                    .row("ECE", TextTable.number(held.ece())));
    training.settings().forEach(lines::row);
    lines.print(streams.out());
    streams.out().append('\n');
    columns(model).print(streams.out());
  }

  private static TextTable columns(TableClassifier model) {
    TextTable table = new TextTable("lll");
    table.row("column", "as", "");
    List<ColumnEncoding> encodings = model.encoder().encodings();
    for (ColumnEncoding encoding : encodings.subList(0, Math.min(MOST_COLUMNS, encodings.size()))) {
      switch (encoding) {
        case ColumnEncoding.Standardised number ->
            table.row(
                number.column(),
                "number",
                "mean %s, deviation %s%s"
                    .formatted(
                        TextTable.number(number.mean()),
                        TextTable.number(number.deviation()),
                        number.indicator() ? ", and whether missing" : ""));
        case ColumnEncoding.OneHot text ->
            table.row(
                text.column(),
                "categories",
                Texts.some(text.levels()) + (text.missingLevel() ? ", and missing" : ""));
      }
    }
    int more = encodings.size() - MOST_COLUMNS;
    return more > 0 ? table.row("and " + more + " more") : table;
  }
}
