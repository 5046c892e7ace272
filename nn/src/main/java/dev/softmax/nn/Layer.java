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

  /// This layer for inference, with copies of its parameters and buffers in the form that is fastest to
  /// use: it gives what this one gives now on a tape of inference, whatever happens to the parameters
  /// later. It has no parameters itself, and refuses inputs that need gradients where that matters.
  ///
  /// @throws UnsupportedOperationException if the layer has parameters or buffers and no such form
  default Layer frozen() {
    if (state().isEmpty()) {
      return this;
    }
    throw new UnsupportedOperationException(
        getClass().getSimpleName() + " has parameters and cannot be frozen");
  }

  /// None, unless a layer has some.
  @Override
  default SequencedMap<String, Tensor> parameters() {
    return Collections.emptyNavigableMap();
  }
}
