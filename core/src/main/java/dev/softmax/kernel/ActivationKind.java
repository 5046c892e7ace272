package dev.softmax.kernel;

/// Functions that a layer applies to each of its outputs.
public enum ActivationKind {
  /// `max(x, 0)`.
  RELU,
  /// `x Φ(x)`, with the error function.
  GELU,
  /// The form of [#GELU] with tanh.
  GELU_TANH,
  /// `x σ(x)`.
  SILU,
  /// `tanh x`.
  TANH,
  /// `1 / (1 + e^−x)`.
  SIGMOID
}
