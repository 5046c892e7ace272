package dev.softmax.nn;

import dev.softmax.tensor.Indices;
import dev.softmax.tensor.Shape;
import dev.softmax.tensor.Tensor;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a [Gru] made of B sequences of T steps.
public final class GruOutput {
  private final List<Tensor> states;
  private final int @Nullable [] lengths;

  GruOutput(List<Tensor> states, int @Nullable [] lengths) {
    this.states = states;
    this.lengths = lengths;
  }

  /// Each layer's states `(B, T, H)`, zeros past a sequence's length.
  public List<Tensor> states() {
    return Collections.unmodifiableList(states);
  }

  /// `(B, T, H)`, the states of the last layer.
  public Tensor hidden() {
    return states.getLast();
  }

  /// `(L, B, H)`: each layer's states after the last step of each sequence, with gradients. To go on
  /// with the next part of long sequences without gradients into this one, use [#copyLast].
  ///
  /// @throws IllegalArgumentException if there was no step
  public Tensor last() {
    Shape shape = hidden().shape();
    int batch = shape.length(0);
    int steps = shape.length(1);
    if (steps == 0) {
      throw new IllegalArgumentException("GRU: no last state of " + shape);
    }
    int[] rows = new int[batch];
    for (int b = 0; b < batch; b++) {
      rows[b] = row(b, steps);
    }
    Tensor[] last = new Tensor[states.size()];
    for (int l = 0; l < last.length; l++) {
      last[l] =
          states.get(l).reshape(batch * steps, shape.length(2)).gather(Indices.of(rows, 1, batch));
    }
    return Tensor.concatenate(0, last);
  }

  /// Writes the values of [#last] to an array `(L, B, H)`, for truncated backpropagation: as the start
  /// of the next part of the same sequences. Where there was no step, nothing is written.
  ///
  /// @throws IllegalArgumentException if the array is shorter
  public void copyLast(float[] into) {
    Shape shape = hidden().shape();
    int batch = shape.length(0);
    int steps = shape.length(1);
    int width = shape.length(2);
    if (into.length < states.size() * batch * width) {
      throw new IllegalArgumentException(
          "GRU: %d numbers for the last states (%d, %d, %d)"
              .formatted(into.length, states.size(), batch, width));
    }
    for (int l = 0; l < states.size() && steps > 0; l++) {
      float[] values = states.get(l).data();
      for (int b = 0; b < batch; b++) {
        System.arraycopy(values, row(b, steps) * width, into, (l * batch + b) * width, width);
      }
    }
  }

  private int row(int sequence, int steps) {
    return sequence * steps + (lengths == null ? steps : lengths[sequence]) - 1;
  }
}
