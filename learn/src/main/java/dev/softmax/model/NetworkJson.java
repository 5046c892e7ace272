package dev.softmax.model;

import dev.softmax.io.InputException;
import dev.softmax.io.JsonValue;
import dev.softmax.io.StoredTensor;
import dev.softmax.io.TensorType;
import dev.softmax.network.HiddenLayers;
import dev.softmax.nn.StateDict;
import dev.softmax.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// The layers and weights of a network as a model file keeps them.
final class NetworkJson {
  /// The text that has the layers.
  static final String LAYERS = "layers";

  /// Goes before the names of weights.
  static final String PREFIX = "network.";

  /// A network may be so much larger than its file at first, so that it can tell which weights these are
  /// that the file lacks.
  private static final long LACKING = 1L << 22;

  private NetworkJson() {}

  static JsonValue write(HiddenLayers layers) {
    List<JsonValue> widths = new ArrayList<>();
    layers.widths().forEach(width -> widths.add(JsonValue.of(width)));
    return JsonValue.fields()
        .with("hidden", new JsonValue.Array(widths))
        .with("activation", new JsonValue.Text(layers.activationName()))
        .with("dropout", JsonValue.of(layers.dropout()));
  }

  /// @throws IllegalArgumentException when these are no layers
  private static HiddenLayers read(JsonValue json) {
    JsonValue.Fields fields = json.object();
    String activation = fields.need("activation").text();
    return new HiddenLayers(
        fields.need("hidden").list().stream().map(JsonValue::count).toList(),
        HiddenLayers.activation(activation)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "it has the unknown activation " + InputException.quote(activation))),
        fields.need("dropout").number());
  }

  static void write(SequencedMap<String, Tensor> weights, Map<String, StoredTensor> tensors) {
    weights.forEach((name, tensor) -> tensors.put(PREFIX + name, StateDict.stored(tensor)));
  }

  /// The layers of a file, if they can be as large as they say.
  static HiddenLayers layers(StoredModel stored, int inputs, int classes) {
    return stored.part(
        "the list of layers",
        () -> {
          HiddenLayers layers = read(stored.json(LAYERS));
          // Said before memory is set aside for it.
          requireWeights(stored, layers.parameters(inputs, classes));
          return layers;
        });
  }

  /// Sees that a network is not far larger than its file; what it lacks in detail is said by who reads
  /// the weights.
  ///
  /// @throws IllegalArgumentException when it is; call it within [StoredModel#part]
  static void requireWeights(StoredModel stored, long needed) {
    long numbers = 0;
    for (String name : stored.tensors().names()) {
      numbers += Arrays.stream(stored.tensors().tensor(name).shape()).reduce(1, (a, b) -> a * b);
    }
    if (needed > 2 * numbers + LACKING) {
      throw new IllegalArgumentException(
          "it needs %d weights, but the file has %d".formatted(needed, numbers));
    }
  }

  private static void requireFinite(StoredModel stored, String name) {
    StoredTensor tensor = stored.tensor(name);
    if (tensor.type() != TensorType.F32) {
      return;
    }
    for (float value : tensor.toFloats()) {
      if (!Float.isFinite(value)) {
        throw new InputException(
            "%s: is damaged: %s has the number %s".formatted(stored.file(), name, value));
      }
    }
  }

  /// The weights of a file, without their prefix.
  ///
  /// @throws InputException naming the tensor with a number that is not finite
  static StateDict weights(StoredModel stored) {
    for (String name : stored.tensors().names()) {
      if (name.startsWith(PREFIX)) {
        requireFinite(stored, name);
      }
    }
    return StateDict.of(stored.tensors()).under(PREFIX);
  }
}
