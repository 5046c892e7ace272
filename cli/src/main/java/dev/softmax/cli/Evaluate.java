package dev.softmax.cli;

import dev.softmax.calibration.ConformalSets;
import dev.softmax.data.ReadOptions;
import dev.softmax.image.PictureData;
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
      "Measures a classifier on data whose classes are known, or a language model on a text.",
      "A language model is measured by how well it foresees the text."
    },
    footer = {
      "",
      "Examples:",
      "  softmax evaluate iris.safetensors flowers.csv",
      "  softmax evaluate digits.safetensors digits.tes --json",
      "  softmax evaluate iris.safetensors flowers.csv --report flowers-report",
      "  softmax evaluate films.safetensors rt-polarity.pos rt-polarity.neg",
      "  softmax evaluate photos.safetensors photos/",
      "  softmax evaluate plays.safetensors hamlet.txt"
    })
final class Evaluate implements Callable<Integer> {
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
      names = "--top",
      paramLabel = "K",
      description =
          "Also count rows whose class is among the K most probable (default: 5 of many).")
  private @Nullable Integer top;

  @Option(
      names = "--drop-unknown",
      description = "Leave out characters that a language model does not know.")
  private boolean dropUnknown;

  @Mixin private final SetFlags sets = new SetFlags();
  private Optional<ConformalSets> rule = Optional.empty();
  private Optional<SetFlags.Covered> covered = Optional.empty();

  @Spec private @Nullable CommandSpec command;
  @Mixin private final ReportFolder report = new ReportFolder();
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
    if (top != null && top < 1) {
      throw new UsageException("--top " + top + " is not at least 1");
    }
    report.check();
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
      rule = sets.of(classifier, file(), common.seed);
    }
    switch (read) {
      case TableClassifier classifier -> {
        int rows = LargeTable.rowsAtOnce(classifier);
        try (var parts = new LargeTable.Parts(known.batches(classifier, data, rows))) {
          if (parts.whole().isPresent()) {
            judge(classifier, KnownRows.of(classifier, parts.whole().get()));
          } else {
            judgeLarge(classifier, parts);
          }
        }
      }
      case ImageClassifier classifier -> {
        PictureData labelled = known.pictures(data);
        KnownRows rows;
        try (ProgressLine progress = new ProgressLine(streams, true)) {
          rows = KnownRows.of(pictures.applied(classifier, file()), labelled, progress);
        }
        judge(classifier, rows);
      }
      case LanguageModel language -> {
        GivenOptions.allowOnly(
            Objects.requireNonNull(command), LANGUAGE, "is not for language models");
        foresee(language);
      }
      case SparseClassifier classifier ->
          judge(classifier, KnownRows.of(classifier, known.rows(classifier, data, streams)));
      case TextClassifier classifier ->
          judge(classifier, KnownRows.of(classifier, known.texts(classifier, data)));
      case FastTextClassifier classifier ->
          judge(classifier, KnownRows.of(classifier, known.texts(classifier, data)));
    }
    return Main.DONE;
  }

  /// Writes the report, and says what the classifier is worth.
  private void judge(Classifier classifier, KnownRows rows) {
    List<String> names = classifier.labels().names();
    if (top != null && top > names.size()) {
      throw new UsageException("--top " + top + " of " + names.size() + " classes");
    }
    covered = rule.map(by -> SetFlags.covered(by, rows.predictions()));
    report.write(() -> rows, classifier, file(), common.seed);
    var output = new EvaluationOutput(rows.predictions(), names, top, common.seed);
    if (common.json) {
      Map<String, @Nullable Object> json = output.json();
      report.say(json);
      print(json);
      return;
    }
    output.print(streams.out(), covered);
    if (report.isAsked()) {
      TextTable line = new TextTable("ll");
      report.say(line);
      streams.out().append('\n');
      line.print(streams.out());
    }
  }

  private void print(Map<String, @Nullable Object> json) {
    covered.ifPresent(of -> json.put("coverage", of.json()));
    Json.print(streams.out(), json);
  }

  private Path file() {
    return Objects.requireNonNull(model);
  }

  /// What can be said of rows that are not in memory together.
  private void judgeLarge(TableClassifier classifier, LargeTable.Parts parts) {
    if (top != null || report.isAsked() || sets.given()) {
      String asked = top != null ? "--top" : report.isAsked() ? "--report" : "--coverage";
      throw new UsageException(
          "%s needs all rows in memory, and %s is read in parts".formatted(asked, parts.source()));
    }
    streams
        .err()
        .println(
            "softmax: %s is read in parts, so what compares all rows with each other (areas under curves, intervals) is left out"
                .formatted(parts.source()));
    var output = new MetricsOutput(classifier.evaluate(parts), classifier.labels().names());
    if (common.json) {
      print(output.json());
    } else {
      output.lines().print(streams.out());
      output.print(streams.out(), covered);
    }
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
}
