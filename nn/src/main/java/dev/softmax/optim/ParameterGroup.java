package dev.softmax.optim;

import dev.softmax.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Parameters that are trained alike.
///
/// @param parameters by name; copied
/// @param weightDecay λ: how strongly values are drawn to zero, at least 0
/// @param rateFactor times the learning rate of a step, at least 0; a parameter with 0 stays as it is
public record ParameterGroup(
    SequencedMap<String, Tensor> parameters, double weightDecay, double rateFactor) {
  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if a tensor has no gradient, or a number is out of its range
  public ParameterGroup {
    parameters = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parameters));
    parameters.forEach(
        (name, tensor) -> {
          if (!tensor.needsGradient()) {
            throw new IllegalArgumentException(
                "'" + name + "' " + tensor.shape() + " is a constant, not a parameter");
          }
        });
    Check.atLeastZero("weight decay", weightDecay);
    Check.atLeastZero("rate factor", rateFactor);
  }

  /// Parameters without weight decay, at the full learning rate.
  public static ParameterGroup of(SequencedMap<String, Tensor> parameters) {
    return new ParameterGroup(parameters, 0, 1);
  }

  /// Two groups, as networks are usually trained: matrices with weight decay, vectors (biases, and the
  /// scales of normalisation) without.
  public static List<ParameterGroup> decayingMatrices(
      SequencedMap<String, Tensor> parameters, double weightDecay) {
    SequencedMap<String, Tensor> matrices = new LinkedHashMap<>();
    SequencedMap<String, Tensor> vectors = new LinkedHashMap<>();
    parameters.forEach(
        (name, tensor) -> (tensor.shape().rank() < 2 ? vectors : matrices).put(name, tensor));
    return List.of(of(matrices).withWeightDecay(weightDecay), of(vectors));
  }

  /// This group with another weight decay.
  public ParameterGroup withWeightDecay(double weightDecay) {
    return new ParameterGroup(parameters, weightDecay, rateFactor);
  }

  /// This group with another factor of the learning rate.
  public ParameterGroup withRateFactor(double rateFactor) {
    return new ParameterGroup(parameters, weightDecay, rateFactor);
  }
}
