import org.jspecify.annotations.NullMarked;

/// Tensors with gradients, layers, optimisers, training, and safetensors.
@NullMarked
module dev.softmax.nn {
  requires static org.jspecify;
  requires transitive dev.softmax.core;
  requires tools.jackson.core;

  exports dev.softmax.io; // safetensors, files written whole, input errors
  exports dev.softmax.tensor; // tensors, their operations, the tape
}
