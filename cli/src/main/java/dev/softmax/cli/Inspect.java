package dev.softmax.cli;

import dev.softmax.TopK;
import dev.softmax.data.LibsvmOptions;
import dev.softmax.image.Recipe;
import dev.softmax.linear.SoftmaxRegression;
import dev.softmax.model.Classifier;
import dev.softmax.model.FastTextClassifier;
import dev.softmax.model.ImageClassifier;
import dev.softmax.model.LanguageModel;
import dev.softmax.model.Model;
import dev.softmax.model.Scorer;
import dev.softmax.model.SparseClassifier;
import dev.softmax.model.TableClassifier;
import dev.softmax.model.TextClassifier;
import dev.softmax.model.TrainingSummary;
import dev.softmax.network.FeatureNetwork;
import dev.softmax.nn.TransformerOptions;
import dev.softmax.sequence.Architecture;
import dev.softmax.tensor.Shape;
import dev.softmax.tensor.Tensor;
import dev.softmax.vision.PictureNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// What a model file holds.
@Command(
    name = "inspect",
    sortOptions = false,
    description =
        "Shows what a model file holds: kind, classes, columns, options, scores, provenance.",
    footer = {
      "",
      "Examples:",
      "  softmax inspect iris.safetensors",
      "  softmax inspect iris.safetensors --json"
    })
final class Inspect implements Callable<Integer> {
  /// Features and classes that people see of a classifier of sparse rows.
  private static final int STRONGEST = 5;

  private static final int MOST_CLASSES = 30;

  private final Streams streams;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model from softmax train.")
  private @Nullable Path file;

  @Mixin private final ModelInput input = new ModelInput();
  @Mixin private final CommonOptions common = new CommonOptions();

  Inspect(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    Model model = input.read(file);
    switch (model) {
      case TableClassifier table ->
          show(model, table(table), () -> ColumnTexts.table(table.encoder()));
      case SparseClassifier sparse -> show(model, sparse(sparse), () -> strongest(sparse));
      case TextClassifier text -> show(model, text(text), () -> new TextTable("l"));
      case ImageClassifier image -> show(model, image(image), () -> new TextTable("l"));
      case FastTextClassifier text ->
          show(model, Json.object("vectors", text.width()), () -> new TextTable("l"));
      case LanguageModel language -> show(model, language(language), () -> new TextTable("l"));
    }
    return Main.DONE;
  }

  private void show(
      Model model, Map<String, @Nullable Object> details, Supplier<TextTable> columns) {
    if (common.json) {
      Json.print(streams.out(), json(model, details));
    } else {
      print(model, details, columns.get());
    }
  }

  /// What only a classifier of tables has.
  private Map<String, @Nullable Object> table(TableClassifier model) {
    Map<String, @Nullable Object> details = Json.object("features", model.encoder().featureNames());
    if (common.json) {
      details.put("columns", ColumnTexts.json(model.encoder()));
    }
    switch (model.scorer()) {
      case Scorer.Regression(SoftmaxRegression regression) ->
          details.put(
              "shapes",
              Json.object(
                  "coefficients", new int[] {regression.classes(), regression.features()},
                  "intercepts", new int[] {regression.classes()}));
      case Scorer.Network(FeatureNetwork network) ->
          details.put("shapes", shapes(network.weights()));
    }
    details.putAll(CalibrationTexts.inspected(model, common.json));
    return details;
  }

  /// What only a classifier of sparse rows has.
  private Map<String, @Nullable Object> sparse(SparseClassifier model) {
    SoftmaxRegression regression = model.regression();
    Map<String, @Nullable Object> details =
        Json.object(
            "features", regression.features(),
            "indexBase", base(model),
            "shapes",
                Json.object(
                    "coefficients", new int[] {regression.classes(), regression.features()},
                    "intercepts", new int[] {regression.classes()}));
    details.putAll(CalibrationTexts.inspected(model, common.json));
    return details;
  }

  private static int base(SparseClassifier model) {
    return model.reading(true).base() == LibsvmOptions.FirstIndex.ZERO ? 0 : 1;
  }

  /// The features with the largest coefficients of each class, by their indices.
  private static TextTable strongest(SparseClassifier model) {
    TextTable table = new TextTable("ll");
    table.row("class", "largest coefficients");
    int features = model.regression().features();
    double[] all = model.regression().coefficients();
    List<String> names = model.labels().names();
    for (int k = 0; k < Math.min(names.size(), MOST_CLASSES); k++) {
      double[] of = Arrays.copyOfRange(all, k * features, (k + 1) * features);
      TopK best = TopK.of(of, Math.min(STRONGEST, features));
      List<String> words = new ArrayList<>();
      for (int i = 0; i < best.indices().length; i++) {
        int index = best.indices()[i] + base(model);
        words.add(index + ": " + TextTable.number(best.values()[i]));
      }
      table.row(names.get(k), String.join(", ", words));
    }
    int more = names.size() - MOST_CLASSES;
    return more > 0 ? table.row("and " + more + " more") : table;
  }

  /// What only a classifier of texts has.
  private Map<String, @Nullable Object> text(TextClassifier model) {
    Map<String, @Nullable Object> details =
        Json.object("tokens", model.encoder().size(), "shapes", shapes(model.network().weights()));
    details.putAll(CalibrationTexts.inspected(model, common.json));
    return details;
  }

