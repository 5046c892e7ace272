package dev.softmax.text;

import dev.softmax.io.InputException;
import dev.softmax.io.JsonValue;
import java.util.Locale;

/// A [TextEncoder] as a model file keeps it: an object with its options and the list of its words.
final class TextEncoderJson {
  private TextEncoderJson() {}

  static JsonValue write(TextEncoder encoder) {
    TextOptions options = encoder.options();
    TokenOptions tokens = options.tokens();
    NGrams ngrams = options.ngrams();
    return JsonValue.fields()
        .with(
            "tokens",
            JsonValue.fields()
                .with("segmentation", name(tokens.segmentation()))
                .with("lowerCase", new JsonValue.Flag(tokens.lowerCase()))
                .with("stemming", name(tokens.stemming()))
                .with("punctuation", new JsonValue.Flag(tokens.punctuation())))
        .with(
            "ngrams",
            JsonValue.fields()
                .with("words", JsonValue.of(ngrams.words()))
                .with("minChars", JsonValue.of(ngrams.minChars()))
                .with("maxChars", JsonValue.of(ngrams.maxChars()))
                .with("buckets", JsonValue.of(ngrams.buckets()))
                .with("minCount", JsonValue.of(ngrams.minCount())))
        .with("minCount", JsonValue.of(options.minCount()))
        .with("maxSize", JsonValue.of(options.maxSize()))
        .with("words", JsonValue.of(encoder.vocabulary().words()));
  }

  /// @throws IllegalArgumentException when it is no encoder
  static TextEncoder read(JsonValue json) {
    JsonValue.Fields fields = json.object();
    JsonValue.Fields tokens = fields.need("tokens").object();
    JsonValue.Fields ngrams = fields.need("ngrams").object();
    TextOptions options =
        new TextOptions(
            new TokenOptions(
                constant(TokenOptions.Segmentation.class, tokens.need("segmentation")),
                tokens.need("lowerCase").flag(),
                constant(Stemming.class, tokens.need("stemming")),
                tokens.need("punctuation").flag()),
            new NGrams(
                ngrams.need("words").count(),
                ngrams.need("minChars").count(),
                ngrams.need("maxChars").count(),
                ngrams.need("buckets").count(),
                ngrams.need("minCount").count()),
            fields.need("minCount").count(),
            fields.need("maxSize").count());
    return TextEncoder.of(options, Vocabulary.of(fields.need("words").texts()));
  }

  private static JsonValue name(Enum<?> constant) {
    return new JsonValue.Text(constant.name().toLowerCase(Locale.ROOT));
  }

  private static <E extends Enum<E>> E constant(Class<E> kind, JsonValue json) {
    String name = json.text();
    for (E constant : kind.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "it has the unknown "
            + kind.getSimpleName().toLowerCase(Locale.ROOT)
            + " "
            + InputException.quote(name));
  }
}
