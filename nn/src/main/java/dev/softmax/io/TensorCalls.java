package dev.softmax.io;

import java.util.List;

/// What the few globals that a pickle of tensors may call make of their arguments.
final class TensorCalls {
  private static final int MAX_DIMENSIONS = 32;

  private TensorCalls() {}

  /// The value of a call.
  ///
  /// @param callee what is called
  /// @param arguments its arguments, a tuple
  /// @param cursor for messages
  static PickleValue call(PickleValue callee, PickleValue arguments, PickleCursor cursor) {
    List<PickleValue> values = items(arguments, cursor);
    if (!(callee instanceof PickleGlobal global)) {
      throw damaged(cursor);
    }
    return switch (global) {
      case PickleGlobal.Dictionary() -> dictionary(values, cursor);
      case PickleGlobal.Rebuild() -> strided(values, cursor);
      case PickleGlobal.Parameter() -> {
        need(!values.isEmpty() && values.getFirst() instanceof PickleValue.Strided, cursor);
        yield values.getFirst();
      }
      case PickleGlobal.Size() -> {
        need(values.size() == 1, cursor);
        yield values.getFirst();
      }
      case PickleGlobal.Kind _ -> throw damaged(cursor);
      case PickleGlobal.Harmless() -> PickleValue.Other.OTHER;
    };
  }

  /// An empty dictionary, or as Python 2 writes it, one of a list of pairs.
  private static PickleValue dictionary(List<PickleValue> arguments, PickleCursor cursor) {
    PickleValue.Fields fields = new PickleValue.Fields();
    if (arguments.isEmpty() || arguments.getFirst() instanceof PickleValue.Fields) {
      return arguments.isEmpty() ? fields : arguments.getFirst();
    }
    List<PickleValue> pairs = items(arguments.getFirst(), cursor);
    cursor.spend(pairs.size());
    for (PickleValue pair : pairs) {
      List<PickleValue> both = items(pair, cursor);
      need(both.size() == 2, cursor);
      fields.put(both.get(0), both.get(1));
    }
    return fields;
  }

  private static PickleValue.Strided strided(List<PickleValue> arguments, PickleCursor cursor) {
    need(arguments.size() >= 4, cursor);
    if (!(arguments.get(0) instanceof PickleValue.Storage storage)) {
      throw damaged(cursor);
    }
    long offset = whole(arguments.get(1), cursor);
    long[] shape = wholes(arguments.get(2), cursor);
    long[] strides = wholes(arguments.get(3), cursor);
    need(shape.length == strides.length, cursor);
    return new PickleValue.Strided(storage, offset, shape, strides);
  }

  /// The storage of a persistent name: `("storage", kind, key, location, length)`, in the old form with
  /// the part of it that is meant at the end: nothing, or `(key, from, count)`.
  static PickleValue.Storage storage(PickleValue name, PickleCursor cursor) {
    List<PickleValue> parts = items(name, cursor);
    if (!parts.isEmpty() && parts.getFirst() instanceof PickleValue.Text(String what)) {
      if (what.equals("module")) {
        throw cursor.wrong(
            "refused to load: it is a whole model with its code instead of its tensors; nothing was run (a file of tensors alone is what torch.save(model.state_dict(), file) writes)");
      }
      need(what.equals("storage"), cursor);
    }
    need(parts.size() >= 5, cursor);
    if (!(parts.get(1) instanceof PickleGlobal.Kind(StorageKind kind))
        || !(parts.get(2) instanceof PickleValue.Text(String key))) {
      throw damaged(cursor);
    }
    long length = whole(parts.get(4), cursor);
    if (parts.size() > 5 && parts.get(5) instanceof PickleValue.Items view) {
      need(view.values().size() == 3, cursor);
      long from = whole(view.values().get(1), cursor);
      long count = whole(view.values().get(2), cursor);
      need(from <= length && count <= length - from, cursor);
      return new PickleValue.Storage(kind, key, length, from, count);
    }
    return new PickleValue.Storage(kind, key, length, 0, length);
  }

  private static long[] wholes(PickleValue value, PickleCursor cursor) {
    List<PickleValue> items = items(value, cursor);
    need(items.size() <= MAX_DIMENSIONS, cursor);
    return items.stream().mapToLong(item -> whole(item, cursor)).toArray();
  }

  /// A number that is not negative: sizes, offsets and strides of PyTorch never are.
  private static long whole(PickleValue value, PickleCursor cursor) {
    if (value instanceof PickleValue.Whole(long number) && number >= 0) {
      return number;
    }
    throw damaged(cursor);
  }

  private static List<PickleValue> items(PickleValue value, PickleCursor cursor) {
    if (value instanceof PickleValue.Items items) {
      return items.values();
    }
    throw damaged(cursor);
  }

  private static void need(boolean right, PickleCursor cursor) {
    if (!right) {
      throw damaged(cursor);
    }
  }

  private static InputException damaged(PickleCursor cursor) {
    return cursor.wrong("is damaged: its pickle does not make tensors as PyTorch does");
  }
}
