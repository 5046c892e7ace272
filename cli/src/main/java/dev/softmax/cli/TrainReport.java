package dev.softmax.cli;

import dev.softmax.linear.Diagnosis;
import dev.softmax.metrics.ClassificationMetrics;
import dev.softmax.model.Classifier;
import dev.softmax.model.Course;
import dev.softmax.model.FastTextClassifier;
import dev.softmax.model.ImageClassifier;
import dev.softmax.model.ModelFile;
import dev.softmax.model.SparseClassifier;
import dev.softmax.model.TableClassifier;
import dev.softmax.model.TextClassifier;
import dev.softmax.model.Trained;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What `train` says at its end.
///
/// @param trained the model and its scores
/// @param source the data
/// @param rows how many rows or texts there are
/// @param file where the model is
/// @param seconds since the command began
record TrainReport(Trained<?> trained, String source, int rows, Path file, double seconds) {
  /// How many times as many epochs are worth trying for a network that was still improving.
  private static final int MORE = 3;

  /// Keeps the model in its file, writes the report, and says what the model is worth.
  ///
  /// @param held the rows held out, asked for by a report
  void finish(Streams streams, CommonOptions common, ReportFolder page, Supplier<KnownRows> held) {
    ModelFile.write(trained.model(), file);
    page.write(held, trained.model(), file, common.seed);
    warnings().forEach(warning -> streams.err().println("softmax: warning: " + warning));
    print(streams.out(), common.json, page);
  }

  /// What the owner of the data should know, in sentences.
  List<String> warnings() {
    List<String> sentences = new ArrayList<>();
    trained.warnings().forEach(warning -> sentences.add(warning.message()));
    Course course = trained.course();
    if (!course.converged()) {
      String remedy =
          trained.model() instanceof SparseClassifier ? ", and --standardise may need fewer" : "";
      sentences.add(
          "the fit stopped after %d %s before it was done%s; --epochs allows more%s"
              .formatted(course.count(), course.unit(), distance(), remedy));
    }
    if (course.improving()) {
      sentences.add(
          "the validation loss was still falling in the last of %d epochs; try --epochs %d"
              .formatted(course.count(), MORE * course.count()));
    }
    sentences.addAll(trained.findings().sentences());
    return sentences;
  }

  /// How far a regression was from done.
  private String distance() {
    for (Diagnosis one : trained.findings().all()) {
      if (one instanceof Diagnosis.NotConverged(double gradient, double tolerance, int _)) {
        return ": the gradient is %.2g, where %.2g was asked for".formatted(gradient, tolerance);
      }
    }
    return "";
  }

  /// The documented keys; the scores are `null` where nothing was held out.
  Map<String, @Nullable Object> json() {
    var held = trained.heldOut();
    Map<String, @Nullable Object> json =
        Json.object(
            "model", file.toString(),
            "rows", rows,
            "classes", trained.model().labels().size(),
            "accuracy", held.map(ClassificationMetrics::accuracy).orElse(Double.NaN),
            "logLoss", held.map(ClassificationMetrics::logLoss).orElse(Double.NaN),
            "ece", held.map(ClassificationMetrics::ece).orElse(Double.NaN),
            "seconds", seconds);
    json.put("warnings", warnings());
    trained
        .crossValidation()
        .ifPresent(tried -> json.put("crossValidation", PenaltyTable.json(tried)));
    return json;
  }

  /// Prints the one or the other, and where the page is if there is one.
  void print(PrintStream out, boolean asJson, ReportFolder page) {
    if (asJson) {
      Map<String, @Nullable Object> json = json();
      page.say(json);
      Json.print(out, json);
    } else {
      trained.crossValidation().ifPresent(tried -> PenaltyTable.print(tried, out));
      TextTable lines = lines();
      page.say(lines);
      lines.print(out);
    }
  }

  /// The same for people.
  TextTable lines() {
    Classifier model = trained.model();
    Course course = trained.course();
    TextTable lines = new TextTable("ll");
    String unit = model instanceof ImageClassifier ? " pictures" : " rows";
    lines.row("data", source + ": " + rows + unit);
    lines.row("target", model.labels().target() + ", " + Texts.classes(model.labels().names()));
    lines.row(model instanceof ImageClassifier ? "network" : "features", features(model));
    lines.row(
        "fitted",
        "%d%s, %s, %d %s"
            .formatted(
                model.training().rows(), unit, course.method(), course.count(), course.unit()));
    trained
        .heldOut()
        .ifPresent(
            held ->
                lines
                    .row("held out", held.rows() + unit)
                    .row("accuracy", TextTable.number(held.accuracy()))
                    .row("log-loss", TextTable.number(held.logLoss()))
                    .row("ECE", TextTable.number(held.ece())));
    return lines.row("seconds", TextTable.number(seconds)).row("model", file.toString());
  }

  private static String features(Classifier model) {
    return switch (model) {
      case TableClassifier table -> Integer.toString(table.encoder().features());
      case SparseClassifier sparse -> Integer.toString(sparse.regression().features());
      case TextClassifier text -> text.encoder().size() + " words and n-grams";
      case ImageClassifier image ->
          "%s, pictures of %d × %d"
              .formatted(PictureTexts.network(image), image.recipe().crop(), image.recipe().crop());
      case FastTextClassifier text -> "vectors of " + text.width();
    };
  }
}
