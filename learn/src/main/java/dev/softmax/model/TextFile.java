package dev.softmax.model;

import dev.softmax.data.ClassLabels;
import dev.softmax.io.InputException;
import dev.softmax.io.StoredTensor;
import dev.softmax.network.HiddenLayers;
import dev.softmax.network.TextNetwork;
import dev.softmax.tensor.Shape;
import dev.softmax.text.TextEncoder;
import java.util.Map;

/// A [TextClassifier] as its file has it.
final class TextFile {
  private static final String ENCODER = "encoder";
  private static final String TEMPERATURE = "temperature";

  private TextFile() {}

  static void write(
      TextClassifier model, Map<String, String> texts, Map<String, StoredTensor> tensors) {
    texts.put(ENCODER, model.encoder().json().json());
    texts.put(TEMPERATURE, Double.toString(model.temperature()));
    texts.put(NetworkJson.LAYERS, NetworkJson.write(model.network().layers()).json());
    NetworkJson.write(model.network().weights(), tensors);
  }

  static TextClassifier read(StoredModel stored) {
    ClassLabels labels = stored.labels();
    TextEncoder encoder = stored.part("the encoder", () -> TextEncoder.of(stored.json(ENCODER)));
    TrainingSummary training = stored.training();
    StoredTensor table = stored.tensors().tensor(NetworkJson.PREFIX + "embedding.weight");
    if (table.shape().length != 2 || table.shape()[0] != encoder.size()) {
      throw new InputException(
          "%s: embedding.weight is %s, but the encoder has %d tokens"
              .formatted(stored.file(), table, encoder.size()));
    }
    Shape shape = Shape.of(encoder.size(), Math.toIntExact(table.shape()[1]));
    HiddenLayers layers = NetworkJson.layers(stored, shape.length(1), labels.size());
    TextNetwork network = TextNetwork.of(layers, shape, labels.size(), NetworkJson.weights(stored));
    return stored.part(
        "the model",
        () ->
            new TextClassifier(labels, encoder, network, training)
                .withTemperature(stored.number(TEMPERATURE)));
  }
}
