package dev.softmax.nn;

import dev.softmax.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Brings the D features of each row of `x (…, D)` to mean 0 and variance 1, then `· weight + bias`
/// (Ba et al., 2016).
///
/// @param weight `(D)`
/// @param bias `(D)`
/// @param epsilon added to the variance, more than 0
public record LayerNorm(Tensor weight, Tensor bias, double epsilon) implements Layer {
  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if weight and bias are not vectors of one length, or epsilon is
  ///     not more than 0
  public LayerNorm {
    if (weight.shape().rank() != 1 || !bias.shape().equals(weight.shape())) {
      throw new IllegalArgumentException(
          "layer norm: weight " + weight.shape() + " but bias " + bias.shape());
    }
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException(
          "layer norm: an epsilon of " + epsilon + " must be more than 0");
    }
  }

  /// Weights of 1, biases of 0, and PyTorch's epsilon of 1e-5.
  public static LayerNorm of(int features) {
    return new LayerNorm(ones(features), Tensor.parameter(new float[features], features), 1e-5);
  }

  static Tensor ones(int features) {
    float[] ones = new float[features];
    Arrays.fill(ones, 1);
    return Tensor.parameter(ones, features);
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.layerNorm(weight, bias, epsilon);
  }

  @Override
  public Layer frozen() {
    Tensor gamma = copy(weight);
    Tensor beta = copy(bias);
    return x -> x.layerNorm(gamma, beta, epsilon);
  }

  static Tensor copy(Tensor tensor) {
    return Tensor.of(tensor.values(), tensor.shape().lengths());
  }

  @Override
  public SequencedMap<String, Tensor> parameters() {
    SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("weight", weight);
    parameters.put("bias", bias);
    return Collections.unmodifiableSequencedMap(parameters);
  }
}
