package dev.softmax.nn;

/// A language model that reads one token after another and gives the logits of the next, remembering
/// what came before.
///
/// ```
/// float[] logits = decoder.read(prompt);
/// for (int i = 0; i < count; i++) {
///   int token = sampler.next(logits);
///   ...
///   logits = decoder.next(token);
/// }
/// ```
///
/// For one thread; a model may have several at once. Nothing is allocated for a token.
public interface Decoder {
  /// V: number of tokens that the model knows.
  int vocabulary();

  /// Number of tokens read since the start or the last [#reset].
  int position();

  /// The most tokens that can be read before a [#reset]; [Integer#MAX_VALUE] where there is no limit.
  int context();

  /// Reads a token: logits `(V)` of the token after it. The array is good until the next call.
  ///
  /// @throws IllegalArgumentException if the token is not within the vocabulary, or the context is full
  float[] next(int token);

  /// Reads several tokens, such as a prompt: logits `(V)` of the token after the last. The array is good
  /// until the next call.
  ///
  /// @throws IllegalArgumentException if there are none, one is not within the vocabulary, or the context
  ///     has no room for them
  default float[] read(int... tokens) {
    if (tokens.length == 0) {
      throw new IllegalArgumentException("decoder: no tokens to read");
    }
    float[] logits = {};
    for (int token : tokens) {
      logits = next(token);
    }
    return logits;
  }

  /// Forgets what was read.
  void reset();
}
