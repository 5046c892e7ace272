package dev.softmax.model;

import dev.softmax.data.ClassLabels;
import dev.softmax.io.InputException;
import dev.softmax.io.JsonValue;
import dev.softmax.io.Safetensors;
import dev.softmax.io.StoredTensor;
import dev.softmax.io.TensorType;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// A model file that is being read: its texts and tensors, and errors that name it.
///
/// @param file the file
/// @param tensors what it holds
/// @param used names of the tensors that were asked for
record StoredModel(Path file, Safetensors tensors, Set<String> used) {
  /// A file of which nothing was used yet.
  StoredModel(Path file, Safetensors tensors) {
    this(file, tensors, new HashSet<>());
  }

  /// Makes a part of a model.
  @FunctionalInterface
  interface Part<T> {
    T make();
  }

  /// Whether there is such a text.
  boolean has(String name) {
    return tensors.metadata().containsKey(name);
  }

  /// A text that must be there.
  String text(String name) {
    String text = tensors.metadata().get(name);
    if (text == null) {
      throw new InputException(file + ": is damaged: it lacks the text '" + name + "'");
    }
    return text;
  }

  /// A text of JSON that must be there.
  ///
  /// @throws IllegalArgumentException when it is no JSON; call it within [#part]
  JsonValue json(String name) {
    return JsonValue.parse(text(name));
  }

  /// A text of a number.
  ///
  /// @throws IllegalArgumentException when it is none; call it within [#part]
  double number(String name) {
    return Double.parseDouble(text(name));
  }

  /// Makes a part of the model; where that fails the message names the file and the part.
  <T> T part(String name, Part<T> part) {
    try {
      return part.make();
    } catch (IllegalArgumentException e) {
      throw new InputException(
          file + ": is damaged: " + name + " cannot be used: " + e.getMessage(), e);
    }
  }

  ClassLabels labels() {
    return part(
        "the list of classes", () -> ClassLabels.of(text("target"), json("classes").texts()));
  }

  TrainingSummary training() {
    return part("the training's summary", () -> TrainingJson.read(json("training")));
  }

  /// A tensor that must be there.
  StoredTensor tensor(String name) {
    used.add(name);
    return tensors.tensor(name);
  }

  /// Sees that the model has used all that the file holds.
  ///
  /// @throws InputException naming the first tensor that it has not
  <T extends Model> T whole(T model) {
    for (String name : tensors.names()) {
      if (!used.contains(name)) {
        throw new InputException(
            "%s: is damaged: %s %s is no part of a model of the kind '%s'"
                .formatted(file, InputException.quote(name), tensors.tensor(name), model.kind()));
      }
    }
    return model;
  }

  /// A tensor of doubles of a shape that the rest of the file calls for.
  double[] doubles(String name, long... shape) {
    return need(name, TensorType.F64, shape).toDoubles();
  }

  /// A tensor of a type and shape that the rest of the file calls for.
  StoredTensor need(String name, TensorType type, long... shape) {
    StoredTensor tensor = tensor(name);
    if (tensor.type() != type || !tensor.hasShape(shape)) {
      throw new InputException(
          "%s: %s are %s, but classes and encoder need %s"
              .formatted(file, name, tensor, StoredTensor.describe(type, shape)));
    }
    return tensor;
  }

  /// Puts what every kind has under its names.
  static void describe(Model model, Map<String, String> texts) {
    if (model instanceof Classifier classifier) {
      texts.put("target", classifier.labels().target());
      texts.put("classes", JsonValue.of(classifier.labels().names()).json());
    }
    texts.put("training", TrainingJson.write(model.training()).json());
  }
}
