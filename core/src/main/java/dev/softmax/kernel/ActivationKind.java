package dev.softmax.kernel;

/// The element-wise functions of [FloatActivations].
public enum ActivationKind {
  /// `max(x, 0)`.
  RELU,
  /// `min(max(x, 0), 6)`.
  RELU6,
  /// `x Φ(x)` with the normal distribution function `Φ(x) = (1 + erf(x / √2)) / 2`.
  GELU,
  /// `x σ(2u)` with `u = √(2/π) (x + 0.044715 x³)`, the form of [#GELU] with `tanh`.
  GELU_TANH,
  /// `x σ(x)`.
  SILU,
  /// The hyperbolic tangent.
  TANH,
  /// `σ(x) = 1 / (1 + exp(-x))`.
  SIGMOID;

  /// Whether the gradient is computed from the result `y` alone; else from the argument `x` alone.
  public boolean gradientFromResult() {
    return this == RELU || this == RELU6 || this == TANH || this == SIGMOID;
  }
}
