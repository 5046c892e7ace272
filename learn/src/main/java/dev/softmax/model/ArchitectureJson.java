package dev.softmax.model;

import dev.softmax.io.InputException;
import dev.softmax.io.JsonValue;
import dev.softmax.nn.TransformerOptions;
import dev.softmax.sequence.Architecture;
import java.util.Arrays;
import java.util.Locale;

/// An [Architecture] as a model file keeps it.
final class ArchitectureJson {
  private static final String FORM = "form";

  private ArchitectureJson() {}

  static JsonValue write(Architecture architecture) {
    JsonValue.Fields json = JsonValue.fields().with(FORM, new JsonValue.Text(architecture.name()));
    return switch (architecture) {
      case Architecture.Gru gru ->
          json.with("layers", JsonValue.of(gru.layers()))
              .with("width", JsonValue.of(gru.width()))
              .with("embedding", JsonValue.of(gru.embedding()))
              .with("window", JsonValue.of(gru.window()))
              .with("dropout", JsonValue.of(gru.dropout()));
      case Architecture.Transformer(TransformerOptions options) ->
          json.with("context", JsonValue.of(options.context()))
              .with("layers", JsonValue.of(options.layers()))
              .with("width", JsonValue.of(options.width()))
              .with("heads", JsonValue.of(options.heads()))
              .with("keyHeads", JsonValue.of(options.keyHeads()))
              .with("hiddenWidth", JsonValue.of(options.hiddenWidth()))
              .with("norm", name(options.norm()))
              .with("feedForward", name(options.feedForward()))
              .with("positions", name(options.positions()))
              .with("dropout", JsonValue.of(options.dropout()))
              .with("tied", new JsonValue.Flag(options.tied()))
              .with("biases", new JsonValue.Flag(options.biases()));
    };
  }

  private static JsonValue name(Enum<?> value) {
    return new JsonValue.Text(value.name().toLowerCase(Locale.ROOT));
  }

  /// @param vocabulary V, of the symbols of the same file
  /// @throws IllegalArgumentException when it is none
  static Architecture read(JsonValue json, int vocabulary) {
    JsonValue.Fields fields = json.object();
    String form = fields.need(FORM).text();
    return switch (form) {
      case Architecture.Gru.NAME ->
          new Architecture.Gru(
              fields.need("layers").count(),
              fields.need("width").count(),
              fields.need("embedding").count(),
              fields.need("window").count(),
              fields.need("dropout").number());
      case Architecture.Transformer.NAME ->
          new Architecture.Transformer(
              new TransformerOptions(
                  vocabulary,
                  fields.need("context").count(),
                  fields.need("layers").count(),
                  fields.need("width").count(),
                  fields.need("heads").count(),
                  fields.need("keyHeads").count(),
                  fields.need("hiddenWidth").count(),
                  named(TransformerOptions.Norm.values(), fields.need("norm").text()),
                  named(TransformerOptions.Network.values(), fields.need("feedForward").text()),
                  named(TransformerOptions.Positions.values(), fields.need("positions").text()),
                  fields.need("dropout").number(),
                  fields.need("tied").flag(),
                  fields.need("biases").flag()));
      default ->
          throw new IllegalArgumentException(
              "it has the unknown form " + InputException.quote(form));
    };
  }

  private static <E extends Enum<E>> E named(E[] values, String name) {
    return Arrays.stream(values)
        .filter(value -> value.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("it has the unknown " + InputException.quote(name)));
  }

  /// The least number of weights of such a network: without biases, norms and learned positions.
  static long leastWeights(Architecture architecture, int vocabulary) {
    return switch (architecture) {
      case Architecture.Gru gru ->
          (long) vocabulary * (gru.embedding() + gru.width())
              + 3L * gru.width() * gru.embedding()
              + 3L * gru.width() * gru.width() * (2L * gru.layers() - 1);
      case Architecture.Transformer(TransformerOptions options) ->
          (long) vocabulary * options.width()
              + 2L
                  * options.layers()
                  * options.width()
                  * ((long) options.width() + options.keyWidth() + options.hiddenWidth());
    };
  }
}
