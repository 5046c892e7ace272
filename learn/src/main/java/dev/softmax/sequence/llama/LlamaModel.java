package dev.softmax.sequence.llama;

import dev.softmax.io.InputException;
import dev.softmax.nn.Transformer;
import java.nio.file.Path;

/// A language model of llama2.c: a Transformer and the tokenizer that it was trained with.
///
/// ```
/// LlamaModel model = LlamaModel.read(Path.of("stories260K.bin"), Path.of("tok512.bin"));
/// Decoder decoder = model.transformer().decoder();
/// float[] logits = decoder.read(model.tokenizer().encode("Once upon a time"));
/// ```
public record LlamaModel(Transformer transformer, LlamaTokenizer tokenizer) {

  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if they are of different vocabularies
  public LlamaModel {
    if (transformer.options().vocabulary() != tokenizer.size()) {
      throw new IllegalArgumentException(
          "llama: a model of %d tokens but a tokenizer of %d"
              .formatted(transformer.options().vocabulary(), tokenizer.size()));
    }
  }

  /// Reads a model and its tokenizer.
  ///
  /// @throws InputException naming the file that cannot be read and what is wrong with it, or both
  ///     where they do not belong together
  public static LlamaModel read(Path weights, Path tokenizer) {
    Transformer transformer = LlamaWeights.read(weights);
    LlamaTokenizer tokens = LlamaTokenizer.read(tokenizer);
    if (transformer.options().vocabulary() != tokens.size()) {
      throw new InputException(
          "%s: has %d tokens, but the model %s has %d"
              .formatted(tokenizer, tokens.size(), weights, transformer.options().vocabulary()));
    }
    return new LlamaModel(transformer, tokens);
  }
}
