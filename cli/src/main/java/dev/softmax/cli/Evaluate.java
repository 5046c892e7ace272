package dev.softmax.cli;

import dev.softmax.data.ReadOptions;
import dev.softmax.image.PictureData;
import dev.softmax.metrics.ClassScores;
import dev.softmax.metrics.ClassificationMetrics;
import dev.softmax.metrics.ConfusionMatrix;
import dev.softmax.model.Classifier;
import dev.softmax.model.FastTextClassifier;
import dev.softmax.model.ImageClassifier;
import dev.softmax.model.LanguageModel;
import dev.softmax.model.Model;
import dev.softmax.model.SparseClassifier;
import dev.softmax.model.TableClassifier;
import dev.softmax.model.TextClassifier;
import dev.softmax.sequence.Corpus;
import dev.softmax.sequence.Perplexity;
import dev.softmax.sequence.UnknownSymbols;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// A model against data whose classes are known.
@Command(
    name = "evaluate",
    sortOptions = false,
    description = {
      "Measures a classifier on data whose classes are known, and a language model by how well it",
      "foresees a text."
    },
    footer = {
      "",
      "Examples:",
      "  softmax evaluate iris.safetensors flowers.csv",
      "  softmax evaluate digits.safetensors digits.tes --json",
      "  softmax evaluate films.safetensors rt-polarity.pos rt-polarity.neg",
      "  softmax evaluate photos.safetensors photos/",
      "  softmax evaluate plays.safetensors hamlet.txt"
    })
final class Evaluate implements Callable<Integer> {
  /// Wider matrices are left to `--json`.
  private static final int MOST_COLUMNS = 30;

  /// The options that language models have.
  private static final Set<String> LANGUAGE =
      Set.of(
          "--tokenizer",
          "--drop-unknown",
          "--encoding",
          "--threads",
          "--json",
          "--seed",
          "--debug");

