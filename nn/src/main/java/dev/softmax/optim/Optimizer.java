package dev.softmax.optim;

import java.util.SequencedMap;

/// Changes parameters along their gradients. Has a memory of past gradients, so one object serves one
/// training. Parameters that have no gradient at a step are left as they are, their memory too. A tensor
/// that has several names, such as weights that two layers share, is one parameter, with the first name.
///
/// Results are the same bits for any number of threads.
public sealed interface Optimizer permits Adam, Sgd, SparseAdam {
  /// One step.
  ///
  /// @param learningRate at least 0
  /// @throws IllegalArgumentException if it is negative or not finite
  void step(double learningRate);

  /// Clears the gradients of all parameters.
  void clearGradients();

  /// What decides on steps beside gradients, learning rates and memory, by name: `beta1` is `0.9`,
  /// `weight decay of '0.weight'` is `0.01`.
  SequencedMap<String, String> facts();

  /// What is remembered of past steps; its tensors are the optimiser's own and change with the next
  /// step.
  OptimizerState state();

  /// Goes on from what another optimiser of the same kind and parameters remembered; copies it.
  ///
  /// @throws IllegalArgumentException naming all tensors that are missing, more or of another shape;
  ///     nothing has changed then
  void restore(OptimizerState state);
}
