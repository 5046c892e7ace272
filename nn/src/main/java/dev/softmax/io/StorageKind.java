package dev.softmax.io;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The numbers of PyTorch's storages, by the names that its pickles have for them.
enum StorageKind {
  DOUBLE("DoubleStorage", 8, TensorType.F64),
  FLOAT("FloatStorage", 4, TensorType.F32),
  HALF("HalfStorage", 2, TensorType.F16),
  BFLOAT16("BFloat16Storage", 2, TensorType.BF16),
  LONG("LongStorage", 8, TensorType.I64),
  INT("IntStorage", 4, TensorType.I32),
  SHORT("ShortStorage", 2, null),
  CHAR("CharStorage", 1, null),
  BYTE("ByteStorage", 1, TensorType.U8),
  BOOL("BoolStorage", 1, TensorType.BOOL),
  COMPLEX_FLOAT("ComplexFloatStorage", 8, null),
  COMPLEX_DOUBLE("ComplexDoubleStorage", 16, null);

  private final String name;
  private final int bytes;
  private final @Nullable TensorType type;

  StorageKind(String name, int bytes, @Nullable TensorType type) {
    this.name = name;
    this.bytes = bytes;
    this.type = type;
  }

  /// PyTorch's name, without its module.
  String pythonName() {
    return name;
  }

  /// Bytes that one number takes.
  int bytes() {
    return bytes;
  }

  /// The same numbers here; none for kinds that can be in a checkpoint but are not read.
  Optional<TensorType> type() {
    return Optional.ofNullable(type);
  }
}