  private final Streams streams;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model from softmax train.")
  private @Nullable Path model;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "DATA",
      description = "The table, the files of texts, or the folder of pictures.")
  private final List<String> data = new ArrayList<>();

  @Option(
      names = "--target",
      paramLabel = "COL",
      description =
          "The column of the classes in a table of texts or of paths of pictures (default: named as"
              + " in training, or found out).")
  private @Nullable String target;

  @Option(
      names = "--drop-unknown",
      description = "Leave out characters that a language model does not know.")
  private boolean dropUnknown;

  @Mixin private final SetFlags sets = new SetFlags();
  private Optional<SetFlags.Covered> covered = Optional.empty();

  @Spec private @Nullable CommandSpec command;
  @Mixin private final ModelInput input = new ModelInput();
  @Mixin private final TextInput texts = new TextInput();
  @Mixin private final PictureFlags pictures = new PictureFlags();
  @Mixin private final TableOptions tables = new TableOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  Evaluate(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    sets.check();
    ReadOptions reading = tables.reading();
    Model read = input.read(model);
    if (dropUnknown && !(read instanceof LanguageModel)) {
      throw new UsageException("--drop-unknown is for language models");
    }
    if (!(read instanceof ImageClassifier)) {
      GivenOptions.refuse(
          Objects.requireNonNull(command), PictureFlags.class, "is for models of pictures");
    }
    KnownData known = new KnownData(Objects.requireNonNull(command), texts, reading, target);
    if (read instanceof Classifier classifier) {
      covered = sets.covered(classifier, file(), () -> known.logits(classifier, data, streams));
    }
    switch (read) {
      case TableClassifier classifier -> {
        int rows = LargeTable.rowsAtOnce(classifier);
        try (var parts = new LargeTable.Parts(known.batches(classifier, data, rows))) {
          report(
              parts.whole().isPresent()
                  ? classifier.evaluate(parts.whole().get())
                  : large(classifier, parts),
              classifier.labels().names());
        }
      }
      case ImageClassifier classifier -> {
        PictureData labelled = known.pictures(data);
        ClassificationMetrics metrics;
        try (ProgressLine progress = new ProgressLine(streams, true)) {
          metrics = pictures.applied(classifier, file()).evaluate(labelled, progress);
        }
        report(metrics, classifier.labels().names());
      }
      case LanguageModel language -> {
        GivenOptions.allowOnly(
            Objects.requireNonNull(command), LANGUAGE, "is not for language models");
        foresee(language);
      }
      case SparseClassifier classifier ->
          report(
              classifier.evaluate(known.rows(classifier, data, streams)),
              classifier.labels().names());
      case TextClassifier classifier ->
          report(classifier.evaluate(known.texts(classifier, data)), classifier.labels().names());
      case FastTextClassifier classifier ->
          report(classifier.evaluate(known.texts(classifier, data)), classifier.labels().names());
    }
    return Main.DONE;
  }

  private Path file() {
    return Objects.requireNonNull(model);
  }

  private ClassificationMetrics large(TableClassifier classifier, LargeTable.Parts parts) {
    streams
        .err()
        .println(
            "softmax: %s is read in parts, so what compares all rows with each other is left out"
                .formatted(parts.source()));
    return classifier.evaluate(parts);
  }

  private void foresee(LanguageModel language) {
    if (data.size() > 1) {
      throw new UsageException("a language model reads one text, not " + data.size());
    }
    Corpus corpus = Corpus.read(TableInput.path(data.getFirst()), texts.charset());
    UnknownSymbols unknown = dropUnknown ? UnknownSymbols.DROP : UnknownSymbols.REJECT;
    Perplexity measured;
    try (ProgressLine progress = new ProgressLine(streams, true)) {
      measured = language.perplexity(corpus, unknown, progress);
    }
    if (common.json) {
      Map<String, @Nullable Object> json =
          Json.object("symbols", measured.symbols(), "characters", measured.characters());
      json.putAll(Perplexities.json(Optional.of(measured)));
      Json.print(streams.out(), json);
    } else {
      TextTable lines = new TextTable("lr");
      Perplexities.rows(lines, "foreseen", measured);
      lines.print(streams.out());
    }
  }

  private void report(ClassificationMetrics metrics, List<String> names) {
    if (common.json) {
      Map<String, @Nullable Object> json = json(metrics, names);
      covered.ifPresent(sets -> json.put("coverage", sets.json()));
      Json.print(streams.out(), json);
      return;
    }
    new TextTable("lr")
        .row("rows", Integer.toString(metrics.rows()))
        .row("accuracy", TextTable.number(metrics.accuracy()))
        .row("log-loss", TextTable.number(metrics.logLoss()))
        .row("Brier", TextTable.number(metrics.brier()))
        .row("ECE", TextTable.number(metrics.ece()))
        .print(streams.out());
    TextTable scores = new TextTable("lrrrr");
    scores.row("class", "precision", "recall", "F1", "rows");
    for (int k = 0; k < names.size(); k++) {
      ClassScores of = metrics.perClass().get(k);
      scores.row(
          names.get(k),
          TextTable.number(of.precision()),
          TextTable.number(of.recall()),
          TextTable.number(of.f1()),
          Integer.toString(of.support()));
    }
    streams.out().append('\n');
    scores.print(streams.out());
    streams.out().append('\n');
    covered.ifPresent(
        sets -> {
          sets.rows(new TextTable("ll")).print(streams.out());
          streams.out().append('\n');
        });
    if (names.size() > MOST_COLUMNS) {
      streams.out().append("The confusion matrix is in the output of --json.\n");
    } else {
      printConfusion(metrics.confusion(), names);
    }
  }

  private void printConfusion(ConfusionMatrix confusion, List<String> names) {
    TextTable table = new TextTable("l" + "r".repeat(names.size()));
    List<String> cells = new ArrayList<>(names);
    cells.addFirst("true \\ predicted");
    table.row(cells.toArray(String[]::new));
    for (int truth = 0; truth < names.size(); truth++) {
      cells.clear();
      cells.add(names.get(truth));
      for (int predicted = 0; predicted < names.size(); predicted++) {
        cells.add(Integer.toString(confusion.count(truth, predicted)));
      }
      table.row(cells.toArray(String[]::new));
    }
    table.print(streams.out());
  }

  private static Map<String, @Nullable Object> json(
      ClassificationMetrics metrics, List<String> names) {
    List<Map<String, @Nullable Object>> perClass = new ArrayList<>();
    List<int[]> confusion = new ArrayList<>();
    for (int k = 0; k < names.size(); k++) {
      ClassScores of = metrics.perClass().get(k);
      perClass.add(
          Json.object(
              "label", names.get(k),
              "precision", of.precision(),
              "recall", of.recall(),
              "f1", of.f1(),
              "support", of.support()));
      int[] row = new int[names.size()];
      for (int predicted = 0; predicted < row.length; predicted++) {
        row[predicted] = metrics.confusion().count(k, predicted);
      }
      confusion.add(row);
    }
    return Json.object(
        "rows", metrics.rows(),
        "accuracy", metrics.accuracy(),
        "logLoss", metrics.logLoss(),
        "brier", metrics.brier(),
        "ece", metrics.ece(),
        "perClass", perClass,
        "confusion", confusion);
  }
}
