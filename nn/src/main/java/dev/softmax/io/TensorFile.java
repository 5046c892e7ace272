package dev.softmax.io;

import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;

/// Tensors by name in an open file, of whatever format.
public sealed interface TensorFile extends AutoCloseable permits Safetensors, PickledTensors {
  /// The file, as it was named.
  Path file();

  /// The tensors by name, in the file's order; views of the file that end with [#close].
  SequencedMap<String, StoredTensor> tensors();

  /// The tensors' names, in the file's order.
  default List<String> names() {
    return List.copyOf(tensors().keySet());
  }

  /// Whether there is such a tensor.
  ///
  /// @param name a tensor's name
  default boolean contains(String name) {
    return tensors().containsKey(name);
  }

  /// A tensor; a view of the file that ends with [#close].
  ///
  /// @param name its name
  /// @throws InputException when there is none of that name
  default StoredTensor tensor(String name) {
    StoredTensor tensor = tensors().get(name);
    if (tensor == null) {
      throw new InputException(file() + ": has no tensor " + InputException.quote(name));
    }
    return tensor;
  }

  /// Lets the file go; its tensors cannot be read any more.
  @Override
  void close();
}
