package dev.softmax.optim;

import dev.softmax.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What an optimiser remembers.
///
/// @param steps how many steps each parameter was part of, by the parameter's name
/// @param tensors by the parameter's name, a dot, and PyTorch's name for the memory: `0.weight.exp_avg`
public record OptimizerState(
    SequencedMap<String, Long> steps, SequencedMap<String, Tensor> tensors) {
  /// Copies the maps, not the tensors.
  public OptimizerState {
    steps = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(steps));
    tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
  }
}
