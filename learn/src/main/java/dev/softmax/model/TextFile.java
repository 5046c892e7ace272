package dev.softmax.model;

import dev.softmax.data.ClassLabels;
import dev.softmax.io.InputException;
import dev.softmax.io.StoredTensor;
import dev.softmax.network.HiddenLayers;
import dev.softmax.network.TextNetwork;
import dev.softmax.network.TextNetworkOptions;
import dev.softmax.tensor.Shape;
import dev.softmax.text.TextEncoder;
import java.util.Map;

/// A [TextClassifier] as its file has it.
final class TextFile {
  private static final String ENCODER = "encoder";

  private TextFile() {}

  static void write(
      TextClassifier model, Map<String, String> texts, Map<String, StoredTensor> tensors) {
    texts.put(ENCODER, model.encoder().json().json());
    texts.put(NetworkJson.LAYERS, NetworkJson.write(model.network().layers()).json());
    NetworkJson.write(model.network().weights(), tensors);
  }

  static TextClassifier read(StoredModel stored) {
    ClassLabels labels = stored.labels();
    TextEncoder encoder = stored.part("the encoder", () -> TextEncoder.of(stored.json(ENCODER)));
    TrainingSummary training = stored.training();
    StoredTensor table = stored.tensor(NetworkJson.PREFIX + "embedding.weight");
    long[] lengths = table.shape();
    if (lengths.length != 2
        || lengths[0] != encoder.size()
        || lengths[1] < 1
        || lengths[1] > TextNetworkOptions.WIDEST_VECTOR) {
      throw new InputException(
          "%s: embedding.weight is %s, but the encoder has %d tokens"
              .formatted(stored.file(), table, encoder.size()));
    }
    Shape shape =
        stored.part("the table of vectors", () -> Shape.of(encoder.size(), (int) lengths[1]));
    HiddenLayers layers = NetworkJson.layers(stored, shape.length(1), labels.size());
    TextNetwork network = TextNetwork.of(layers, shape, labels.size(), NetworkJson.weights(stored));
    return stored.part("the model", () -> new TextClassifier(labels, encoder, network, training));
  }
}
