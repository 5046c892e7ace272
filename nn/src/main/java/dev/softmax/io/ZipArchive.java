package dev.softmax.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The entries of a mapped zip file (PKWARE's APPNOTE, with zip64). Java's own reader gives streams;
/// here an entry that is not compressed is a view of the file.
final class ZipArchive {
  private static final int END = 0x06054b50;
  private static final int END_64_PLACE = 0x07064b50;
  private static final int END_64 = 0x06064b50;
  private static final int DIRECTORY = 0x02014b50;
  private static final int LOCAL = 0x04034b50;

  private static final int END_LENGTH = 22;
  private static final int END_64_PLACE_LENGTH = 20;
  private static final int DIRECTORY_LENGTH = 46;
  private static final int LOCAL_LENGTH = 30;
  private static final int MAX_COMMENT = 0xFFFF;
  private static final int MAX_ENTRIES = 400_000;
  private static final int ZIP64_FIELD = 1;
  private static final int ENCRYPTED = 1;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final long IN_ZIP64 = 0xFFFFFFFFL;

  private static final ValueLayout.OfShort I16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt I32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong I64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// One entry: how it is packed, its check sum, its bytes packed and not, and where it begins.
  private record Entry(int flags, int method, long check, long packed, long size, long local) {}

  private final String source;
  private final MemorySegment bytes;
  private final SequencedMap<String, Entry> entries = new LinkedHashMap<>();

  /// Reads the directory.
  ///
  /// @param source the file, for messages
  /// @param bytes the file
  /// @throws InputException if there is none, or it does not fit
  ZipArchive(String source, MemorySegment bytes) {
    this.source = source;
    this.bytes = bytes;
    long end = end();
    long count = u16(end + 10);
    long position = u32(end + 16);
    if (end >= END_64_PLACE_LENGTH && i32(end - END_64_PLACE_LENGTH) == END_64_PLACE) {
      long end64 = i64(end - END_64_PLACE_LENGTH + 8);
      check(i32(end64) == END_64);
      count = i64(end64 + 32);
      position = i64(end64 + 48);
    }
    check(count >= 0 && count <= MAX_ENTRIES);
    for (long i = 0; i < count; i++) {
      position = readEntry(position);
    }
  }

  private long end() {
    long size = bytes.byteSize();
    long lowest = Math.max(0, size - END_LENGTH - MAX_COMMENT);
    for (long at = size - END_LENGTH; at >= lowest; at--) {
      if (i32(at) == END) {
        return at;
      }
    }
    throw new InputException(
        source + ": is cut off or damaged: it begins as a zip archive, but has no directory");
  }

  /// Reads the entry of the directory at a position, and gives that of the next.
  private long readEntry(long at) {
    check(i32(at) == DIRECTORY);
    int nameLength = u16(at + 28);
    int extraLength = u16(at + 30);
    int commentLength = u16(at + 32);
    long extra = at + DIRECTORY_LENGTH + nameLength;
    long next = extra + extraLength + commentLength;
    check(next <= bytes.byteSize());
    byte[] name = bytes.asSlice(at + DIRECTORY_LENGTH, nameLength).toArray(ValueLayout.JAVA_BYTE);
    long[] sizes = {u32(at + 24), u32(at + 20), u32(at + 42)};
    widen(sizes, extra, extra + extraLength);
    check(sizes[0] >= 0 && sizes[1] >= 0 && sizes[2] >= 0);
    Entry entry = new Entry(u16(at + 8), u16(at + 10), u32(at + 16), sizes[1], sizes[0], sizes[2]);
    boolean isNew = entries.put(new String(name, StandardCharsets.UTF_8), entry) == null;
    check(isNew);
    return next;
  }

  /// Takes size, packed size and place from the field of zip64, in this order, as far as the entry
  /// itself has no room for them.
  private void widen(long[] sizes, long from, long to) {
    for (long at = from; at + 4 <= to; at += 4 + u16(at + 2)) {
      if (u16(at) == ZIP64_FIELD) {
        long end = at + 4 + u16(at + 2);
        long value = at + 4;
        for (int i = 0; i < sizes.length; i++) {
          if (sizes[i] == IN_ZIP64) {
            check(value + Long.BYTES <= end);
            sizes[i] = i64(value);
            value += Long.BYTES;
          }
        }
        return;
      }
    }
  }

  /// The entries' names, in the directory's order.
  Iterable<String> names() {
    return entries.sequencedKeySet();
  }

  boolean contains(String name) {
    return entries.containsKey(name);
  }

  /// The bytes of an entry: a view of the file, or what its compressed bytes hold.
  ///
  /// @param memory what compressed entries may take
  /// @throws InputException if there is none, or it is damaged
  MemorySegment bytes(String name, ExpandedMemory memory) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new InputException(source + ": is damaged: it has no " + InputException.quote(name));
    }
    long at = entry.local;
    check(at <= bytes.byteSize() - LOCAL_LENGTH && i32(at) == LOCAL);
    long begin = at + LOCAL_LENGTH + u16(at + 26) + u16(at + 28);
    check(begin <= bytes.byteSize() && entry.packed <= bytes.byteSize() - begin);
    check((entry.flags & ENCRYPTED) == 0);
    MemorySegment packed = bytes.asSlice(begin, entry.packed);
    return switch (entry.method) {
      case STORED -> {
        check(entry.packed == entry.size);
        yield packed;
      }
      case DEFLATED -> inflate(name, entry, packed, memory);
      default ->
          throw new InputException(
              "%s: %s is packed by a method (%d) that PyTorch does not use"
                  .formatted(source, InputException.quote(name), entry.method));
    };
  }

  private MemorySegment inflate(
      String name, Entry entry, MemorySegment packed, ExpandedMemory memory) {
    byte[] out = memory.take(entry.size, InputException.quote(name));
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(packed.asByteBuffer());
      int filled = 0;
      while (filled < out.length) {
        int more = inflater.inflate(out, filled, out.length - filled);
        check(more > 0);
        filled += more;
      }
    } catch (DataFormatException e) {
      throw new InputException(
          source + ": is damaged: " + InputException.quote(name) + " cannot be unpacked", e);
    }
    CRC32 sum = new CRC32();
    sum.update(out);
    check(sum.getValue() == entry.check);
    return MemorySegment.ofArray(out);
  }

  private int u16(long at) {
    check(at >= 0 && at <= bytes.byteSize() - Short.BYTES);
    return bytes.get(I16, at) & 0xFFFF;
  }

  private int i32(long at) {
    check(at >= 0 && at <= bytes.byteSize() - Integer.BYTES);
    return bytes.get(I32, at);
  }

  private long u32(long at) {
    return i32(at) & 0xFFFFFFFFL;
  }

  private long i64(long at) {
    check(at >= 0 && at <= bytes.byteSize() - Long.BYTES);
    return bytes.get(I64, at);
  }

  private void check(boolean right) {
    if (!right) {
      throw new InputException(
          source + ": is cut off or damaged: its zip directory does not fit its entries");
    }
  }
}