  /// What only a classifier of pictures has. A network's tensors are many: people see their number.
  private Map<String, @Nullable Object> image(ImageClassifier model) {
    Map<String, @Nullable Object> details = Json.object("network", PictureTexts.network(model));
    model
        .network()
        .ifPresent(
            network -> {
              details.put("parameters", parameters(network));
              if (common.json) {
                details.put("shapes", shapes(network.state()));
              }
            });
    Recipe recipe = model.recipe();
    details.put("pictures", common.json ? PictureTexts.json(recipe) : PictureTexts.recipe(recipe));
    details.putAll(CalibrationTexts.inspected(model, common.json));
    return details;
  }

  private static long parameters(PictureNetwork network) {
    return network.parameters().values().stream().mapToLong(tensor -> tensor.shape().size()).sum();
  }

  /// What only a language model has.
  private static Map<String, @Nullable Object> language(LanguageModel model) {
    Map<String, @Nullable Object> details =
        Json.object(
            "symbols", model.vocabulary().kind(),
            "vocabulary", model.vocabulary().size());
    switch (model.network().architecture()) {
      case Architecture.Gru gru ->
          details.putAll(
              Json.object(
                  "architecture", gru.name(),
                  "layers", gru.layers(),
                  "width", gru.width(),
                  "window", gru.window()));
      case Architecture.Transformer(TransformerOptions options) ->
          details.putAll(
              Json.object(
                  "architecture", Architecture.Transformer.NAME,
                  "layers", options.layers(),
                  "width", options.width(),
                  "heads", options.heads(),
                  "context", options.context()));
    }
    details.put("shapes", shapes(model.network().weights()));
    return details;
  }

  /// What held-out data said of a model.
  private static Map<String, @Nullable Object> metrics(Model model) {
    if (model instanceof LanguageModel language && language.validation().isPresent()) {
      Map<String, @Nullable Object> metrics =
          Json.object("symbols", language.validation().get().symbols());
      metrics.putAll(Perplexities.json(language.validation()));
      return metrics;
    }
    return model
        .training()
        .heldOut()
        .map(
            held ->
                Json.object(
                    "rows", held.rows(),
                    "accuracy", held.accuracy(),
                    "logLoss", held.logLoss(),
                    "brier", held.brier(),
                    "ece", held.ece()))
        .orElseGet(Json::object);
  }

  private static Map<String, @Nullable Object> shapes(Map<String, Tensor> weights) {
    Map<String, @Nullable Object> shapes = Json.object();
    weights.forEach((name, tensor) -> shapes.put(name, tensor.shape().lengths()));
    return shapes;
  }

  private Map<String, @Nullable Object> json(Model model, Map<String, @Nullable Object> details) {
    TrainingSummary training = model.training();
    Map<String, @Nullable Object> all =
        Json.object("model", String.valueOf(file), "kind", model.kind());
    if (model instanceof Classifier classifier) {
      all.put("target", classifier.labels().target());
      all.put("classes", classifier.labels().names());
    }
    all.putAll(details);
    all.putAll(
        Json.object(
            "options", training.settings(),
            "metrics", metrics(model),
            "provenance",
                Json.object(
                    "source", training.source(),
                    "sha256", training.sha256(),
                    "rows", training.rows())));
    return all;
  }

  private void print(Model model, Map<String, @Nullable Object> details, TextTable columns) {
    TrainingSummary training = model.training();
    TextTable lines = new TextTable("ll");
    lines.row("kind", model.kind());
    if (model instanceof Classifier classifier) {
      lines.row(
          "target",
          classifier.labels().target() + ", " + Texts.classes(classifier.labels().names()));
    }
    details.forEach((name, value) -> detail(lines, name, value));
    if (!training.source().isEmpty()) {
      String unit = unit(model);
      lines.row("trained on", training.source() + ", " + training.rows() + unit);
    }
    if (!training.sha256().isEmpty()) {
      lines.row("SHA-256", training.sha256());
    }
    training
        .heldOut()
        .ifPresent(
            held ->
                lines
                    .row("held out", held.rows() + unit(model))
                    .row("accuracy", TextTable.number(held.accuracy()))
                    .row("log-loss", TextTable.number(held.logLoss()))
                    .row("Brier", TextTable.number(held.brier()))
                    .row("ECE", TextTable.number(held.ece())));
    if (model instanceof LanguageModel language) {
      language.validation().ifPresent(held -> Perplexities.rows(lines, "validation", held));
    }
    training.settings().forEach(lines::row);
    lines.print(streams.out());
    streams.out().append('\n');
    columns.print(streams.out());
  }

  private static String unit(Model model) {
    return switch (model) {
      case LanguageModel _ -> " symbols";
      case ImageClassifier _ -> " pictures";
      case Classifier _ -> " rows";
    };
  }

  private static void detail(TextTable lines, String name, @Nullable Object value) {
    switch (value) {
      case Map<?, ?> shapes ->
          shapes.forEach(
              (tensor, shape) ->
                  lines.row(
                      String.valueOf(tensor),
                      shape instanceof int[] of ? Shape.of(of).toString() : ""));
      case List<?> all -> lines.row(name, Integer.toString(all.size()));
      case Double number -> lines.row(name, TextTable.plain(number));
      case null, default -> lines.row(name, String.valueOf(value));
    }
  }
}
