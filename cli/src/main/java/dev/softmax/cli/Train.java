package dev.softmax.cli;

import dev.softmax.data.Column;
import dev.softmax.data.FeatureEncoder;
import dev.softmax.data.ReadOptions;
import dev.softmax.data.Table;
import dev.softmax.data.TableReader;
import dev.softmax.data.TextColumn;
import dev.softmax.io.InputException;
import dev.softmax.linear.Options;
import dev.softmax.model.ModelFile;
import dev.softmax.model.TableClassifier;
import dev.softmax.model.TrainOptions;
import dev.softmax.model.Trained;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A table to a model.
@Command(
    name = "train",
    sortOptions = false,
    description = {
      "Fits a softmax regression to a table (CSV and its kin, or IDX; gzip or not) and measures it on",
      "rows that it has not seen. Where rows are held out, the model in the file is the one that was",
      "measured: it was fitted to the other rows. --split 0 fits it to all rows and measures nothing."
    },
    footer = {
      "",
      "Examples:",
      "  softmax train iris.csv --target species --model iris.safetensors",
      "  softmax train letters.data --no-header --target first --model letters.safetensors",
      "  softmax train digits.tra --test digits.tes --model digits.safetensors --json",
      "  softmax train train-images-idx3-ubyte.gz --model mnist.safetensors"
    })
final class Train implements Callable<Integer> {
  private static final String IDX_TARGET = "label";

  private final Streams streams;

  @Parameters(
      index = "0",
      paramLabel = "DATA",
      description = "The table, or a folder of IDX files.")
  private @Nullable Path data;

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

  @Option(names = "--kind", paramLabel = "KIND", description = "The kind of model: table.")
  private String kind = "table";

  @Option(
      names = "--test",
      paramLabel = "F",
      description = "Another table to measure the model on.")
  private @Nullable Path test;

  @Option(
      names = "--split",
      paramLabel = "SHARE",
      description = "Share of the rows to hold out, by class (default: 0.2).")
  private @Nullable Double split;

  @Option(
      names = "--keep-row-numbers",
      description = "Learn from columns that only number the rows, too.")
  private boolean keepRowNumbers;

  @Mixin private final SolverOptions solver = new SolverOptions();
  @Mixin private final TableOptions tables = new TableOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  Train(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    final long start = System.nanoTime();
    checkUse();
    Path file = Objects.requireNonNull(model);
    ReadOptions reading = tables.reading();
    Options regression = solver.regression();
    Path source = Objects.requireNonNull(data);
    Table table = TableReader.read(source, reading);
    TrainOptions options =
        TrainOptions.of(target(table))
            .withSeed(common.seed)
            .withSplit(split == null ? 0.2 : split)
            .withFeatures(FeatureEncoder.Options.defaults().withKeepRowNumbers(keepRowNumbers))
            .withRegression(regression);
    Optional<Path> other = test != null ? Optional.of(test) : TableReader.testSet(source);
    Trained trained;
    try (ProgressLine progress = new ProgressLine(streams, solver.takesAllSteps())) {
      if (other.isPresent() && split == null) {
        Table held = TableReader.read(other.get(), reading.withTextColumns(textColumns(table)));
        trained = TableClassifier.train(table, held, options, progress);
      } else {
        trained = TableClassifier.train(table, options, progress);
      }
    }
    ModelFile.write(trained.model(), file);
    trained.warnings().forEach(warning -> warn(warning.message()));
    if (!trained.fit().converged()) {
      warn(
          "the solver stopped after "
              + trained.fit().iterations()
              + " steps before it was done; --epochs allows more");
    }
    TrainReport report = new TrainReport(trained, table, file, (System.nanoTime() - start) / 1e9);
    if (common.json) {
      Json.print(streams.out(), report.json());
    } else {
      report.lines().print(streams.out());
    }
    return Main.DONE;
  }

  private void checkUse() {
    if (!kind.equals("table")) {
      throw new UsageException("--kind " + kind + ": there is only table");
    }
    if (split != null && test != null) {
      throw new UsageException("give --split or --test, not both");
    }
    if (split != null && !(split >= 0 && split < 1)) {
      throw new UsageException("--split " + split + " is not from 0 to below 1");
    }
    Path folder = Objects.requireNonNull(model).toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new InputException(model + ": there is no folder " + folder);
    }
  }

  /// The target's name from what the user calls it. A name goes before a number.
  private String target(Table table) {
    List<String> names = table.names();
    if (target == null) {
      return names.contains(IDX_TARGET) ? IDX_TARGET : names.getLast();
    }
    if (names.contains(target)) {
      return target;
    }
    if (target.equalsIgnoreCase("first") || target.equalsIgnoreCase("last")) {
      return target.equalsIgnoreCase("first") ? names.getFirst() : names.getLast();
    }
    if (target.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(target);
      if (number < 1 || number > names.size()) {
        throw new InputException(
            table.source() + ": there is no column " + number + " among " + names.size());
      }
      return names.get(number - 1);
    }
    return target;
  }

  private static Set<String> textColumns(Table table) {
    return table.names().stream()
        .filter(
            name -> {
              Column column = table.column(name);
              return column instanceof TextColumn;
            })
        .collect(Collectors.toSet());
  }

  private void warn(String message) {
    streams.err().println("softmax: warning: " + message);
  }
}
