package dev.softmax.cli;

import dev.softmax.data.FeatureEncoder;
import dev.softmax.data.ReadOptions;
import dev.softmax.data.Table;
import dev.softmax.data.TextData;
import dev.softmax.data.TextReader;
import dev.softmax.image.PictureData;
import dev.softmax.image.PictureReadOptions;
import dev.softmax.model.ImageTrainOptions;
import dev.softmax.model.SparseTrainOptions;
import dev.softmax.model.TableClassifier;
import dev.softmax.model.TextClassifier;
import dev.softmax.model.TextTrainOptions;
import dev.softmax.model.TrainOptions;
import dev.softmax.model.Trained;
import dev.softmax.network.HiddenLayers;
import dev.softmax.network.NetworkOptions;
import dev.softmax.sequence.LanguageOptions;
import dev.softmax.text.WordVectors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// A table or texts to a model.
@Command(
    name = "train",
    sortOptions = false,
    description = {
      "Trains a classifier of rows, texts or pictures, or a language model, and measures it.",
      "A table (CSV and its kin, Parquet, JSON, IDX, or a query such as \"sql:select * from"
          + " 'x.parquet'\") gets a softmax regression, or with --hidden a network. Texts (--text"
          + " COLUMN, or --kind text for files of lines) get a network on their words.",
      "Sparse rows in LIBSVM's form (found out, or --form libsvm) get a softmax regression; with"
          + " --kind text they are bags of words.",
      "Rows are held out to measure the model, which is fitted to the others and kept as it was"
          + " measured; --split 0 fits it to all rows and measures nothing.",
      "Pictures (a folder with a folder of pictures for each class, or with --kind image a table"
          + " of paths and labels, or IDX) get a convolutional network, or with --pretrained a new"
          + " last layer of a network that has learned to see.",
      "A text (--kind language) gets a model of its next character, a GRU or a Transformer, which"
          + " is measured on its last tenth; softmax generate lets it write."
    },
    footer = {
      "",
      "Examples:",
      "  softmax train iris.csv --target species --model iris.safetensors",
      "  softmax train letters.data --no-header --target first --model letters.safetensors",
      "  softmax train digits.tra --test digits.tes --hidden 128,64 --model digits.safetensors",
      "  softmax train flights.parquet --target late --model flights.safetensors",
      "  softmax train train-images-idx3-ubyte.gz --model mnist.safetensors",
      "  softmax train reviews.csv --text review --target label --model reviews.safetensors",
      "  softmax train rt-polarity.pos rt-polarity.neg --kind text --model films.safetensors",
      "  softmax train news20.libsvm --c 0.1 --model news20.safetensors",
      "  softmax train photos/ --model photos.safetensors",
      "  softmax train photos/ --pretrained resnet18.pth --model photos.safetensors",
      "  softmax train fashion/ --kind image --network resnet20 --model fashion.safetensors",
      "  softmax train plays.txt --kind language --model plays.safetensors"
    })
final class Train implements Callable<Integer> {
  private final Streams streams;

  @Parameters(
      arity = "1..*",
      paramLabel = "DATA",
      description =
          "The table, a folder of IDX files, a file of labelled lines, a file of texts for each"
              + " class, or a folder of pictures for each class in one.")
  private final List<String> data = new ArrayList<>();

  @Option(
      names = "--model",
      required = true,
      paramLabel = "OUT",
      description = "The file for the model, OUT.safetensors.")
  private @Nullable Path model;

