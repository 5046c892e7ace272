package dev.softmax.cli;

import dev.softmax.image.Recipe;
import dev.softmax.model.ImageClassifier;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a model of pictures is, for people and for machines.
final class PictureTexts {
  private PictureTexts() {}

  /// What makes the logits.
  static String network(ImageClassifier model) {
    return model
        .network()
        .map(network -> network.architecture().title())
        .orElse("run by ONNX Runtime");
  }

  /// A recipe in a line.
  static String recipe(Recipe recipe) {
    String sized =
        switch (recipe.sizing()) {
          case SHORTER_SIDE -> "shorter side to " + recipe.size();
          case SQUASH -> "squashed to " + recipe.size() + " × " + recipe.size();
          case PAD -> "padded to " + recipe.size() + " × " + recipe.size();
        };
    boolean whole = recipe.sizing() != Recipe.Sizing.SHORTER_SIDE && recipe.size() == recipe.crop();
    String cut = whole ? "" : ", the middle " + recipe.crop() + " × " + recipe.crop();
    String range =
        switch (recipe.range()) {
          case UNIT -> "0 to 1";
          case SIGNED -> "−1 to 1";
          case BYTES -> "0 to 255";
        };
    return sized
        + " ("
        + name(recipe.resampling())
        + ")"
        + cut
        + (recipe.channels() == 1 ? ", grey" : "")
        + (recipe.inverted() ? ", inverted" : "")
        + ", "
        + range
        + ", mean "
        + numbers(recipe.mean())
        + ", deviation "
        + numbers(recipe.deviation());
  }

  private static String numbers(List<Double> values) {
    return values.stream().map(TextTable::plain).collect(Collectors.joining(" "));
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /// A recipe as an object.
  static Map<String, @Nullable Object> json(Recipe recipe) {
    return Json.object(
        "sizing", name(recipe.sizing()),
        "size", recipe.size(),
        "crop", recipe.crop(),
        "resampling", name(recipe.resampling()),
        "channels", recipe.channels(),
        "inverted", recipe.inverted(),
        "range", name(recipe.range()),
        "mean", recipe.mean(),
        "deviation", recipe.deviation());
  }
}
