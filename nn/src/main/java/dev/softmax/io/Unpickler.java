package dev.softmax.io;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads one pickle of tensors: a machine with a stack, and values kept by number. It knows the
/// instructions of [PickleOpcode] and the names of [PickleGlobal] and refuses all others, so that
/// nothing that a file asks for is run. It does not recurse, and makes a bounded number of values.
final class Unpickler {
  /// What was read.
  ///
  /// @param root the value
  /// @param storages the storages that it speaks of, by key
  record Pickle(PickleValue root, Map<String, PickleValue.Storage> storages) {}

  private final PickleCursor cursor;
  private final List<PickleValue> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Long, PickleValue> memo = new HashMap<>();
  private final Map<String, PickleValue.Storage> storages = new HashMap<>();

  private Unpickler(PickleCursor cursor) {
    this.cursor = cursor;
  }

  /// The pickle at a cursor, which stands behind it afterwards.
  ///
  /// @throws InputException if it is damaged, or needs more than tensors do, saying what
  static Pickle read(PickleCursor cursor) {
    return new Unpickler(cursor).run();
  }

  private Pickle run() {
    while (true) {
      cursor.spend(1);
      int code = cursor.u8();
      PickleOpcode opcode = PickleOpcode.of(code);
      if (opcode == null) {
        throw cursor.wrong(
            "refused to load: its pickle has the instruction 0x%02x, which is not part of a file of tensors; nothing was run"
                .formatted(code));
      }
      if (opcode == PickleOpcode.STOP) {
        return new Pickle(pop(), storages);
      }
      step(opcode);
    }
  }

  private void step(PickleOpcode opcode) {
    switch (opcode) {
      case PROTO -> checkProtocol(cursor.u8());
      case FRAME -> cursor.i64();
      case MARK -> marks.add(stack.size());
      case POP -> pop();
      case POP_MARK -> aboveMark();
      case APPEND -> extend(List.of(pop()));
      case APPENDS, ADDITEMS -> extend(aboveMark());
      case SETITEM -> {
        PickleValue value = pop();
        put(List.of(pop(), value));
      }
      case SETITEMS -> put(aboveMark());
      case BUILD -> build();
      case BINPUT -> memo.put((long) cursor.u8(), top());
      case LONG_BINPUT -> memo.put(cursor.u32(), top());
      case MEMOIZE -> memo.put((long) memo.size(), top());
      default -> stack.add(value(opcode));
    }
  }

  private PickleValue value(PickleOpcode opcode) {
    return switch (opcode) {
      case NEWTRUE -> new PickleValue.Flag(true);
      case NEWFALSE -> new PickleValue.Flag(false);
      case BININT -> new PickleValue.Whole(cursor.i32());
      case BININT1 -> new PickleValue.Whole(cursor.u8());
      case BININT2 -> new PickleValue.Whole(cursor.u16());
      case LONG1 -> whole(cursor.bytes(cursor.u8()));
      case BINSTRING, BINUNICODE -> new PickleValue.Text(cursor.text(cursor.u32()));
      case SHORT_BINSTRING, SHORT_BINUNICODE -> new PickleValue.Text(cursor.text(cursor.u8()));
      case BINFLOAT -> passed(Double.BYTES);
      case BINBYTES -> passed(cursor.u32());
      case SHORT_BINBYTES -> passed(cursor.u8());
      case EMPTY_LIST, EMPTY_TUPLE, EMPTY_SET -> new PickleValue.Items(List.of());
      case TUPLE -> new PickleValue.Items(aboveMark());
      case TUPLE1 -> new PickleValue.Items(last(1));
      case TUPLE2 -> new PickleValue.Items(last(2));
      case TUPLE3 -> new PickleValue.Items(last(3));
      case EMPTY_DICT -> new PickleValue.Fields();
      case GLOBAL -> global(cursor.line(), cursor.line());
      case STACK_GLOBAL -> {
        List<PickleValue> names = last(2);
        yield global(text(names.get(0)), text(names.get(1)));
      }
      case REDUCE -> {
        PickleValue arguments = pop();
        yield TensorCalls.call(pop(), arguments, cursor);
      }
      case BINPERSID -> storage();
      case BINGET -> kept(cursor.u8());
      case LONG_BINGET -> kept(cursor.u32());
      default -> PickleValue.Other.OTHER;
    };
  }

