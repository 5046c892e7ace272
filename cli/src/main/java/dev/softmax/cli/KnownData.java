package dev.softmax.cli;

import dev.softmax.Progress;
import dev.softmax.calibration.CalibrationData;
import dev.softmax.data.ClassLabels;
import dev.softmax.data.ReadOptions;
import dev.softmax.data.SparseRows;
import dev.softmax.data.Table;
import dev.softmax.data.TableBatches;
import dev.softmax.data.TextData;
import dev.softmax.image.PictureData;
import dev.softmax.image.PictureReadOptions;
import dev.softmax.io.InputException;
import dev.softmax.model.Classifier;
import dev.softmax.model.FastTextClassifier;
import dev.softmax.model.ImageClassifier;
import dev.softmax.model.SparseClassifier;
import dev.softmax.model.TableClassifier;
import dev.softmax.model.TextClassifier;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// Reads data whose classes are known, as a model needs them.
///
/// @param command what was given
/// @param texts where texts are
/// @param reading how tables are read
/// @param target the column of the classes in a table of texts or of paths, if it is not the
///     model's
record KnownData(
    CommandSpec command, TextInput texts, ReadOptions reading, @Nullable String target) {

  /// Logits of rows whose classes are known.
  ///
  /// @param source the data
  /// @param unit what a row is, in the plural
  /// @param logits `(N, K)`, before the model's calibration
  /// @param labels `(N)`
  record Scored(String source, String unit, double[] logits, int[] labels) {
    /// The same as a calibration takes it.
    ///
    /// @throws InputException when a logit is not finite
    CalibrationData data(int classes) {
      try {
        return new CalibrationData(logits, labels, classes);
      } catch (IllegalArgumentException e) {
        throw new InputException(source + ": " + e.getMessage(), e);
      }
    }
  }

  /// The one table for a classifier of tables.
  Table table(TableClassifier classifier, List<String> data) {
    return TableInput.read(tableOnly(data), classifier.reading(reading));
  }

  /// The one table for a classifier of tables, in batches.
  ///
  /// @param rows most rows of a batch
  TableBatches batches(TableClassifier classifier, List<String> data, int rows) {
    return TableInput.open(tableOnly(data), reading, classifier.labelledBatches(rows));
  }

  private String tableOnly(List<String> data) {
    GivenOptions.refuse(command, TextInput.class, "is for models of texts");
    if (target != null) {
      throw new UsageException("--target is for texts; a table has the target of its training");
    }
    if (data.size() > 1) {
      throw new UsageException("a table is one file, not " + data.size());
    }
    return data.getFirst();
  }

  /// The texts for a classifier of texts.
  TextData texts(Classifier classifier, List<String> data) {
    if (target != null && !texts.inTable()) {
      throw new UsageException("--target is for a table of texts: --text COLUMN");
    }
    return texts.labelled(data, target == null ? classifier.labels().target() : target, reading);
  }

  /// The pictures for a classifier of pictures.
  PictureData pictures(List<String> data) {
    GivenOptions.refuse(command, TextInput.class, "is for models of texts");
    if (data.size() > 1) {
      throw new UsageException("pictures are in one folder or file, not in " + data.size());
    }
    PictureReadOptions options = PictureReadOptions.defaults().withTable(reading);
    return PictureData.read(
        TableInput.path(data.getFirst()), target == null ? options : options.withLabel(target));
  }

  /// Logits of the data that a model is for.
  ///
  /// @param streams where progress is shown
  Scored logits(Classifier classifier, List<String> data, Streams streams) {
    return switch (classifier) {
      case TableClassifier table -> logits(table, data);
      case SparseClassifier sparse -> logits(sparse, data, streams);
      case TextClassifier text -> logits(text, data);
      case ImageClassifier image -> {
        try (ProgressLine progress = new ProgressLine(streams, true)) {
          yield logits(image, data, progress);
        }
      }
      case FastTextClassifier _ ->
          throw new UsageException("models of fastText are used as they are");
    };
  }

  private Scored logits(ImageClassifier classifier, List<String> data, Progress progress) {
    PictureData all = pictures(data);
    ClassLabels.Labelled rows = all.labelled(classifier.labels());
    require(rows, all.source(), "picture");
    return new Scored(
        all.source(),
        "pictures",
        classifier.logits(all.rows(rows.rows()), progress),
        rows.classes());
  }

  private Scored logits(TableClassifier classifier, List<String> data) {
    Table table = table(classifier, data);
    ClassLabels.Labelled rows = classifier.labelled(table);
    require(rows, table.source(), "row");
    return new Scored(
        table.source(), "rows", classifier.logits(table.rows(rows.rows())), rows.classes());
  }

  /// The one file of sparse rows.
  SparseRows rows(SparseClassifier classifier, List<String> data, Streams streams) {
    return SparseInput.read(tableOnly(data), classifier, true, streams);
  }

  private Scored logits(SparseClassifier classifier, List<String> data, Streams streams) {
    SparseRows all = rows(classifier, data, streams);
    ClassLabels.Labelled rows = classifier.labels().label(all.targets());
    require(rows, all.source(), "row");
    return new Scored(
        all.source(), "rows", classifier.logits(all.rows(rows.rows())), rows.classes());
  }

  private Scored logits(TextClassifier classifier, List<String> data) {
    TextData all = texts(classifier, data);
    Table labels = all.targets();
    ClassLabels.Labelled rows =
        ClassLabels.of(all.target(), classifier.labels().names()).label(labels);
    require(rows, all.source(), "text");
    return new Scored(
        all.source(), "texts", classifier.logits(all.rows(rows.rows()).texts()), rows.classes());
  }

  private static void require(ClassLabels.Labelled rows, String source, String what) {
    if (rows.rows().length == 0) {
      throw new InputException(source + ": no " + what + " has a label");
    }
  }
}
