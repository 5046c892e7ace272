package dev.softmax.model;

import dev.softmax.network.HiddenLayers;
import dev.softmax.network.NetworkOptions;
import dev.softmax.training.TrainingResult;
import java.util.LinkedHashMap;
import java.util.Map;

/// Options and course of a network's training as a model file keeps them.
final class NetworkSettings {
  /// The most epochs; where the options leave them to the rows, who knows these puts the number.
  static final String EPOCHS = "epochs";

  private NetworkSettings() {}

  static Map<String, String> of(NetworkOptions options) {
    Map<String, String> settings = new LinkedHashMap<>();
    HiddenLayers layers = options.layers();
    settings.put("hidden", layers.widths().toString());
    settings.put("activation", layers.activationName());
    settings.put("dropout", Double.toString(layers.dropout()));
    settings.put(EPOCHS, Integer.toString(options.epochs()));
    settings.put("batchSize", Integer.toString(options.batchSize()));
    settings.put("learningRate", Double.toString(options.learningRate()));
    settings.put("weightDecay", Double.toString(options.weightDecay()));
    settings.put("validation", Double.toString(options.validation()));
    settings.put("patience", Integer.toString(options.patience()));
    return settings;
  }

  static void course(TrainingResult result, Map<String, String> settings) {
    settings.put("ending", result.ending().toString());
    settings.put("epochsDone", Integer.toString(result.epochs().size()));
    settings.put("bestEpoch", Integer.toString(result.bestEpoch()));
  }
}
