package dev.softmax.onnx;

import dev.softmax.image.Recipe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an ONNX model is used.
///
/// @param labels names of the classes in order; null for those in the model's metadata, and numbers from
///     0 on where there are none
/// @param recipe how pictures are made ready; null for a usual one by the model's input, see
///     [OnnxClassifier#read]
/// @param output name of the output with logits or probabilities; null for the first
public record OnnxOptions(
    @Nullable List<String> labels, @Nullable Recipe recipe, @Nullable String output) {
  private static final OnnxOptions DEFAULTS = new OnnxOptions(null, null, null);

  /// Copies the labels.
  public OnnxOptions {
    labels = labels == null ? null : List.copyOf(labels);
  }

  /// Everything as the model says.
  public static OnnxOptions defaults() {
    return DEFAULTS;
  }

  /// These options with names of the classes.
  ///
  /// @param value the names in order
  public OnnxOptions withLabels(List<String> value) {
    return new OnnxOptions(value, recipe, output);
  }

  /// These options with a recipe.
  ///
  /// @param value how pictures are made ready
  public OnnxOptions withRecipe(Recipe value) {
    return new OnnxOptions(labels, value, output);
  }

  /// These options with an output.
  ///
  /// @param value its name
  public OnnxOptions withOutput(String value) {
    return new OnnxOptions(labels, recipe, value);
  }
}
