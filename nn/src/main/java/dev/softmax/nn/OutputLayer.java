package dev.softmax.nn;

import dev.softmax.OutputTransform;
import dev.softmax.tensor.Indices;
import dev.softmax.tensor.Probabilities;
import dev.softmax.tensor.Tensor;

/// The last layer of a network: scores `(…, K)` → probabilities `(…, K)` by softmax or one of its
/// relatives. Train the layers before it by [#loss], which has this layer in it.
///
/// ```java
/// Layer scores = Sequential.of(Linear.of(784, 128, random), Activation.RELU, Linear.of(128, 10,
/// random)); OutputLayer output = new OutputLayer(Entmax.SPARSEMAX); Objective<DenseBatch>
/// objective = Objective.classification(scores, output.transform()); Layer whole =
/// Sequential.of(scores, output); // to predict with
/// ```
///
/// @param transform from scores to probabilities
public record OutputLayer(OutputTransform transform) implements Layer {
  @Override
  public Tensor forward(Tensor x) {
    return Probabilities.along(transform, x, -1);
  }

  /// The transform's own mean loss: `scores (…, K)`, `targets (…)` → `()`.
  ///
  /// @throws IllegalArgumentException if the shapes do not suit each other, or a target is no class
  public Tensor loss(Tensor scores, Indices targets) {
    return Probabilities.loss(transform, scores, targets);
  }
}
