package dev.softmax.io;

import java.nio.file.Path;
import java.util.List;

/// Tensors by name in an open file, of whatever format.
public sealed interface TensorFile extends AutoCloseable permits Safetensors, PickledTensors {
  /// The file, as it was named.
  Path file();

  /// The tensors' names, in the file's order.
  List<String> names();

  /// Whether there is such a tensor.
  ///
  /// @param name a tensor's name
  boolean contains(String name);

  /// A tensor; a view of the file that ends with [#close].
  ///
  /// @param name its name
  /// @throws InputException when there is none of that name
  StoredTensor tensor(String name);

  /// Lets the file go; its tensors cannot be read any more.
  @Override
  void close();
}
