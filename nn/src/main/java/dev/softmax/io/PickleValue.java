package dev.softmax.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What a pickle of tensors is made of. Lists and dictionaries may hold themselves, and a value may be
/// reached by exponentially many ways, so that nothing here is compared, hashed or walked as a whole.
sealed interface PickleValue
    permits PickleGlobal,
        PickleValue.Text,
        PickleValue.Whole,
        PickleValue.Flag,
        PickleValue.Other,
        PickleValue.Items,
        PickleValue.Fields,
        PickleValue.Storage,
        PickleValue.Strided {
  /// A text.
  record Text(String value) implements PickleValue {}

  /// A whole number.
  record Whole(long value) implements PickleValue {}

  /// True or false.
  record Flag(boolean value) implements PickleValue {}

  /// A value that no tensor is made of: nothing, a fraction, bytes, a set, a device, …
  enum Other implements PickleValue {
    /// The only one.
    OTHER
  }

  /// A list or a tuple, or the size of a tensor.
  final class Items implements PickleValue {
    private final List<PickleValue> values;

    Items(List<PickleValue> values) {
      this.values = new ArrayList<>(values);
    }

    List<PickleValue> values() {
      return values;
    }
  }

  /// A dictionary, as far as its keys are texts.
  final class Fields implements PickleValue {
    private final SequencedMap<String, PickleValue> values = new LinkedHashMap<>();

    SequencedMap<String, PickleValue> values() {
      return values;
    }

    /// Keeps a value, or forgets it if its key is no text.
    void put(PickleValue key, PickleValue value) {
      if (key instanceof Text(String name)) {
        values.put(name, value);
      }
    }
  }

  /// Numbers of a checkpoint, in one piece.
  ///
  /// @param kind what they are
  /// @param key their name in the checkpoint
  /// @param length how many there are in the piece
  /// @param from the first one of the piece that is meant
  /// @param count how many from there
  record Storage(StorageKind kind, String key, long length, long from, long count)
      implements PickleValue {}

  /// Numbers of a storage in a shape: element `(i, j, …)` is number `offset + i · strides[0] + j ·
  /// strides[1] + …`.
  record Strided(Storage storage, long offset, long[] shape, long[] strides)
      implements PickleValue {}
}
