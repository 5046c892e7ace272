package dev.softmax.nn;

import dev.softmax.tensor.Tensor;
import java.util.Collections;
import java.util.SequencedMap;

/// A part that makes one tensor of another. Operations without parameters are layers as they are:
/// `Sequential.of(first, Tensor::relu, second)`.
@FunctionalInterface
public interface Layer extends Part {
  /// The output for an input, on its tape.
  ///
  /// @throws IllegalArgumentException if the shape does not suit, naming both
  Tensor forward(Tensor x);

  /// None, unless a layer has some.
  @Override
  default SequencedMap<String, Tensor> parameters() {
    return Collections.emptyNavigableMap();
  }
}
