package dev.softmax.sequence;

import dev.softmax.sequence.llama.LlamaTokenizer;
import java.util.Arrays;

/// The tokens of a model of llama2.c. What is no token is written in bytes, so no character is unknown.
///
/// @param tokenizer as its file has it
public record LlamaVocabulary(LlamaTokenizer tokenizer) implements SymbolVocabulary {
  /// The kind.
  public static final String KIND = "llama";

  /// No token; what comes before one that is not the first of a text.
  private static final int NONE = -1;

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int size() {
    return tokenizer.size();
  }

  @Override
  public int[] start() {
    return new int[] {LlamaTokenizer.START};
  }

  /// As in llama2.c, where the next text's start ends this one, too.
  @Override
  public boolean isEnd(int id) {
    return id == LlamaTokenizer.START || id == LlamaTokenizer.END;
  }

  @Override
  public int[] encode(Corpus corpus, UnknownSymbols unknown) {
    int[] ids = tokenizer.encode(corpus.text());
    return Arrays.copyOfRange(ids, 1, ids.length);
  }

  @Override
  public byte[] bytes(int id) {
    return tokenizer.bytes(NONE, id);
  }

  @Override
  public byte[] first(int id) {
    return tokenizer.bytes(LlamaTokenizer.START, id);
  }
}
