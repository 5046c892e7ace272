package dev.softmax.network;

import dev.softmax.nn.Layer;
import dev.softmax.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What is applied to the outputs of a hidden layer.
public enum Activation {
  /// `max(x, 0)`.
  RELU,
  /// `x Φ(x)` (Hendrycks and Gimpel, arXiv 1606.08415).
  GELU,
  /// `x σ(x)`, called swish too.
  SILU,
  /// `tanh x`.
  TANH,
  /// `1 / (1 + e^−x)`.
  SIGMOID;

  /// The function as a layer.
  public Layer layer() {
    return switch (this) {
      case RELU -> Tensor::relu;
      case GELU -> Tensor::gelu;
      case SILU -> Tensor::silu;
      case TANH -> Tensor::tanh;
      case SIGMOID -> Tensor::sigmoid;
    };
  }

  /// The activation of a name such as `relu`, whatever its case.
  public static Optional<Activation> of(String name) {
    return Arrays.stream(values())
        .filter(activation -> activation.name().equalsIgnoreCase(name))
        .findFirst();
  }

  /// Its name in lower case.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
