package dev.softmax.nn;

import dev.softmax.tensor.Shape;
import dev.softmax.tensor.Tensor;
import java.util.random.RandomGenerator;

/// The parameters of one layer of a [Gru]; their rows are those of the gates r, z and n, one after
/// another.
///
/// @param inputWeight `(3H, I)`
/// @param hiddenWeight `(3H, H)`
/// @param inputBias `(3H)`
/// @param hiddenBias `(3H)`
public record GruWeights(
    Tensor inputWeight, Tensor hiddenWeight, Tensor inputBias, Tensor hiddenBias) {

  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if the shapes do not suit each other
  public GruWeights {
    int hidden = hiddenWeight.shape().rank() == 2 ? hiddenWeight.shape().length(1) : 0;
    boolean fits =
        hiddenWeight.shape().equals(Shape.of(3 * hidden, hidden))
            && inputWeight.shape().rank() == 2
            && inputWeight.shape().length(0) == 3 * hidden
            && inputBias.shape().equals(Shape.of(3 * hidden))
            && hiddenBias.shape().equals(inputBias.shape());
    if (!fits || hidden == 0) {
      throw new IllegalArgumentException(
          "GRU: weights %s and %s but biases %s and %s"
              .formatted(
                  inputWeight.shape(),
                  hiddenWeight.shape(),
                  inputBias.shape(),
                  hiddenBias.shape()));
    }
  }

  static GruWeights of(int inputs, int hidden, RandomGenerator random) {
    Initializer uniform = Initializer.uniform(1 / Math.sqrt(hidden));
    return new GruWeights(
        uniform.parameter(random, 3 * hidden, inputs),
        uniform.parameter(random, 3 * hidden, hidden),
        uniform.parameter(random, 3 * hidden),
        uniform.parameter(random, 3 * hidden));
  }

  int inputs() {
    return inputWeight.shape().length(1);
  }

  int hidden() {
    return hiddenWeight.shape().length(1);
  }
}
