package dev.softmax.nn;

import dev.softmax.tensor.PackedLinear;
import dev.softmax.tensor.Shape;
import dev.softmax.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// `x (…, I)` → `x · weightᵀ + bias (…, O)`.
///
/// @param weight `(O, I)`
/// @param bias `(O)`, or none
public record Linear(Tensor weight, @Nullable Tensor bias) implements Layer {
  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if the weight is no matrix, or the bias is not as long as it has
  ///     rows
  public Linear {
    if (weight.shape().rank() != 2
        || (bias != null && !bias.shape().equals(Shape.of(weight.shape().length(0))))) {
      throw new IllegalArgumentException(
          "linear: weight "
              + weight.shape()
              + (bias == null ? " and no bias" : " but bias " + bias.shape()));
    }
  }

  /// Weights and bias as PyTorch draws them: uniform to `1 / √inputs`.
  public static Linear of(int inputs, int outputs, RandomGenerator random) {
    Tensor weight = Initializer.standard().parameter(random, outputs, inputs);
    double bound = 1 / Math.sqrt(Math.max(1, inputs));
    return new Linear(weight, Initializer.uniform(bound).parameter(random, outputs));
  }

  /// Weights of an initializer, and a bias of zeros.
  public static Linear of(
      int inputs, int outputs, Initializer initializer, RandomGenerator random) {
    Tensor weight = initializer.parameter(random, outputs, inputs);
    return new Linear(weight, Initializer.constant(0).parameter(random, outputs));
  }

  /// The weight alone.
  public Linear withoutBias() {
    return new Linear(weight, null);
  }

  /// Number of features in.
  public int inputs() {
    return weight.shape().length(1);
  }

  /// Number of features out.
  public int outputs() {
    return weight.shape().length(0);
  }

  @Override
  public Tensor forward(Tensor x) {
    return bias == null ? x.linear(weight) : x.linear(weight, bias);
  }

  @Override
  public Layer frozen() {
    return PackedLinear.of(weight, bias)::apply;
  }

  @Override
  public SequencedMap<String, Tensor> parameters() {
    SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("weight", weight);
    if (bias != null) {
      parameters.put("bias", bias);
    }
    return Collections.unmodifiableSequencedMap(parameters);
  }
}
