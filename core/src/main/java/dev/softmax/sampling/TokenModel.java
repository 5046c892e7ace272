package dev.softmax.sampling;

/// What a [BeamSearch] asks of a model of sequences: states, and the probabilities of what comes next.
/// States are values: one that was stepped can be stepped again.
///
/// @param <S> what the model keeps of the tokens so far
public interface TokenModel<S> {
  /// Number of tokens, `V`.
  int vocabulary();

  /// The state after one more token.
  S step(S state, int token);

  /// Writes the natural logarithms of the probabilities of the next token to `out (V)`; `-∞` for a
  /// token that cannot come next.
  void logProbabilities(S state, float[] out);
}
