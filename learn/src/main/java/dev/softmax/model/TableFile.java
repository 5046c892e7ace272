package dev.softmax.model;

import dev.softmax.data.ClassLabels;
import dev.softmax.data.FeatureEncoder;
import dev.softmax.io.StoredTensor;
import dev.softmax.linear.SoftmaxRegression;
import dev.softmax.network.FeatureNetwork;
import dev.softmax.network.HiddenLayers;
import java.util.Map;

/// A [TableClassifier] as its file has it.
final class TableFile {
  private static final String ENCODER = "encoder";
  private static final String COEFFICIENTS = "coefficients";
  private static final String INTERCEPTS = "intercepts";

  private TableFile() {}

  static void write(
      TableClassifier table, Map<String, String> texts, Map<String, StoredTensor> tensors) {
    texts.put(ENCODER, EncoderJson.write(table.encoder()).json());
    switch (table.scorer()) {
      case Scorer.Regression(SoftmaxRegression regression) -> {
        tensors.put(
            COEFFICIENTS,
            StoredTensor.of(
                regression.coefficients(), regression.classes(), regression.features()));
        tensors.put(INTERCEPTS, StoredTensor.of(regression.intercepts(), regression.classes()));
      }
      case Scorer.Network(FeatureNetwork network) -> {
        texts.put(NetworkJson.LAYERS, NetworkJson.write(network.layers()).json());
        NetworkJson.write(network.weights(), tensors);
      }
    }
  }

  static TableClassifier read(StoredModel stored) {
    ClassLabels labels = stored.labels();
    FeatureEncoder encoder =
        stored.part("the encoder", () -> EncoderJson.read(stored.json(ENCODER)));
    TrainingSummary training = stored.training();
    Scorer scorer =
        stored.has(NetworkJson.LAYERS)
            ? network(stored, labels.size(), encoder.features())
            : regression(stored, labels.size(), encoder.features());
    return stored.part("the model", () -> new TableClassifier(labels, encoder, scorer, training));
  }

  private static Scorer regression(StoredModel stored, int classes, int features) {
    double[] coefficients = stored.doubles(COEFFICIENTS, classes, features);
    double[] intercepts = stored.doubles(INTERCEPTS, classes);
    return stored.part(
        "the model", () -> new Scorer.Regression(SoftmaxRegression.of(coefficients, intercepts)));
  }

  private static Scorer network(StoredModel stored, int classes, int features) {
    HiddenLayers layers = NetworkJson.layers(stored, features, classes);
    return new Scorer.Network(
        FeatureNetwork.of(layers, features, classes, NetworkJson.weights(stored)));
  }
}
