package dev.softmax.text.fasttext;

import dev.softmax.io.InputException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads a model file from its beginning to its end: numbers with their lowest byte first. What a file
/// says about lengths is compared with what is left of it before memory is taken.
final class FastTextFile implements Closeable {
  private static final int BUFFER = 1 << 16;

  /// Longest array of the JVM, with some room for its header.
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  private final Path file;
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);

  /// Bytes of the file that are not in the buffer yet.
  private long unread;

  FastTextFile(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new InputException(file + ": cannot be read: it is no regular file");
    }
    this.file = file;
    this.channel = FileChannel.open(file);
    this.unread = channel.size();
    buffer.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /// An error that says where the file is wrong.
  InputException damaged(String what) {
    return new InputException(file + ": is damaged: " + what);
  }

  /// An error about a sound file that is of no use here.
  InputException useless(String what) {
    return new InputException(file + ": " + what);
  }

  private long left() {
    return unread + buffer.remaining();
  }

  /// Checks that so many things fit in what is left of the file, and in an array.
  ///
  /// @param count how many, as the file says
  /// @param bytes the least that each takes in the file
  /// @param what their name
  int count(long count, int bytes, String what) {
    if (count < 0) {
      throw damaged("it says that it has " + count + " " + what);
    }
    if (count > left() / bytes) {
      throw damaged(
          "it says that it has %d %s, but only %d bytes are left of it"
              .formatted(count, what, left()));
    }
    if (count > MAX_ARRAY) {
      throw useless("has " + count + " " + what + ", more than this reader can hold");
    }
    return (int) count;
  }

  private void need(int bytes) throws IOException {
    if (buffer.remaining() >= bytes) {
      return;
    }
    if (left() < bytes) {
      throw damaged("it ends too early");
    }
    buffer.compact();
    while (buffer.position() < bytes) {
      int read = channel.read(buffer);
      if (read < 0) {
        throw damaged("it became shorter while it was read");
      }
      unread -= read;
    }
    buffer.flip();
  }

  int readInt() throws IOException {
    need(Integer.BYTES);
    return buffer.getInt();
  }

  long readLong() throws IOException {
    need(Long.BYTES);
    return buffer.getLong();
  }

  double readDouble() throws IOException {
    need(Double.BYTES);
    return buffer.getDouble();
  }

  byte readByte() throws IOException {
    need(1);
    return buffer.get();
  }

  /// Reads a truth value.
  ///
  /// @param what what it tells, for the message when it is none
  boolean readFlag(String what) throws IOException {
    byte value = readByte();
    if (value != 0 && value != 1) {
      throw damaged("%d is neither 0 nor 1, yet should say %s".formatted(value, what));
    }
    return value == 1;
  }

  /// Bytes up to a zero byte, each as one `char`.
  String readText() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte b = readByte(); b != 0; b = readByte()) {
      bytes.write(b);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  byte[] readBytes(long length, String what) throws IOException {
    byte[] bytes = new byte[count(length, 1, what)];
    int done = 0;
    while (done < bytes.length) {
      need(1);
      int part = Math.min(buffer.remaining(), bytes.length - done);
      buffer.get(bytes, done, part);
      done += part;
    }
    return bytes;
  }

  /// Reads numbers, each of which must be finite.
  float[] readFloats(long length, String what) throws IOException {
    float[] floats = new float[count(length, Float.BYTES, what)];
    for (int i = 0; i < floats.length; i++) {
      need(Float.BYTES);
      floats[i] = buffer.getFloat();
      if (!Float.isFinite(floats[i])) {
        throw damaged("number %d of its %d %s is %s".formatted(i + 1, length, what, floats[i]));
      }
    }
    return floats;
  }
}
