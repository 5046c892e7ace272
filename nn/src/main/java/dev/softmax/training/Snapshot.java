package dev.softmax.training;

import dev.softmax.nn.Part;
import dev.softmax.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The values of a model at one time, in arrays that are used again.
final class Snapshot {
  private final SequencedMap<String, Tensor> model;
  private final SequencedMap<String, Tensor> copies = new LinkedHashMap<>();

  Snapshot(Part model) {
    this.model = model.state();
  }

  /// Whether there is one.
  boolean isTaken() {
    return !copies.isEmpty();
  }

  void take() {
    model.forEach((name, tensor) -> copy(tensor, copies.computeIfAbsent(name, _ -> zeros(tensor))));
  }

  private static Tensor zeros(Tensor like) {
    return Tensor.of(new float[like.shape().size()], like.shape().lengths());
  }

  /// Gives the model these values.
  void restore() {
    model.forEach((name, tensor) -> copy(copies.getOrDefault(name, tensor), tensor));
  }

  /// The values by name; their arrays change with the next [#take].
  SequencedMap<String, Tensor> tensors() {
    return copies;
  }

  private static void copy(Tensor from, Tensor to) {
    System.arraycopy(from.data(), 0, to.data(), 0, from.shape().size());
  }
}
