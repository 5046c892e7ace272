package dev.softmax.cli;

import dev.softmax.Progress;
import dev.softmax.calibration.TemperatureCalibration;
import dev.softmax.cli.report.Coefficients;
import dev.softmax.cli.report.Example;
import dev.softmax.cli.report.Subject;
import dev.softmax.data.ClassLabels;
import dev.softmax.data.ColumnEncoding;
import dev.softmax.data.LibsvmOptions;
import dev.softmax.data.SparseRows;
import dev.softmax.data.Table;
import dev.softmax.data.TextData;
import dev.softmax.image.PictureData;
import dev.softmax.io.InputException;
import dev.softmax.linear.SoftmaxRegression;
import dev.softmax.metrics.Predictions;
import dev.softmax.model.Classifier;
import dev.softmax.model.CoefficientErrors;
import dev.softmax.model.FastTextClassifier;
import dev.softmax.model.ImageClassifier;
import dev.softmax.model.Scorer;
import dev.softmax.model.SparseClassifier;
import dev.softmax.model.TableClassifier;
import dev.softmax.model.TextClassifier;
import dev.softmax.model.TrainingSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Rows whose classes are known, and what a classifier says of them.
///
/// @param source the data
/// @param unit what a row is, in the plural
/// @param predictions what it says
/// @param uncalibrated what it would say without its calibration, where it has one
/// @param example what there is to show of a row
/// @param errors standard errors of the coefficients of a linear model, from these rows
record KnownRows(
    String source,
    String unit,
    Predictions predictions,
    Optional<Predictions> uncalibrated,
    IntFunction<Example> example,
    Supplier<Optional<CoefficientErrors>> errors) {

  /// Rows of a table that have a value of the target.
  static KnownRows of(TableClassifier classifier, Table table) {
    ClassLabels.Labelled labelled = classifier.labelled(table);
    if (labelled.rows().length == 0) {
      throw new InputException(
          table.source()
              + ": no row has a value of the target "
              + InputException.quote(classifier.labels().target()));
    }
    Table rows = table.rows(labelled.rows());
    List<String> columns =
        classifier.encoder().encodings().stream().map(ColumnEncoding::column).toList();
    return of(
            new Data(table.source(), "rows", labelled.classes()),
            classifier,
            classifier.logits(rows),
            row ->
                new Example.Values(
                    rows.place(row),
                    columns.stream()
                        .map(name -> new Example.Value(name, rows.column(name).text(row)))
                        .toList()))
        .withErrors(() -> CoefficientErrors.of(classifier, rows));
  }

  /// Sparse rows that have a label.
  static KnownRows of(SparseClassifier classifier, SparseRows all) {
    ClassLabels.Labelled labelled = classifier.labels().label(all.targets());
    if (labelled.rows().length == 0) {
      throw new InputException(all.source() + ": no row has a label");
    }
    SparseRows rows = all.rows(labelled.rows());
    return of(
            new Data(all.source(), "rows", labelled.classes()),
            classifier,
            classifier.logits(rows),
            row -> entries(rows, row))
        .withErrors(() -> CoefficientErrors.of(classifier, rows));
  }

  /// What is stored of a row.
  private static Example entries(SparseRows rows, int row) {
    List<Example.Value> values = new ArrayList<>();
    for (int i = rows.offsets()[row]; i < rows.offsets()[row + 1]; i++) {
      values.add(
          new Example.Value(
              Integer.toString(rows.indices()[i] + rows.base()),
              TextTable.plain(rows.values()[i])));
    }
    return new Example.Values(rows.place(row), values);
  }

  /// Texts that have a label.
  static KnownRows of(TextClassifier classifier, TextData data) {
    ClassLabels.Labelled labelled = labelled(classifier, data);
    TextData texts = data.rows(labelled.rows());
    return of(
        new Data(data.source(), "texts", labelled.classes()),
        classifier,
        classifier.logits(texts.texts()),
        row -> words(texts, row));
  }

  /// Texts that have a label, for a model of fastText.
  static KnownRows of(FastTextClassifier classifier, TextData data) {
    ClassLabels.Labelled labelled = labelled(classifier, data);
    TextData texts = data.rows(labelled.rows());
    return new KnownRows(
        data.source(),
        "texts",
        Predictions.of(
            classifier.distributions(texts.texts()),
            labelled.classes(),
            classifier.labels().size()),
        Optional.empty(),
        row -> words(texts, row),
        Optional::empty);
  }

  /// Pictures that have a label.
  static KnownRows of(ImageClassifier classifier, PictureData data, Progress progress) {
    ClassLabels.Labelled labelled = data.labelled(classifier.labels());
    if (labelled.rows().length == 0) {
      throw new InputException(data.source() + ": no picture has a label");
    }
    PictureData pictures = data.rows(labelled.rows());
    return of(
        new Data(data.source(), "pictures", labelled.classes()),
        classifier,
        classifier.logits(pictures, progress),
        row -> new Example.Sight(pictures.name(row), pictures.picture(row)));
  }

  /// What was measured.
  private record Data(String source, String unit, int[] labels) {}

  private static KnownRows of(
      Data data, Classifier classifier, double[] logits, IntFunction<Example> example) {
    int classes = classifier.labels().size();
    Optional<Predictions> uncalibrated =
        classifier.calibration().equals(TemperatureCalibration.NONE)
            ? Optional.empty()
            : Optional.of(
                Predictions.of(
                    TemperatureCalibration.NONE.probabilities(logits, classes),
                    data.labels,
                    classes));
    double[] probabilities = classifier.calibration().probabilities(logits, classes);
    return new KnownRows(
        data.source,
        data.unit,
        Predictions.of(probabilities, data.labels, classes),
        uncalibrated,
        example,
        Optional::empty);
  }

  private KnownRows withErrors(Supplier<CoefficientErrors> value) {
    return new KnownRows(
        source, unit, predictions, uncalibrated, example, () -> Optional.of(value.get()));
  }

  private static ClassLabels.Labelled labelled(Classifier classifier, TextData data) {
    ClassLabels.Labelled labelled =
        ClassLabels.of(data.target(), classifier.labels().names()).label(data.targets());
    if (labelled.rows().length == 0) {
      throw new InputException(data.source() + ": no text has a label");
    }
    return labelled;
  }

  private static Example words(TextData texts, int row) {
    return new Example.Words(texts.place(row), texts.texts().get(row));
  }

  /// These rows as what a report is about.
  ///
  /// @param model the file of the classifier
  Subject subject(Classifier classifier, Path model) {
    TrainingSummary training = classifier.training();
    String about =
        training.source().isEmpty()
            ? classifier.kind() + " classifier"
            : "%s classifier, trained on %s".formatted(classifier.kind(), training.source());
    return new Subject(
        String.valueOf(model.getFileName()),
        about,
        source,
        unit,
        classifier.labels().names(),
        predictions,
        uncalibrated,
        example,
        coefficients(classifier));
  }

  private Optional<Coefficients> coefficients(Classifier classifier) {
    if (classifier instanceof TableClassifier table
        && table.scorer() instanceof Scorer.Regression(SoftmaxRegression regression)) {
      return Optional.of(
          new Coefficients(
              table.encoder().featureNames(),
              regression.coefficients(),
              errors.get().orElseThrow()));
    }
    if (classifier instanceof SparseClassifier sparse) {
      SoftmaxRegression regression = sparse.regression();
      int base = sparse.reading(true).base() == LibsvmOptions.FirstIndex.ZERO ? 0 : 1;
      List<String> indices =
          IntStream.range(0, regression.features())
              .mapToObj(i -> Integer.toString(i + base))
              .toList();
      return Optional.of(
          new Coefficients(indices, regression.coefficients(), errors.get().orElseThrow()));
    }
    return Optional.empty();
  }
}
