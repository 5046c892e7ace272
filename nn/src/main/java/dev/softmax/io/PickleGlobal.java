package dev.softmax.io;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The names of Python that a pickle of tensors may use, and what stands for them here. Each is data or
/// a plain constructor; none is looked up anywhere, and nothing of Python is run.
sealed interface PickleGlobal extends PickleValue {
  /// A dictionary that keeps its order, or counts.
  record Dictionary() implements PickleGlobal {}

  /// A tensor from a storage, an offset, a shape and strides.
  record Rebuild() implements PickleGlobal {}

  /// A parameter from its tensor.
  record Parameter() implements PickleGlobal {}

  /// A size, from its numbers.
  record Size() implements PickleGlobal {}

  /// A kind of storage.
  record Kind(StorageKind kind) implements PickleGlobal {}

  /// What makes a value that no tensor is made of, such as a device.
  record Harmless() implements PickleGlobal {}

  /// The global of a name with its module, or none if it is no part of a tensor.
  static @Nullable PickleGlobal of(String module, String name) {
    return Known.BY_NAME.get(module + "." + name);
  }

  /// The table, made once.
  final class Known {
    /// What checkpoints have beside tensors: devices, types, layouts, and how Python writes bytes, sets
    /// and the numbers of NumPy. Their values are passed over.
    private static final List<String> HARMLESS =
        List.of(
            "torch.device",
            "torch.serialization._get_layout",
            "torch.float64",
            "torch.float32",
            "torch.float16",
            "torch.bfloat16",
            "torch.int64",
            "torch.int32",
            "torch.int16",
            "torch.int8",
            "torch.uint8",
            "torch.bool",
            "_codecs.encode",
            "__builtin__.set",
            "builtins.set",
            "numpy.dtype",
            "numpy.core.multiarray.scalar",
            "numpy._core.multiarray.scalar");

    private static final Map<String, PickleGlobal> BY_NAME = table();

    private Known() {}

    private static Map<String, PickleGlobal> table() {
      Map<String, PickleGlobal> table = new HashMap<>();
      table.put("collections.OrderedDict", new Dictionary());
      table.put("collections.Counter", new Dictionary());
      table.put("torch._utils._rebuild_tensor", new Rebuild());
      table.put("torch._utils._rebuild_tensor_v2", new Rebuild());
      table.put("torch._utils._rebuild_parameter", new Parameter());
      table.put("torch.Size", new Size());
      for (StorageKind kind : StorageKind.values()) {
        table.put("torch." + kind.pythonName(), new Kind(kind));
        table.put("torch.storage." + kind.pythonName(), new Kind(kind));
      }
      for (String harmless : HARMLESS) {
        table.put(harmless, new Harmless());
      }
      return Map.copyOf(table);
    }
  }
}
