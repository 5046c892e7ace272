import org.jspecify.annotations.NullMarked;

/// Tensors with gradients, layers, optimisers, training, and safetensors.
@NullMarked
module dev.softmax.nn {
  requires static org.jspecify;
  requires transitive dev.softmax.core;
  requires tools.jackson.core;

  exports dev.softmax.io; // safetensors, files written whole, input errors
  exports dev.softmax.nn; // layers, their initial values, state_dict files
  exports dev.softmax.optim; // optimisers, schedules of the learning rate, clipping
  exports dev.softmax.tensor; // tensors, their operations, the tape
  exports dev.softmax.training; // the training loop, its log and checkpoints
  exports dev.softmax.vision; // networks for pictures
}
