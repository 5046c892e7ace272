package dev.softmax.model;

import dev.softmax.data.ClassLabels;
import dev.softmax.data.FeatureEncoder;
import dev.softmax.io.InputException;
import dev.softmax.io.JsonValue;
import dev.softmax.io.Safetensors;
import dev.softmax.io.StoredTensor;
import dev.softmax.io.TensorType;
import dev.softmax.linear.SoftmaxRegression;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The one file that a model lives in: `.safetensors`, which Python opens.
///
/// Under `__metadata__` are texts: `format` (`softmax`), `formatVersion`, `kind`, and for a table's
/// classifier `target`, `classes` (a JSON list), `encoder` (a JSON list with an object a column),
/// `temperature`, `training` (a JSON object). Its tensors are `coefficients (K, D)` and `intercepts
/// (K)`, both `F64`. The same model makes the same bytes, and reading them makes the same model, bit
/// by bit.
public final class ModelFile {
  private static final String FORMAT = "softmax";

  /// Goes up when an older reader would misread a file.
  private static final int VERSION = 1;

  private static final String COEFFICIENTS = "coefficients";
  private static final String INTERCEPTS = "intercepts";

  private ModelFile() {}

  /// Writes a model, whole or not at all.
  ///
  /// @param model the model
  /// @param file where to; what was there is replaced
  /// @throws InputException when the file cannot be written
  public static void write(Model model, Path file) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("format", FORMAT);
    texts.put("formatVersion", Integer.toString(VERSION));
    texts.put("kind", model.kind());
    texts.put("target", model.labels().target());
    texts.put("classes", JsonValue.of(model.labels().names()).json());
    texts.put("training", TrainingJson.write(model.training()).json());
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    switch (model) {
      case TableClassifier table -> {
        texts.put("encoder", EncoderJson.write(table.encoder()).json());
        texts.put("temperature", Double.toString(table.temperature()));
        SoftmaxRegression regression = table.regression();
        tensors.put(
            COEFFICIENTS,
            StoredTensor.of(
                regression.coefficients(), regression.classes(), regression.features()));
        tensors.put(INTERCEPTS, StoredTensor.of(regression.intercepts(), regression.classes()));
      }
    }
    Safetensors.write(file, texts, tensors);
  }

  /// Reads a model.
  ///
  /// @param file a file that [#write] made
  /// @throws InputException when it cannot be read, is no model, is of a kind or version that is not
  ///     known here, or does not fit together; the message says which
  public static Model read(Path file) {
    try (Safetensors tensors = Safetensors.open(file)) {
      Map<String, String> texts = tensors.metadata();
      if (!FORMAT.equals(texts.get("format"))) {
        throw new InputException(file + ": holds tensors, but is no model that Softmax wrote");
      }
      requireVersion(file, need(file, texts, "formatVersion"));
      String kind = need(file, texts, "kind");
      return switch (kind) {
        case TableClassifier.KIND -> readTable(file, texts, tensors);
        default ->
            throw new InputException(
                file
                    + ": holds a model of the kind "
                    + InputException.quote(kind)
                    + ", which this version does not know");
      };
    }
  }

  private static void requireVersion(Path file, String version) {
    if (version.matches("[1-9][0-9]*") && !version.equals(Integer.toString(VERSION))) {
      throw new InputException(
          file
              + ": was written by a newer Softmax in format "
              + InputException.quote(version)
              + "; this one reads format "
              + VERSION);
    }
    if (!version.equals(Integer.toString(VERSION))) {
      throw new InputException(
          file + ": has the unknown format version " + InputException.quote(version));
    }
  }

  private static TableClassifier readTable(
      Path file, Map<String, String> texts, Safetensors tensors) {
    ClassLabels labels =
        part(
            file,
            "the list of classes",
            () ->
                ClassLabels.of(
                    need(file, texts, "target"),
                    JsonValue.parse(need(file, texts, "classes")).texts()));
    FeatureEncoder encoder =
        part(
            file,
            "the encoder",
            () -> EncoderJson.read(JsonValue.parse(need(file, texts, "encoder"))));
    TrainingSummary training =
        part(
            file,
            "the training's summary",
            () -> TrainingJson.read(JsonValue.parse(need(file, texts, "training"))));
    double[] coefficients = doubles(file, tensors, COEFFICIENTS, labels.size(), encoder.features());
    double[] intercepts = doubles(file, tensors, INTERCEPTS, labels.size());
    return part(
        file,
        "the model",
        () ->
            new TableClassifier(
                    labels, encoder, SoftmaxRegression.of(coefficients, intercepts), training)
                .withTemperature(Double.parseDouble(need(file, texts, "temperature"))));
  }

  private static double[] doubles(Path file, Safetensors tensors, String name, long... shape) {
    StoredTensor tensor = tensors.tensor(name);
    if (tensor.type() != TensorType.F64 || !tensor.hasShape(shape)) {
      throw new InputException(
          "%s: %s are %s, but classes and encoder need %s"
              .formatted(file, name, tensor, StoredTensor.describe(TensorType.F64, shape)));
    }
    return tensor.toDoubles();
  }

  private static String need(Path file, Map<String, String> texts, String name) {
    String text = texts.get(name);
    if (text == null) {
      throw new InputException(file + ": is damaged: it lacks the text '" + name + "'");
    }
    return text;
  }

  @FunctionalInterface
  private interface Part<T> {
    T make();
  }

  /// Makes a part of a model; where that fails the message names the file and the part.
  private static <T> T part(Path file, String name, Part<T> part) {
    try {
      return part.make();
    } catch (IllegalArgumentException e) {
      throw new InputException(
          file + ": is damaged: " + name + " cannot be used: " + e.getMessage(), e);
    }
  }
}
