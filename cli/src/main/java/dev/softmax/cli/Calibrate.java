package dev.softmax.cli;

import dev.softmax.calibration.CalibrationMethod;
import dev.softmax.data.ReadOptions;
import dev.softmax.io.InputException;
import dev.softmax.model.Classifier;
import dev.softmax.model.FastTextClassifier;
import dev.softmax.model.ImageClassifier;
import dev.softmax.model.LanguageModel;
import dev.softmax.model.ModelFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
      "Makes a classifier's probabilities as sure as they may be, by data it has not seen.",
      "A calibration of its logits is fitted to the least log-loss, in place of the one it has"
          + " unless that is better. A temperature leaves the most probable class as it was; other"
          + " methods may change it. The model keeps what it takes to predict sets of classes"
          + " (predict --coverage)."
    },
    footer = {
      "",
      "Examples:",
      "  softmax calibrate digits.safetensors digits.tes --model calibrated.safetensors",
      "  softmax calibrate photos.safetensors others/ --model calibrated.safetensors",
      "  softmax calibrate films.safetensors held.tsv --model films-calibrated.safetensors --json",
      "  softmax calibrate iris.safetensors held.csv --method dirichlet --split 0.5 --model"
          + " c.safetensors",
      "  softmax calibrate iris.safetensors held.csv --test new.csv --coverage 0.9 --model"
          + " c.safetensors"
    })
final class Calibrate implements Callable<Integer> {
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

  @Mixin private final MethodFlags methods = new MethodFlags();

  @Option(
      names = "--split",
      paramLabel = "S",
      description =
          "Share of DATA that nothing is fitted to: it measures the calibration, and makes sets"
              + " whose coverage is certain (default: none; sets are made by fivefold"
              + " cross-fitting).")
  private double split;

  @Option(
      names = "--test",
      paramLabel = "F",
      description = "Other data to measure the model on, before and after.")
  private @Nullable String test;

  @Option(
      names = "--target",
      paramLabel = "COL",
      description =
          "The column of the classes in a table of texts or of paths of pictures (default: named as"
              + " in training, or found out).")
  private @Nullable String target;

  @Spec private @Nullable CommandSpec command;
  @Mixin private final SetFlags sets = new SetFlags();
  @Mixin private final TextInput texts = new TextInput();
  @Mixin private final TableOptions tables = new TableOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  Calibrate(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    Optional<CalibrationMethod> method = methods.method(common.seed);
    check(method);
    Path file = Objects.requireNonNull(out);
    OutputFile.requireFolder(file);
    ReadOptions reading = tables.reading();
    KnownData known = new KnownData(Objects.requireNonNull(command), texts, reading, target);
    Classifier classifier = classifier();
    KnownData.Scored scored = known.logits(classifier, data, streams);
    Optional<KnownData.Scored> tested =
        Optional.ofNullable(test).map(other -> known.logits(classifier, List.of(other), streams));
    CalibrationRun.Result result =
        new CalibrationRun(classifier, scored, method, split, common.seed).run();
    CalibrationReport report =
        new CalibrationReport(
            classifier,
            result,
            scored,
            tested,
            sets.covered(result.model(), file, common.seed, tested::orElseThrow));
    ModelFile.write(result.model(), file);
    report.warn(streams);
    if (common.json) {
      Json.print(streams.out(), report.json(file, methods.name()));
    } else {
      report.print(streams.out(), file);
    }
    return Main.DONE;
  }

  private void check(Optional<CalibrationMethod> method) {
    if (!(split >= 0 && split < 1)) {
      throw new UsageException("--split " + split + " is not at least 0 and below 1");
    }
    if (split > 0 && method.isEmpty()) {
      throw new UsageException("--split is not for --method none, which fits nothing");
    }
    sets.check();
    if (sets.given() && test == null) {
      throw new UsageException("--coverage is measured on --test F");
    }
  }

  private Classifier classifier() {
    return switch (ModelInput.of(Objects.requireNonNull(model))) {
      case FastTextClassifier _ ->
          throw new UsageException(model + " is a model of fastText, which is used as it is");
      case LanguageModel _ ->
          throw new UsageException(
              model + " is a language model; softmax generate takes its --temperature");
      case ImageClassifier image when image.network().isEmpty() ->
          throw new InputException(model + ": an ONNX model cannot be written again");
      case Classifier classifier -> classifier;
    };
  }
}
