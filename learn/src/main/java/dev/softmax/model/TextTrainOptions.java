package dev.softmax.model;

import dev.softmax.network.TextNetworkOptions;
import dev.softmax.text.NGrams;
import dev.softmax.text.TextOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/// How a classifier of texts is trained.
///
/// @param split share of the texts that are held out to measure the model; 0 trains on all
/// @param seed of the choice of these texts
/// @param text words and n-grams
/// @param network vectors, hidden layers, training loop
public record TextTrainOptions(
    double split, long seed, TextOptions text, TextNetworkOptions network) {
  /// Checks the split.
  ///
  /// @throws IllegalArgumentException when it is not from 0 to below 1
  public TextTrainOptions {
    if (!(split >= 0 && split < 1)) {
      throw new IllegalArgumentException("a split of " + split + " is not from 0 to below 1");
    }
  }

  /// A fifth of the texts held out, seed 42, words and pairs of words in lower case.
  public static TextTrainOptions defaults() {
    return new TextTrainOptions(
        0.2,
        42,
        TextOptions.defaults().withNgrams(NGrams.NONE.withWords(2)),
        TextNetworkOptions.defaults());
  }

  /// The same with another share of texts held out.
  ///
  /// @param value from 0 to below 1
  public TextTrainOptions withSplit(double value) {
    return new TextTrainOptions(value, seed, text, network);
  }

  /// The same with another seed, of the split and of the training.
  ///
  /// @param value any number
  public TextTrainOptions withSeed(long value) {
    return new TextTrainOptions(
        split, value, text, network.withTraining(network.training().withSeed(value)));
  }

  /// The same with other words and n-grams.
  ///
  /// @param value how texts become tokens
  public TextTrainOptions withText(TextOptions value) {
    return new TextTrainOptions(split, seed, value, network);
  }

  /// The same with another network.
  ///
  /// @param value vectors, hidden layers, training loop
  public TextTrainOptions withNetwork(TextNetworkOptions value) {
    return new TextTrainOptions(split, seed, text, value);
  }

  /// The options as a model file keeps them.
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("split", Double.toString(split));
    settings.put("seed", Long.toString(seed));
    settings.put("width", Integer.toString(network.width()));
    settings.put("tokenDropout", Double.toString(network.tokenDropout()));
    settings.put("balanced", Boolean.toString(network.balanced()));
    settings.putAll(NetworkSettings.of(network.training()));
    return settings;
  }
}
