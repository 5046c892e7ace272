package dev.softmax.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// A place in the bytes of a pickle. Reading beyond the end, or a text of absurd length, is one
/// [InputException].
final class PickleCursor {
  /// Longer than any name of a tensor; nobody needs a model's longer texts.
  private static final int MAX_TEXT = 1 << 20;

  private static final int MAX_LINE = 1000;

  /// Instructions of a pickle: some forty a tensor, so this is enough for 50,000.
  private static final int MAX_STEPS = 2_000_000;

  private static final ValueLayout.OfInt I32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong I64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final String source;
  private final MemorySegment bytes;
  private long position;
  private long steps;

  /// @param source the file, for messages
  PickleCursor(String source, MemorySegment bytes) {
    this.source = source;
    this.bytes = bytes;
  }

  /// Bytes behind the place.
  long left() {
    return bytes.byteSize() - position;
  }

  /// What is wrong with the file.
  InputException wrong(String what) {
    return new InputException(source + ": " + what);
  }

  /// Counts work done for the file, which is bounded: an instruction, or each value that one copies.
  void spend(int more) {
    steps += more;
    if (steps > MAX_STEPS) {
      throw wrong("its pickle has more than " + MAX_STEPS + " steps, far more than a model's");
    }
  }

  int u8() {
    need(1);
    return bytes.get(ValueLayout.JAVA_BYTE, position++) & 0xFF;
  }

  int u16() {
    return u8() | u8() << 8;
  }

  int i32() {
    need(Integer.BYTES);
    int value = bytes.get(I32, position);
    position += Integer.BYTES;
    return value;
  }

  long u32() {
    return i32() & 0xFFFFFFFFL;
  }

  long i64() {
    need(Long.BYTES);
    long value = bytes.get(I64, position);
    position += Long.BYTES;
    return value;
  }

  /// The next bytes, as a view.
  MemorySegment take(long length) {
    need(length);
    MemorySegment taken = bytes.asSlice(position, length);
    position += length;
    return taken;
  }

  /// The next bytes as a copy.
  byte[] bytes(long length) {
    if (length > MAX_TEXT) {
      throw wrong("its pickle has a text of " + length + " bytes, more than a model's names need");
    }
    return take(length).toArray(ValueLayout.JAVA_BYTE);
  }

  /// UTF-8.
  String text(long length) {
    byte[] utf8 = bytes(length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new InputException(source + ": its pickle has a text that is not UTF-8", e);
    }
  }

  /// What comes before the end of a line, which is passed.
  String line() {
    StringBuilder line = new StringBuilder();
    for (int c = u8(); c != '\n'; c = u8()) {
      if (line.length() == MAX_LINE) {
        throw wrong("its pickle has a name of more than " + MAX_LINE + " bytes");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private void need(long length) {
    if (length < 0 || length > left()) {
      throw wrong("is cut off or damaged: its pickle ends too early");
    }
  }
}
