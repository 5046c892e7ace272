package dev.softmax.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;

/// Tensors by name in an open file, of whatever format.
public sealed interface TensorFile extends AutoCloseable permits Safetensors, PickledTensors {
  /// The file, as it was named.
  Path file();

  /// The tensors by name, in the file's order; views of the file that end with [#close]. Those of types
  /// that are not read are left out.
  SequencedMap<String, StoredTensor> tensors();

  /// Type and shape, as `I16 (3, 4)`, of the tensors that are left out, by name, in the file's order.
  default SequencedMap<String, String> unread() {
    return Collections.emptyNavigableMap();
  }

  /// The names of all tensors, in the file's order, and at last of those that are not read.
  default List<String> names() {
    List<String> names = new ArrayList<>(tensors().keySet());
    names.addAll(unread().keySet());
    return Collections.unmodifiableList(names);
  }

  /// Whether there is such a tensor.
  ///
  /// @param name a tensor's name
  default boolean contains(String name) {
    return tensors().containsKey(name) || unread().containsKey(name);
  }

  /// A tensor; a view of the file that ends with [#close].
  ///
  /// @param name its name
  /// @throws InputException when there is none of that name, or it is of a type that is not read
  default StoredTensor tensor(String name) {
    StoredTensor tensor = tensors().get(name);
    if (tensor == null) {
      String description = unread().get(name);
      throw new InputException(
          description == null
              ? file() + ": has no tensor " + InputException.quote(name)
              : "%s: tensor %s is %s, a type that is not read"
                  .formatted(file(), InputException.quote(name), description));
    }
    return tensor;
  }

  /// Lets the file go; its tensors cannot be read any more.
  @Override
  void close();
}
