package dev.softmax.cli;

import dev.softmax.TopK;
import dev.softmax.data.BatchOptions;
import dev.softmax.data.ReadOptions;
import dev.softmax.data.SparseRows;
import dev.softmax.data.Table;
import dev.softmax.data.TableBatches;
import dev.softmax.data.TextData;
import dev.softmax.model.Classifier;
import dev.softmax.model.FastTextClassifier;
import dev.softmax.model.ImageClassifier;
import dev.softmax.model.LanguageModel;
import dev.softmax.model.Model;
import dev.softmax.model.SparseClassifier;
import dev.softmax.model.TableClassifier;
import dev.softmax.model.TextClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// New rows to probabilities.
@Command(
    name = "predict",
    sortOptions = false,
    description = {
      "Gives each row, text or picture its most probable classes.",
      "A picture that cannot be read is named on standard error, the others are predicted, and the"
          + " status is 1."
    },
    footer = {
      "",
      "Examples:",
      "  softmax predict iris.safetensors flowers.csv",
      "  softmax predict iris.safetensors flowers.csv --top 3 --json",
      "  softmax predict iris.safetensors may.csv june.csv --csv > labels.csv",
      "  softmax predict calibrated.safetensors flowers.csv --coverage 0.9",
      "  softmax predict films.safetensors \"a moving, funny film\" --explain",
      "  softmax predict photos.safetensors cat.jpg dog.jpg",
      "  softmax predict resnet18.pth cat.jpg --labels imagenet_classes.txt --plot cat.png",
      "  softmax predict photos.safetensors folder/ --csv > classes.csv",
      "  softmax predict lid.176.ftz \"Où est la gare ?\" --top 3"
    })
