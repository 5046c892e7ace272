package dev.softmax.model;

import dev.softmax.io.JsonValue;
import dev.softmax.io.StoredTensor;
import dev.softmax.sequence.Architecture;
import dev.softmax.sequence.LanguageNetwork;
import dev.softmax.sequence.Perplexity;
import dev.softmax.sequence.SymbolVocabulary;
import java.util.Map;
import java.util.Optional;

/// A [LanguageModel] as its file has it.
final class LanguageFile {
  private static final String SYMBOLS = "symbols";
  private static final String ARCHITECTURE = "architecture";
  private static final String VALIDATION = "validation";

  private LanguageFile() {}

  static void write(
      LanguageModel model, Map<String, String> texts, Map<String, StoredTensor> tensors) {
    texts.put(SYMBOLS, SymbolsJson.write(model.vocabulary()).json());
    texts.put(ARCHITECTURE, ArchitectureJson.write(model.network().architecture()).json());
    model.validation().ifPresent(measured -> texts.put(VALIDATION, write(measured).json()));
    NetworkJson.write(model.network().weights(), tensors);
  }

  private static JsonValue write(Perplexity measured) {
    return JsonValue.fields()
        .with("symbols", JsonValue.of(measured.symbols()))
        .with("characters", JsonValue.of(measured.characters()))
        .with("total", JsonValue.of(measured.total()));
  }

  static LanguageModel read(StoredModel stored) {
    SymbolVocabulary vocabulary =
        stored.part("the list of symbols", () -> SymbolsJson.read(stored.json(SYMBOLS)));
    Architecture architecture =
        stored.part(
            "the architecture",
            () -> {
              Architecture read =
                  ArchitectureJson.read(stored.json(ARCHITECTURE), vocabulary.size());
              // Said before memory is set aside for it.
              NetworkJson.requireWeights(
                  stored, ArchitectureJson.leastWeights(read, vocabulary.size()));
              return read;
            });
    LanguageNetwork network =
        LanguageNetwork.of(architecture, vocabulary.size(), NetworkJson.weights(stored));
    Optional<Perplexity> validation =
        stored.has(VALIDATION)
            ? Optional.of(stored.part("the validation", () -> perplexity(stored)))
            : Optional.empty();
    TrainingSummary training = stored.training();
    return stored.part(
        "the model", () -> new LanguageModel(vocabulary, network, validation, training));
  }

  private static Perplexity perplexity(StoredModel stored) {
    JsonValue.Fields fields = stored.json(VALIDATION).object();
    return new Perplexity(
        (long) fields.need("symbols").number(),
        (long) fields.need("characters").number(),
        fields.need("total").number());
  }
}
