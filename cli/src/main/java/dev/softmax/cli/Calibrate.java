package dev.softmax.cli;

import dev.softmax.Axis;
import dev.softmax.Softmax;
import dev.softmax.calibration.TemperatureScaling;
import dev.softmax.data.ReadOptions;
import dev.softmax.io.InputException;
import dev.softmax.metrics.ClassificationMetrics;
import dev.softmax.model.Classifier;
import dev.softmax.model.FastTextClassifier;
import dev.softmax.model.ImageClassifier;
import dev.softmax.model.LanguageModel;
import dev.softmax.model.ModelFile;
import dev.softmax.model.TableClassifier;
import dev.softmax.model.TextClassifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// A model to one whose probabilities are as often right as they say.
@Command(
    name = "calibrate",
    sortOptions = false,
    description = {
      "Makes a classifier's probabilities as sure as they may be, by data that it has not learned",
      "from: the temperature that divides its logits is fitted to the least log-loss. Which class"
          + " is",
      "the most probable stays as it was."
    },
    footer = {
      "",
      "Examples:",
      "  softmax calibrate digits.safetensors digits.tes --model calibrated.safetensors",
      "  softmax calibrate photos.safetensors others/ --model calibrated.safetensors",
      "  softmax calibrate films.safetensors held.tsv --model films-calibrated.safetensors --json"
    })
final class Calibrate implements Callable<Integer> {
  private static final String TEMPERATURE = "temperature";

  private final Streams streams;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model from softmax train.")
  private @Nullable Path model;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "DATA",
      description = "Data whose classes are known and that the model has not seen.")
  private final List<String> data = new ArrayList<>();

  @Option(
      names = "--model",
      required = true,
      paramLabel = "OUT",
      description = "The file for the calibrated model; it may be MODEL itself.")
  private @Nullable Path out;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description = "How: temperature (default: ${DEFAULT-VALUE}).")
  private String method = TEMPERATURE;

  @Option(
      names = "--target",
      paramLabel = "COL",
      description =
          "The column of the classes in a table of texts or of paths of pictures (default: named as"
              + " in training, or found out).")
  private @Nullable String target;

  @Spec private @Nullable CommandSpec command;
  @Mixin private final TextInput texts = new TextInput();
  @Mixin private final TableOptions tables = new TableOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  Calibrate(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    if (!method.equals(TEMPERATURE)) {
      throw new UsageException("--method " + method + ": there is only temperature");
    }
    Path file = Objects.requireNonNull(out);
    OutputFile.requireFolder(file);
    ReadOptions reading = tables.reading();
    KnownData known = new KnownData(Objects.requireNonNull(command), texts, reading, target);
    switch (ModelInput.of(Objects.requireNonNull(model))) {
      case TableClassifier table -> {
        KnownData.Scored scored = known.logits(table, data);
        Fit fit = new Fit(scored, table, CalibrationTexts.temperature(table));
        ModelFile.write(table.withTemperature(fit.scaling.temperature()), file);
        report(fit, file);
      }
      case TextClassifier text -> {
        KnownData.Scored scored = known.logits(text, data);
        Fit fit = new Fit(scored, text, CalibrationTexts.temperature(text));
        ModelFile.write(text.withTemperature(fit.scaling.temperature()), file);
        report(fit, file);
      }
      case ImageClassifier image -> {
        if (image.network().isEmpty()) {
          throw new InputException(model + ": an ONNX model cannot be written again");
        }
        KnownData.Scored scored;
        try (ProgressLine progress = new ProgressLine(streams, true)) {
          scored = known.logits(image, data, progress);
        }
        Fit fit = new Fit(scored, image, CalibrationTexts.temperature(image));
        ModelFile.write(image.withTemperature(fit.scaling.temperature()), file);
        report(fit, file);
      }
      case FastTextClassifier _ ->
          throw new UsageException(model + " is a model of fastText, which has no temperature");
      case LanguageModel _ ->
          throw new UsageException(
              model + " is a language model; softmax generate takes its --temperature");
    }
    return Main.DONE;
  }

  /// The temperature that was found, and what it is worth.
  private static final class Fit {
    private final TemperatureScaling scaling;
    private final KnownData.Scored scored;
    private final double eceBefore;
    private final double eceAfter;
    private final double before;

    Fit(KnownData.Scored scored, Classifier model, double temperature) {
      int classes = model.labels().size();
      this.scored = scored;
      this.before = temperature;
      this.scaling =
          TemperatureScaling.fit(
              new TemperatureScaling.Data(scored.logits(), scored.labels(), classes), temperature);
      this.eceBefore = ece(temperature, classes);
      this.eceAfter = ece(scaling.temperature(), classes);
    }

    private double ece(double temperature, int classes) {
      double[] probabilities =
          Softmax.STANDARD
              .withTemperature(temperature)
              .apply(scored.logits(), Axis.rows(scored.labels().length, classes));
      return ClassificationMetrics.of(probabilities, scored.labels(), classes).ece();
    }
  }

  private void report(Fit fit, Path file) {
    TemperatureScaling scaling = fit.scaling;
    int rows = fit.scored.labels().length;
    if (scaling.bounded()) {
      streams
          .err()
          .println(
              "softmax: warning: no temperature is the best on %s; the model's is now %s, the end of"
                      .formatted(fit.scored.source(), TextTable.number(scaling.temperature()))
                  + " what is tried; more data would tell");
    }
    if (common.json) {
      Map<String, @Nullable Object> json =
          Json.object("model", file.toString(), "method", method, "rows", rows);
      json.put("before", Json.object("logLoss", scaling.lossBefore(), "ece", fit.eceBefore));
      json.put("after", Json.object("logLoss", scaling.lossAfter(), "ece", fit.eceAfter));
      json.put(TEMPERATURE, scaling.temperature());
      Json.print(streams.out(), json);
      return;
    }
    new TextTable("lrr")
        .row("", "before", "after")
        .row(
            "log-loss",
            TextTable.number(scaling.lossBefore()),
            TextTable.number(scaling.lossAfter()))
        .row("ECE", TextTable.number(fit.eceBefore), TextTable.number(fit.eceAfter))
        .row(TEMPERATURE, TextTable.number(fit.before), TextTable.number(scaling.temperature()))
        .print(streams.out());
    streams.out().append('\n');
    new TextTable("ll")
        .row("data", "%s: %d %s".formatted(fit.scored.source(), rows, fit.scored.unit()))
        .row("model", file.toString())
        .print(streams.out());
  }
}