  @Option(
      names = "--target",
      paramLabel = "COL",
      description =
          "The column to learn: its name, its number from 1, first or last (default: last).")
  private @Nullable String target;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "The kind of data: table, sparse (LIBSVM's form), text (default with --text, several"
              + " files or __label__), image (default for a folder of folders) or language.")
  private @Nullable String kind;

  @Option(
      names = "--keep-row-numbers",
      description = "Learn from columns that only number the rows, too.")
  private boolean keepRowNumbers;

  @Option(
      names = "--max-levels",
      paramLabel = "N",
      description =
          "Most texts of a column that have a feature each; rarer ones share one (default:"
              + " ${DEFAULT-VALUE}).")
  private int mostLevels = FeatureEncoder.Options.defaults().mostLevels();

  private DataKind found = DataKind.TABLE;
  @Spec private @Nullable CommandSpec command;
  @Mixin private final HeldOutFlags held = new HeldOutFlags();
  @Mixin private final ReportFolder report = new ReportFolder();
  @Mixin private final TextInput texts = new TextInput();
  @Mixin private final TextFlags words = new TextFlags();
  @Mixin private final SparseFlags sparse = new SparseFlags();
  @Mixin private final ImageFlags images = new ImageFlags();
  @Mixin private final LanguageFlags language = new LanguageFlags();
  @Mixin private final NetworkFlags network = new NetworkFlags();
  @Mixin private final SolverOptions solver = new SolverOptions();
  @Mixin private final TableOptions tables = new TableOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  Train(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    found = kind == null ? DataKind.found(data, texts, target) : DataKind.named(kind);
    return switch (found) {
      case TABLE -> trainTable();
      case SPARSE -> trainSparse();
      case TEXT -> trainTexts();
      case IMAGE -> trainImages();
      case LANGUAGE -> trainLanguage();
    };
  }

  private int trainTexts() {
    final long start = System.nanoTime();
    checkUse();
    ReadOptions reading = tables.reading();
    TextTrainOptions options = words.options(network, solver, common.seed, texts.ofBags());
    TextData corpus = corpus(reading);
    Optional<TextData> other =
        held.test == null
            ? Optional.empty()
            : Optional.of(texts.labelled(held.test, corpus.target(), reading));
    Trained<TextClassifier> trained = trainTexts(corpus, other, options);
    finish(
        outcome(trained, corpus.source(), corpus.size(), start),
        () -> KnownRows.of(trained.model(), other.orElse(corpus).rows(trained.heldOutRows())));
    return Main.DONE;
  }

  private int trainTable() {
    final long start = System.nanoTime();
    checkUse();
    ReadOptions reading = tables.reading();
    TrainOptions options = learner();
    Table table = TableInput.read(data.getFirst(), reading);
    Optional<Table> other = testTable(table, reading);
    Trained<TableClassifier> trained = trainTable(table, other, options);
    finish(
        outcome(trained, table.source(), table.rows(), start),
        () -> KnownRows.of(trained.model(), other.orElse(table).rows(trained.heldOutRows())));
    return Main.DONE;
  }

  private int trainLanguage() {
    GivenOptions.allowOnly(command(), LanguageFlags.OPTIONS, "is not for --kind language");
    if (data.size() > 1) {
      throw new UsageException("--kind language takes one text, not " + data.size());
    }
    LanguageOptions options = language.options(network, words.width, solver, common.seed);
    Path file = requireOutputs();
    if (language.checkpoint != null) {
      OutputFile.requireFolder(language.checkpoint);
    }
    tables.reading();
    new TrainLanguage(streams, language, common)
        .run(file(), texts.charset(), options, file, network.log);
    return Main.DONE;
  }

  private int trainSparse() {
    GivenOptions.allowOnly(
        command(), SparseFlags.OPTIONS, "is not for rows of LIBSVM's form (but see --kind text)");
    if (texts.form != null && !texts.ofBags()) {
      throw new UsageException("--kind sparse reads LIBSVM's form, not --form " + texts.form);
    }
    held.check(report);
    Path file = Objects.requireNonNull(model);
    OutputFile.requireFolder(file);
    tables.reading();
    SparseTrainOptions options =
        sparse
            .options(solver)
            .withSplit(held.share())
            .withSeed(common.seed)
            .withBalanced(solver.rows.balanced);
    new TrainSparse(streams, common, report, solver.takesAllSteps())
        .run(TrainSparse.Task.of(data, held.test, sparse.reading(), options), file);
    return Main.DONE;
  }

  private int trainImages() {
    GivenOptions.allowOnly(command(), ImageFlags.OPTIONS, "is not for pictures");
    if (data.size() > 1 || held.isSeveral()) {
      throw new UsageException("pictures are in one folder or file, not in several");
    }
    held.check(report);
    PictureReadOptions reading = PictureReadOptions.defaults().withTable(tables.reading());
    PictureReadOptions labelled = target == null ? reading : reading.withLabel(target);
    ImageTrainOptions options =
        images
            .options(network, solver)
            .withSplit(held.share())
            .withSeed(common.seed)
            .withBalanced(solver.rows.balanced);
    Path file = requireOutputs();
    PictureData pictures = PictureData.read(file(), labelled);
    Optional<Path> other =
        held.test != null
            ? Optional.of(TableInput.path(held.test.getFirst()))
            : PictureData.testSet(file());
    Optional<PictureData> pictured =
        held.split == null ? other.map(path -> PictureData.read(path, labelled)) : Optional.empty();
    new TrainImage(streams, common, report, language.minutes)
        .run(new TrainImage.Task(pictures, pictured, options, network.log), file);
    return Main.DONE;
  }

  private Optional<Table> testTable(Table table, ReadOptions reading) {
    Optional<String> other =
        held.test != null
            ? Optional.of(TableInput.joined(held.test))
            : TableInput.testSet(data.getFirst());
    return other.isPresent() && held.split == null
        ? Optional.of(
            TableInput.read(other.get(), reading.withTextColumns(TargetColumn.textColumns(table))))
        : Optional.empty();
  }

  private Trained<TableClassifier> trainTable(
      Table table, Optional<Table> other, TrainOptions options) {
    try (ProgressLine progress = new ProgressLine(streams, toTheEnd())) {
      return TableClassifier.train(
          table,
          other,
          options.withTarget(solver.rows.target(table, target)),
          network.monitor(progress));
    }
  }

  private Trained<TextClassifier> trainTexts(
      TextData data, Optional<TextData> other, TextTrainOptions options) {
    TextClassifier.Corpus corpus =
        new TextClassifier.Corpus(
            data, other, Optional.ofNullable(words.vectors).map(WordVectors::read));
    try (ProgressLine progress = new ProgressLine(streams, toTheEnd())) {
      return TextClassifier.train(
          corpus, options.withSplit(held.share()), network.monitor(progress));
    }
  }

  /// The texts to learn from.
  private TextData corpus(ReadOptions reading) {
    if (!texts.inTable()) {
      return texts.labelled(data, "", reading);
    }
    Table table = texts.table(data, reading);
    String labels = TargetColumn.of(table, target);
    if (texts.columns().contains(labels)) {
      throw new UsageException(
          "the column '" + labels + "' cannot be both text and target; give --target");
    }
    return TextReader.of(table, texts.columns(), Optional.of(labels));
  }

  /// Keeps the model, writes the report, and says what the model is worth.
  ///
  /// @param held the rows held out, asked for by a report
  private void finish(TrainReport outcome, Supplier<KnownRows> held) {
    outcome.finish(streams, common, report, held);
  }

  private TrainReport outcome(Trained<?> trained, String source, int rows, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    return new TrainReport(trained, source, rows, Objects.requireNonNull(model), seconds);
  }

  private void checkUse() {
    GivenOptions.refuse(
        command(), SparseFlags.class, "is for rows of LIBSVM's form: --kind sparse");
    if (language.minutes != null) {
      throw new UsageException(
          "--minutes is for language models and pictures: --kind language or --kind image");
    }
    GivenOptions.refuse(command(), LanguageFlags.class, "is for language models: --kind language");
    GivenOptions.refuse(command(), ImageFlags.class, "is for pictures: --kind image");
    if (found == DataKind.TEXT) {
      checkTexts();
    } else {
      checkTable();
    }
    if (mostLevels < 1) {
      throw new UsageException("--max-levels " + mostLevels + " is not at least 1");
    }
    held.check(report);
    requireOutputs();
  }

  /// Sees that model and log can be written.
  private Path requireOutputs() {
    Path file = Objects.requireNonNull(model);
    OutputFile.requireFolder(file);
    if (network.log != null) {
      OutputFile.requireWritable(network.log);
    }
    return file;
  }

  private void checkTable() {
    GivenOptions.refuse(command(), TextInput.class, "is for texts, not for --kind table");
    GivenOptions.refuse(command(), TextFlags.class, "is for texts: --text COLUMN or --kind text");
    solver.rows.check(report, network.asked());
    if (!network.asked()) {
      GivenOptions.refuse(command(), NetworkFlags.class, "is for networks: --hidden 128");
    }
    if (data.size() > 1) {
      throw new UsageException("a table is one file or folder, not " + data.size());
    }
    if (held.isSeveral() && !TableInput.isQuery(held.first())) {
      throw new UsageException("--test takes one table, not several");
    }
  }

  private void checkTexts() {
    if (keepRowNumbers) {
      throw new UsageException("--keep-row-numbers is for tables without texts");
    }
    if (target != null && !texts.inTable()) {
      throw new UsageException("--target is for columns of tables: --text COLUMN");
    }
  }

  /// The one file or folder.
  private Path file() {
    return TableInput.path(data.getFirst());
  }

  private CommandSpec command() {
    return Objects.requireNonNull(command);
  }

  /// Does the fit take as many steps as it may?
  private boolean toTheEnd() {
    return found == DataKind.TEXT || network.asked() || solver.takesAllSteps();
  }

  /// How to learn a table, whose target is not known yet.
  private TrainOptions learner() {
    TrainOptions options =
        TrainOptions.of("")
            .withSeed(common.seed)
            .withSplit(held.share())
            .withFeatures(
                FeatureEncoder.Options.defaults()
                    .withKeepRowNumbers(keepRowNumbers)
                    .withMostLevels(mostLevels));
    if (network.asked()) {
      NetworkOptions defaults = NetworkOptions.of(HiddenLayers.NONE);
      return options.withNetwork(network.options(defaults, solver, common.seed));
    }
    return solver.apply(options);
  }
}
