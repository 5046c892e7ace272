package dev.softmax.model;

import dev.softmax.io.InputException;
import dev.softmax.io.JsonValue;
import dev.softmax.sequence.ByteVocabulary;
import dev.softmax.sequence.CharacterVocabulary;
import dev.softmax.sequence.LlamaVocabulary;
import dev.softmax.sequence.SymbolVocabulary;
import dev.softmax.sequence.TokenVocabulary;

/// A [SymbolVocabulary] as a model file keeps it.
final class SymbolsJson {
  private static final String KIND = "kind";

  private SymbolsJson() {}

  static JsonValue write(SymbolVocabulary vocabulary) {
    JsonValue.Fields json = JsonValue.fields().with(KIND, new JsonValue.Text(vocabulary.kind()));
    return switch (vocabulary) {
      case ByteVocabulary _ -> json;
      case CharacterVocabulary all ->
          json.with(CharacterVocabulary.KIND, new JsonValue.Text(all.characters()));
      case LlamaVocabulary _ ->
          throw new IllegalArgumentException("models of llama2.c are read, not written");
      case TokenVocabulary all -> json.with(TokenVocabulary.KIND, JsonValue.of(all.tokens()));
    };
  }

  /// @throws IllegalArgumentException when it is no vocabulary
  static SymbolVocabulary read(JsonValue json) {
    JsonValue.Fields fields = json.object();
    String kind = fields.need(KIND).text();
    return switch (kind) {
      case ByteVocabulary.KIND -> new ByteVocabulary();
      case CharacterVocabulary.KIND ->
          CharacterVocabulary.of(
              fields.need(CharacterVocabulary.KIND).text().codePoints().toArray());
      case TokenVocabulary.KIND -> TokenVocabulary.of(fields.need(TokenVocabulary.KIND).texts());
      default ->
          throw new IllegalArgumentException(
              "they are of the unknown kind " + InputException.quote(kind));
    };
  }
}
