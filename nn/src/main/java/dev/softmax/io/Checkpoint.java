package dev.softmax.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `torch.save` wrote: a pickle, and the storages of its tensors beside it.
///
/// @param root the pickle's value
/// @param storages the bytes of each storage by key, little-endian
record Checkpoint(PickleValue root, Storages storages) {
  private static final String PICKLE = "data.pkl";
  private static final byte[] LITTLE = "little".getBytes(StandardCharsets.US_ASCII);

  /// The number that the old form begins with, as it is pickled.
  private static final byte[] MAGIC = {
    0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19
  };

  /// Longer than a header of pickle and the number.
  private static final int MAGIC_WITHIN = 32;

  /// Where the bytes of storages are.
  @FunctionalInterface
  interface Storages {
    /// The bytes of a storage.
    ///
    /// @throws InputException if there is none, or it has other bytes than it should
    MemorySegment bytes(PickleValue.Storage storage);
  }

  /// The zip of torch 1.6 and later: `archive/data.pkl`, `archive/data/0`, …
  static Checkpoint ofZip(String source, MemorySegment file, ExpandedMemory memory) {
    ZipArchive zip = new ZipArchive(source, file);
    String folder = folder(source, zip);
    if (zip.contains(folder + "constants.pkl")) {
      throw new InputException(
          source
              + ": is a TorchScript archive, a program with its weights, which is not run; save model.state_dict() instead");
    }
    String order = folder + "byteorder";
    if (zip.contains(order)
        && zip.bytes(order, memory).mismatch(MemorySegment.ofArray(LITTLE)) != -1) {
      throw bigEndian(source);
    }
    PickleCursor cursor = new PickleCursor(source, zip.bytes(folder + PICKLE, memory));
    Map<String, MemorySegment> seen = new HashMap<>();
    return new Checkpoint(
        Unpickler.read(cursor).root(),
        storage -> {
          MemorySegment bytes =
              seen.computeIfAbsent(storage.key(), key -> zip.bytes(folder + "data/" + key, memory));
          if (!fits(storage, bytes.byteSize())) {
            throw cursor.wrong(
                "is damaged: its storage %s has %d bytes instead of %d numbers of %d"
                    .formatted(
                        InputException.quote(storage.key()),
                        bytes.byteSize(),
                        storage.length(),
                        storage.kind().bytes()));
          }
          return bytes;
        });
  }

  private static String folder(String source, ZipArchive zip) {
    for (String name : zip.names()) {
      int slash = name.indexOf('/');
      if (name.substring(slash + 1).equals(PICKLE)) {
        return name.substring(0, slash + 1);
      }
    }
    throw new InputException(
        source + ": is a zip archive, but no PyTorch checkpoint: it has no " + PICKLE);
  }

  /// Whether a file begins as the older form does.
  static boolean isLegacy(MemorySegment file) {
    int length = (int) Math.min(MAGIC_WITHIN, file.byteSize());
    byte[] start = file.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    for (int from = 0; from + MAGIC.length <= length; from++) {
      if (MemorySegment.mismatch(
              MemorySegment.ofArray(start),
              from,
              from + MAGIC.length,
              MemorySegment.ofArray(MAGIC),
              0,
              MAGIC.length)
          == -1) {
        return true;
      }
    }
    return false;
  }

  /// The form before torch 1.6: pickles of a magic number, a version, the system, the value and the
  /// storages' keys, then each storage's length and numbers.
  static Checkpoint ofLegacy(String source, MemorySegment file) {
    PickleCursor cursor = new PickleCursor(source, file);
    Unpickler.read(cursor);
    Unpickler.read(cursor);
    if (Unpickler.read(cursor).root() instanceof PickleValue.Fields system
        && system.values().get("little_endian") instanceof PickleValue.Flag(boolean little)
        && !little) {
      throw bigEndian(source);
    }
    Unpickler.Pickle pickle = Unpickler.read(cursor);
    Map<String, MemorySegment> storages = new HashMap<>();
    for (String key : keys(cursor)) {
      PickleValue.Storage storage = pickle.storages().get(key);
      if (storage == null || cursor.i64() != storage.length()) {
        throw cursor.wrong("is damaged: its storages are not those of its tensors");
      }
      if (storage.length() > cursor.left() / storage.kind().bytes()) {
        throw cursor.wrong(
            "is cut off: its storage %s should have %d numbers of %d bytes, but %d bytes are left"
                .formatted(
                    InputException.quote(key),
                    storage.length(),
                    storage.kind().bytes(),
                    cursor.left()));
      }
      storages.put(key, cursor.take(storage.length() * storage.kind().bytes()));
    }
    return new Checkpoint(
        pickle.root(),
        storage -> {
          @Nullable MemorySegment bytes = storages.get(storage.key());
          if (bytes == null) {
            throw cursor.wrong(
                "is damaged: it has no storage " + InputException.quote(storage.key()));
          }
          return bytes;
        });
  }

  private static List<String> keys(PickleCursor cursor) {
    List<String> keys = new ArrayList<>();
    if (Unpickler.read(cursor).root() instanceof PickleValue.Items items) {
      for (PickleValue item : items.values()) {
        if (item instanceof PickleValue.Text(String key)) {
          keys.add(key);
        }
      }
    }
    return keys;
  }

  private static boolean fits(PickleValue.Storage storage, long bytes) {
    int each = storage.kind().bytes();
    return bytes % each == 0 && bytes / each == storage.length();
  }

  private static InputException bigEndian(String source) {
    return new InputException(source + ": has its numbers in big-endian order, which is not read");
  }
}