final class Predict implements Callable<Integer> {
  private final Streams streams;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A model from softmax train, fastText or ONNX, or weights of PyTorch.")
  private @Nullable Path model;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "INPUT",
      description =
          "Tables; for a model of texts the texts themselves, or files with one a line; for a model"
              + " of pictures these, folders, or a table of their paths.")
  private final List<String> inputs = new ArrayList<>();

  @Option(
      names = "--top",
      paramLabel = "K",
      description =
          "Classes to list for each row (default: 1; with --json, and for a few pictures, 5).")
  private @Nullable Integer top;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Divides the logits: below 1 surer, above 1 less sure.")
  private @Nullable Double temperature;

  @Mixin private final SetFlags sets = new SetFlags();

  @Option(
      names = "--csv",
      description = "Results as CSV, with the probability of every class in the end.")
  private boolean csv;

  @Option(
      names = "--explain",
      description = "What each word of a text adds to the logit of its class.")
  private boolean explain;

  @Option(
      names = "--plot",
      paramLabel = "F",
      description = "Draw the picture beside bars of its classes: F.png, F.svg or F.pdf.")
  private @Nullable Path plot;

  @Option(
      names = "--features",
      paramLabel = "F",
      description = "Write what the last layer sees of each picture to F.csv or F.safetensors.")
  private @Nullable Path features;

  @Spec private @Nullable CommandSpec command;
  @Mixin private final PictureFlags pictures = new PictureFlags();
  @Mixin private final TextInput texts = new TextInput();
  @Mixin private final TableOptions tables = new TableOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  Predict(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    if (csv && common.json) {
      throw new UsageException("give --csv or --json, not both");
    }
    if (top != null && top < 1) {
      throw new UsageException("--top " + top + " is not at least 1");
    }
    if (explain && csv) {
      throw new UsageException("--explain is not for --csv; --json tells all shares");
    }
    if (temperature != null && !(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new UsageException("--temperature " + temperature + " is not a number above 0");
    }
    sets.check();
    if (sets.given() && temperature != null) {
      throw new UsageException(
          "--coverage is for the model's own probabilities, without --temperature");
    }
    Model read = ModelInput.of(Objects.requireNonNull(model));
    if (!(read instanceof ImageClassifier)) {
      GivenOptions.refuse(command(), PictureFlags.class, "is for models of pictures");
      if (plot != null || features != null) {
        throw new UsageException(
            (plot != null ? "--plot" : "--features") + " is for models of pictures");
      }
    }
    switch (read) {
      case TableClassifier classifier -> {
        refuseExplanation(classifier);
        GivenOptions.refuse(command(), TextInput.class, "is for models of texts");
        TableClassifier at =
            temperature == null ? classifier : classifier.withTemperature(temperature);
        PredictionRows rows = rows(classifier);
        for (String input : inputs) {
          predict(at, input, rows);
        }
        rows.end();
      }
      case SparseClassifier classifier -> {
        refuseExplanation(classifier);
        GivenOptions.refuse(command(), TextInput.class, "is for models of texts");
        tables.reading();
        SparseClassifier at =
            temperature == null ? classifier : classifier.withTemperature(temperature);
        PredictionRows rows = rows(classifier);
        for (String input : inputs) {
          SparseRows of = SparseInput.read(input, at, false, streams);
          rows.addAll(of.size(), of::place, at.probabilities(of));
        }
        rows.end();
      }
      case TextClassifier classifier -> {
        TextClassifier at =
            temperature == null ? classifier : classifier.withTemperature(temperature);
        predictTexts(at, at::probabilities, at::explain);
      }
      case FastTextClassifier classifier -> {
        refuseExplanation(classifier);
        if (temperature != null) {
          throw new UsageException("--temperature is not for models of fastText");
        }
        predictTexts(classifier, classifier::probabilities, (text, label) -> List.of());
      }
      case ImageClassifier classifier -> {
        refuseExplanation(classifier);
        GivenOptions.refuse(command(), TextInput.class, "is for models of texts");
        return predictPictures(classifier);
      }
      case LanguageModel _ ->
          throw new UsageException(
              model + " is a language model, which softmax generate lets write on");
    }
    return Main.DONE;
  }

  private int predictPictures(ImageClassifier classifier) throws IOException {
    tables.reading();
    ImageClassifier at = temperature == null ? classifier : classifier.withTemperature(temperature);
    return new PredictPictures(
            streams,
            pictures.applied(at, Objects.requireNonNull(model)),
            new PredictPictures.Wish(form(classifier), plot, features))
        .run(paths());
  }

  private CommandSpec command() {
    return Objects.requireNonNull(command);
  }

  private PredictionRows rows(Classifier classifier) {
    return new PredictionRows(streams, classifier.labels().names(), form(classifier));
  }

  private PredictionRows.Form form(Classifier classifier) {
    return new PredictionRows.Form(top, csv, common.json, sets.of(classifier, model, common.seed));
  }

  private void refuseExplanation(Classifier classifier) {
    if (explain) {
      throw new UsageException(
          "--explain is for texts, and the model is of the kind " + classifier.kind());
    }
  }

  /// The inputs of a classifier of pictures, which are all files.
  private List<Path> paths() {
    return TableInput.paths(inputs);
  }

  /// Predicts a table of any length: some rows of it are in memory at a time.
  private void predict(TableClassifier classifier, String input, PredictionRows rows) {
    BatchOptions options = classifier.batches(LargeTable.rowsOfAPart(classifier));
    try (TableBatches batches = TableInput.open(input, tables.reading(), options)) {
      for (var part = batches.next(); part.isPresent(); part = batches.next()) {
        Table table = part.get();
        rows.addAll(table.rows(), table::place, classifier.probabilities(table));
      }
    }
  }

  /// What a classifier of texts does with them.
  @FunctionalInterface
  private interface Explainer {
    List<TextClassifier.Share> explain(String text, int label);
  }

  private void predictTexts(
      Classifier classifier, Function<List<String>, double[]> model, Explainer explainer) {
    ReadOptions reading = tables.reading();
    PredictionRows rows = rows(classifier);
    int classes = classifier.labels().size();
    for (String input : inputs) {
      TextData data = texts(input, reading);
      double[] probabilities = model.apply(data.texts());
      for (int row = 0; row < data.size(); row++) {
        double[] of = Arrays.copyOfRange(probabilities, row * classes, (row + 1) * classes);
        String text = data.texts().get(row);
        List<TextClassifier.Share> shares =
            explain ? explainer.explain(text, TopK.of(of, 1).indices()[0]) : List.of();
        rows.add(
            csv || common.json ? text : Texts.shortened(text),
            of,
            explain ? Explanation.json(shares) : Map.of());
        if (explain && !common.json) {
          rows.end();
          Explanation.table(shares).print(streams.out());
          rows = rows(classifier);
        }
      }
    }
    rows.end();
  }

  /// A file of texts where there is one of that name, else the text itself.
  private TextData texts(String input, ReadOptions reading) {
    boolean file;
    try {
      file = Files.isRegularFile(Path.of(input));
    } catch (InvalidPathException e) {
      file = false;
    }
    if (!file && !texts.inTable() && Texts.looksLikeFile(input)) {
      streams
          .err()
          .println(
              "softmax: warning: there is no file "
                  + Texts.shortened(input)
                  + "; it is read as a text");
    }
    return file || texts.inTable()
        ? texts.unlabelled(input, reading)
        : TextData.of("the text", List.of(input));
  }
}
