package dev.softmax.nn;

import dev.softmax.tensor.Pictures;
import dev.softmax.tensor.Tensor;

/// Functions of single elements by name, for networks that are built from options. Where the name is
/// known when the code is written, `Tensor::relu` does the same.
public enum Activation implements Layer {
  /// `max(x, 0)`.
  RELU,
  /// `min(max(x, 0), 6)`.
  RELU6,
  /// `x Φ(x)`, with the error function.
  GELU,
  /// The form of [#GELU] with tanh.
  GELU_TANH,
  /// `x σ(x)`.
  SILU,
  /// `tanh x`.
  TANH,
  /// `1 / (1 + e^−x)`.
  SIGMOID;

  @Override
  public Tensor forward(Tensor x) {
    return switch (this) {
      case RELU -> x.relu();
      case RELU6 -> Pictures.relu6(x);
      case GELU -> x.gelu();
      case GELU_TANH -> x.geluTanh();
      case SILU -> x.silu();
      case TANH -> x.tanh();
      case SIGMOID -> x.sigmoid();
    };
  }
}
