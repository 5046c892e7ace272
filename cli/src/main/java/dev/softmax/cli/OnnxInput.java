package dev.softmax.cli;

import dev.softmax.image.Recipe;
import dev.softmax.model.ImageClassifier;
import dev.softmax.onnx.OnnxClassifier;
import dev.softmax.onnx.OnnxOptions;
import java.nio.file.Path;

/// The way to ONNX Runtime: a class of its own, so that commands without such a model load nothing of
/// it.
final class OnnxInput {
  private OnnxInput() {}

  static ImageClassifier read(Path file) {
    Ending.removeTemporaryFiles();
    return OnnxClassifier.read(file, OnnxOptions.defaults());
  }

  /// @param recipe how its pictures are made ready
  static ImageClassifier read(Path file, Recipe recipe) {
    Ending.removeTemporaryFiles();
    return OnnxClassifier.read(file, OnnxOptions.defaults().withRecipe(recipe));
  }
}
