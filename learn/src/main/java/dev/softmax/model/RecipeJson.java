package dev.softmax.model;

import dev.softmax.image.Recipe;
import dev.softmax.image.Resampling;
import dev.softmax.io.InputException;
import dev.softmax.io.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A [Recipe] as a model file keeps it.
final class RecipeJson {
  private RecipeJson() {}

  static JsonValue write(Recipe recipe) {
    return JsonValue.fields()
        .with("sizing", name(recipe.sizing()))
        .with("size", JsonValue.of(recipe.size()))
        .with("crop", JsonValue.of(recipe.crop()))
        .with("resampling", name(recipe.resampling()))
        .with("channels", JsonValue.of(recipe.channels()))
        .with("inverted", new JsonValue.Flag(recipe.inverted()))
        .with("fill", JsonValue.of(recipe.fill()))
        .with("range", name(recipe.range()))
        .with("mean", numbers(recipe.mean()))
        .with("deviation", numbers(recipe.deviation()));
  }

  private static JsonValue name(Enum<?> value) {
    return new JsonValue.Text(value.name().toLowerCase(Locale.ROOT));
  }

  private static JsonValue numbers(List<Double> values) {
    return new JsonValue.Array(values.stream().map(JsonValue::of).toList());
  }

  /// @throws IllegalArgumentException when it is none
  static Recipe read(JsonValue json) {
    JsonValue.Fields fields = json.object();
    return new Recipe(
        named(Recipe.Sizing.values(), fields.need("sizing").text()),
        fields.need("size").count(),
        fields.need("crop").count(),
        named(Resampling.values(), fields.need("resampling").text()),
        fields.need("channels").count(),
        fields.need("inverted").flag(),
        fields.need("fill").count(),
        named(Recipe.Range.values(), fields.need("range").text()),
        fields.need("mean").list().stream().map(JsonValue::number).toList(),
        fields.need("deviation").list().stream().map(JsonValue::number).toList());
  }

  private static <E extends Enum<E>> E named(E[] values, String name) {
    return Arrays.stream(values)
        .filter(value -> value.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("it has the unknown " + InputException.quote(name)));
  }
}
