package dev.softmax.nn;

import dev.softmax.tensor.Sequences;
import dev.softmax.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Divides each row of `x (…, D)` by the root of its mean square, then `· weight` (Zhang and Sennrich,
/// 2019).
///
/// @param weight `(D)`
/// @param epsilon added to the mean square, more than 0
public record RmsNorm(Tensor weight, double epsilon) implements Layer {
  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if the weight is no vector, or epsilon is not more than 0
  public RmsNorm {
    if (weight.shape().rank() != 1) {
      throw new IllegalArgumentException("rms norm: weight " + weight.shape());
    }
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException(
          "rms norm: an epsilon of " + epsilon + " must be more than 0");
    }
  }

  /// Weights of 1, and an epsilon of 1e-5 as in Llama.
  public static RmsNorm of(int features) {
    return new RmsNorm(LayerNorm.ones(features), 1e-5);
  }

  @Override
  public Tensor forward(Tensor x) {
    return Sequences.rmsNorm(x, weight, epsilon);
  }

  @Override
  public SequencedMap<String, Tensor> parameters() {
    SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("weight", weight);
    return Collections.unmodifiableSequencedMap(parameters);
  }
}
