package dev.softmax.model;

import dev.softmax.sequence.LanguageOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/// The options of a language model's training as a model file keeps them.
final class LanguageSettings {
  private LanguageSettings() {}

  static Map<String, String> of(LanguageOptions options) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("seed", Long.toString(options.seed()));
    settings.put("epochs", Integer.toString(options.epochs()));
    settings.put("batchSize", Integer.toString(options.batchSize()));
    settings.put("learningRate", Double.toString(options.learningRate()));
    settings.put("weightDecay", Double.toString(options.weightDecay()));
    settings.put("largestNorm", Double.toString(options.largestNorm()));
    settings.put("validation", Double.toString(options.validation()));
    settings.put("validateEvery", Integer.toString(options.steps()));
    return settings;
  }
}
