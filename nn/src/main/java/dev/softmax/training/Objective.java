package dev.softmax.training;

import dev.softmax.Axis;
import dev.softmax.CrossEntropy;
import dev.softmax.OutputTransform;
import dev.softmax.nn.Layer;
import dev.softmax.tensor.Probabilities;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;

/// What training lowers.
///
/// @param <B> what a batch is
@FunctionalInterface
public interface Objective<B> {
  /// The mean loss `()` of a batch.
  ///
  /// @param tape of training, or of inference when a model is validated
  /// @param batch inputs and targets
  /// @param scores hears of what else is measured, such as the accuracy
  Tensor loss(Tape tape, B batch, Scores scores);

  /// Cross-entropy of a network's logits `(N, K)`; measures the accuracy too.
  static Objective<DenseBatch> classification(Layer network, CrossEntropy loss) {
    return (tape, batch, scores) -> {
      Tensor logits = network.forward(batch.features(tape));
      scores.accuracy(logits, batch.labels());
      return logits.crossEntropy(batch.targets(tape), loss);
    };
  }

  /// The own loss of a relative of softmax, of a network's scores `(N, K)`; measures the accuracy
  /// too.
  static Objective<DenseBatch> classification(Layer network, OutputTransform transform) {
    return (tape, batch, scores) -> {
      Tensor logits = network.forward(batch.features(tape));
      // Not every transform gives the largest score the largest probability.
      float[] probabilities = logits.values();
      transform.apply(
          probabilities, Axis.rows(batch.size(), logits.shape().length(-1)), probabilities);
      scores.accuracy(Tensor.of(probabilities, logits.shape().lengths()), batch.labels());
      return Probabilities.loss(transform, logits, batch.targets(tape));
    };
  }
}