  private PickleValue.Storage storage() {
    PickleValue.Storage storage = TensorCalls.storage(pop(), cursor);
    PickleValue.Storage before = storages.putIfAbsent(storage.key(), storage);
    if (before != null
        && (before.kind() != storage.kind() || before.length() != storage.length())) {
      throw damaged();
    }
    return storage;
  }

  private void checkProtocol(int protocol) {
    if (protocol < 2 || protocol > 5) {
      throw cursor.wrong("its pickle has the protocol " + protocol + " instead of 2 to 5");
    }
  }

  private PickleGlobal global(String module, String name) {
    PickleGlobal global = PickleGlobal.of(module, name);
    if (global == null) {
      throw cursor.wrong(
          "refused to load: it asks for `%s`, which is not part of a tensor; nothing was run (a file of tensors alone is what torch.save(model.state_dict(), file) writes)"
              .formatted(shown(module + "." + name)));
    }
    return global;
  }

  private static String shown(String name) {
    String quoted = InputException.quote(name);
    return quoted.substring(1, quoted.length() - 1);
  }

  /// An integer of any length, least significant byte first; one that is no `long` is no part of a
  /// tensor.
  private static PickleValue whole(byte[] littleEndian) {
    if (littleEndian.length > Long.BYTES) {
      return PickleValue.Other.OTHER;
    }
    long value = 0;
    for (int i = littleEndian.length - 1; i >= 0; i--) {
      boolean first = i == littleEndian.length - 1;
      value = first ? littleEndian[i] : value << Byte.SIZE | (littleEndian[i] & 0xFF);
    }
    return new PickleValue.Whole(value);
  }

  private PickleValue passed(long length) {
    cursor.take(length);
    return PickleValue.Other.OTHER;
  }

  private void extend(List<PickleValue> more) {
    if (top() instanceof PickleValue.Items items) {
      items.values().addAll(more);
    } else {
      throw damaged();
    }
  }

  private void put(List<PickleValue> pairs) {
    if (!(top() instanceof PickleValue.Fields fields) || pairs.size() % 2 != 0) {
      throw damaged();
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      fields.put(pairs.get(i), pairs.get(i + 1));
    }
  }

  /// Drops what Python would set as attributes, such as `_metadata` of a `state_dict`.
  private void build() {
    pop();
    if (!(top() instanceof PickleValue.Fields) && top() != PickleValue.Other.OTHER) {
      throw damaged();
    }
  }

  private PickleValue kept(long number) {
    PickleValue value = memo.get(number);
    if (value == null) {
      throw damaged();
    }
    return value;
  }

  private List<PickleValue> aboveMark() {
    if (marks.isEmpty()) {
      throw damaged();
    }
    return above(marks.removeLast());
  }

  private List<PickleValue> last(int count) {
    if (stack.size() - floor() < count) {
      throw damaged();
    }
    return above(stack.size() - count);
  }

  private List<PickleValue> above(int from) {
    List<PickleValue> tail = stack.subList(from, stack.size());
    List<PickleValue> values = List.copyOf(tail);
    tail.clear();
    return values;
  }

  private PickleValue pop() {
    PickleValue value = top();
    stack.removeLast();
    return value;
  }

  private PickleValue top() {
    if (stack.size() <= floor()) {
      throw damaged();
    }
    return stack.getLast();
  }

  private int floor() {
    return marks.isEmpty() ? 0 : marks.getLast();
  }

  private String text(@Nullable PickleValue value) {
    if (value instanceof PickleValue.Text(String text)) {
      return text;
    }
    throw damaged();
  }

  private InputException damaged() {
    return cursor.wrong("is damaged: its pickle does not fit together");
  }
}
