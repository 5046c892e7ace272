package dev.softmax.nn;

/// What a decoder computes for one token.
final class TokenRoom {
  /// The residual stream `(C)`.
  final float[] stream;

  /// What a norm or attention gives, `(C)`.
  final float[] normed;

  /// A query, a key and a value, one after another.
  final float[] projected;

  /// What is within a feed-forward layer, and the other factor where it has a gate.
  final float[] hidden;

  TokenRoom(TransformerOptions options) {
    stream = new float[options.width()];
    normed = new float[options.width()];
    projected = new float[options.width() + 2 * options.keyWidth()];
    hidden = new float[2 * options.hiddenWidth()];
  }
}
